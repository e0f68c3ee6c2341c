import LiveProtocol
import NIOHTTP1
import Telemetry

/// What the metrics port answers.
struct ScrapePage: Equatable {
    var status: HTTPResponseStatus
    var contentType = "text/plain; charset=utf-8"
    var body: String

    /// - Parameter accept: the request's `Accept` headers.
    init(_ samples: MetricSamples, accept: [String]) {
        let format = ExpositionFormat(accept: accept)
        self.init(status: .ok, contentType: format.contentType, body: Exposition.text(samples, as: format))
    }

    /// - Parameter problem: why livetop does not do all that it is asked to, in one sentence; nil when it does.
    init(readinessWith problem: String?) {
        self.init(status: problem == nil ? .ok : .serviceUnavailable, body: (problem ?? "ready") + "\n")
    }

    /// - Parameter exports: how exporting goes, in sentences.
    init(running calls: [RunningCall], version: String, exports: [String] = []) {
        self.init(status: .ok, contentType: "text/html; charset=utf-8", body: Self.index(calls, version, exports))
    }

    init(_ objection: AccessObjection) {
        let words = "\(objection.what): \(objection.why). \(objection.cure).\n"
        self.init(status: HTTPResponseStatus(statusCode: objection.status), body: words)
    }

    static let alive = ScrapePage(status: .ok, body: "ok\n")
    static let notFound = ScrapePage(status: .notFound, body: "There are /metrics, /healthz, /readyz and /.\n")
    static let methodNotAllowed = ScrapePage(status: .methodNotAllowed, body: "Only GET and HEAD are answered.\n")

    private init(status: HTTPResponseStatus, contentType: String = "text/plain; charset=utf-8", body: String) {
        self.status = status
        self.contentType = contentType
        self.body = body
    }

    /// Says what this is and which sessions run: names and clocks, nothing that was said.
    private static func index(_ running: [RunningCall], _ version: String, _ exports: [String]) -> String {
        let exporting = exports.map { "<p>\(escaped($0))</p>\n" }.joined()
        let rows = running.map { call in
            "<tr>" + [call.name, call.model, call.age].map { "<td>\(escaped($0))</td>" }.joined() + "</tr>"
        }
        let calls =
            rows.isEmpty
            ? "<p>No session runs.</p>"
            : "<table><tr><th>Session</th><th>Model</th><th>Open for</th></tr>\(rows.joined(separator: "\n"))</table>"
        return """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><title>livetop</title></head>
            <body><h1>livetop \(escaped(version))</h1>
            <p>A proxy for the Gemini Live API. Here are its figures: <a href="/metrics">/metrics</a> for Prometheus,
            <a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a>.</p>
            \(exporting)\(calls)
            </body></html>

            """
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }
}

/// A session on the metrics port's own page.
struct RunningCall: Sendable {
    var name: String
    var model: String
    var age: String
}
