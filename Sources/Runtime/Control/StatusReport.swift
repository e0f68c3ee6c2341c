import Diagnosis
package import LiveProtocol
package import SessionModel
import Wording

/// What `livetop status` says: one line for the status line of a terminal or a shell, or one JSON document.
package struct StatusReport {
    /// Who told it.
    package enum Source {
        /// A running proxy, and the last call that ended in its recording.
        case proxy(ProxyStatus, last: SessionSummary? = nil)
        /// The recording of a proxy that runs and does not answer: its calls that go on.
        case silent([SessionSummary])
        /// The recording alone: no proxy runs. Nil where nothing is recorded either.
        case nobody(last: SessionSummary?)
    }

    package var source: Source
    package var dataFolder: String
    package var now: Timestamp

    package init(source: Source, dataFolder: String, now: Timestamp) {
        self.source = source
        self.dataFolder = dataFolder
        self.now = now
    }

    /// Whether a proxy runs.
    package var isRunning: Bool {
        if case .nobody = source { false } else { true }
    }

    // MARK: One line

    /// `livetop: 2 calls · error goaway-ignored in checkout · 0:08 left in staying`.
    package var line: String { "livetop: " + parts.map(ForeignText.clean).joined(separator: " · ") }

    private var parts: [String] {
        switch source {
        case .proxy(let status, let last):
            return Self.trouble(of: status) + [Self.count(status.openCalls)]
                + [status.calls.worst.map(Self.words), status.calls.nextEnd.map(Self.words)].compactMap(\.self)
                + (status.openCalls == 0 ? [last.map(ending)].compactMap(\.self) : [])
        case .silent(let sessions):
            let ends = RunningCalls(sessions, findings: [:]) { _ in now }
            return ["the proxy does not answer", Self.count(sessions.count)]
                + [ends.nextEnd.map(Self.words)].compactMap(\.self)
        case .nobody(let last):
            return ["no proxy runs"] + [last.map(ending)].compactMap(\.self)
        }
    }

    private static func trouble(of status: ProxyStatus) -> [String] {
        [
            status.recorderProblem.map { "NOT RECORDING: \($0)" }, status.recorderLoss.map { "RECORDING LOST: \($0)" },
            status.droppedFrames > 0 ? "\(Format.counted(status.droppedFrames, "frame")) not recorded" : nil,
            status.exportProblems.first.map { "NOT EXPORTED: \($0)" },
        ].compactMap(\.self)
    }

    private static func count(_ calls: Int) -> String {
        calls == 0 ? "no calls" : Format.counted(calls, "call")
    }

    private static func words(_ trouble: RunningCalls.Trouble) -> String {
        "\(trouble.severity.rawValue) \(trouble.rule) in \(trouble.tag ?? trouble.session)"
    }

    private static func words(_ end: RunningCalls.End) -> String {
        let place = "in \(end.tag ?? end.session)"
        guard end.left >= .zero else {
            return end.isAnnounced
                ? "goAway overdue by \(Format.clock(.zero - end.left)) \(place)" : "past the usual end \(place)"
        }
        return "\(end.isAnnounced ? "" : "about ")\(Format.clock(end.left)) left \(place)"
    }

    /// `last call ended 3:10 ago by server 1011`.
    private func ending(_ session: SessionSummary) -> String {
        let ago = session.knownEnd.map { " \(Format.clock(now - $0)) ago" } ?? ""
        if let refusal = session.refusal { return "last call refused\(ago) with \(refusal.status)" }
        guard let closure = session.closure else { return "last call has no recorded end" }
        let code = closure.code.map { " \($0.rawValue)" } ?? ""
        return "last call ended\(ago) by \(Format.party(closure.by))\(code)"
    }

    // MARK: For programs

    /// Stable: other programs rely on these keys. Unknown is null.
    package var json: JSONValue {
        var (status, calls, last): (ProxyStatus?, RunningCalls, SessionSummary?) = (nil, RunningCalls(), nil)
        var count = 0
        switch source {
        case .proxy(let told, let session):
            (status, calls, count, last) = (told, told.calls, told.openCalls, session)
        case .silent(let sessions):
            (calls, count) = (RunningCalls(sessions, findings: [:]) { _ in now }, sessions.count)
        case .nobody(let session): last = session
        }
        return .object([
            ("schema", "livetop.status/1"), ("line", .string(line)), ("isRunning", .bool(isRunning)),
            ("answers", .bool(status != nil)), ("pid", .integer(status.map { Int64($0.pid) })),
            ("port", .integer(status.map { Int64($0.port) })), ("command", .string(status?.command)),
            ("version", .string(status?.version)), ("capture", .string(status?.capture)),
            ("upstream", .string(status?.upstream)), ("dataDir", .string(dataFolder)), ("calls", .integer(count)),
            ("worstFinding", calls.worst?.json ?? .null), ("shortestConnection", calls.nextEnd?.json ?? .null),
            ("recorder", status.map(Self.recorder) ?? .null),
            ("exportProblems", .array((status?.exportProblems ?? []).map(JSONValue.string))),
            ("refusedCertificates", .integer(status?.refusedCertificates)),
            ("lastCall", last.map(Self.call) ?? .null),
        ])
    }

    private static func recorder(_ status: ProxyStatus) -> JSONValue {
        .object([
            ("problem", .string(status.recorderProblem)), ("loss", .string(status.recorderLoss)),
            ("droppedFrames", .integer(status.droppedFrames)), ("waitingFrames", .integer(status.waitingFrames)),
        ])
    }

    private static func call(_ session: SessionSummary) -> JSONValue {
        .object([
            ("session", .string(session.id.description)), ("tag", .string(session.tag)),
            ("endedAt", .time(session.knownEnd)), ("by", .string(session.closure?.by.rawValue)),
            ("code", .integer(session.closure?.code.map { Int64($0.rawValue) })),
        ])
    }
}
