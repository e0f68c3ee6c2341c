import Foundation
import LiveProtocol
import Proxy
import Recordings
import Snapshots
import Telemetry
import Wording

/// Hands requests to a collector, and says and counts what becomes of them. Belongs to the exporting thread.
struct OTLPDelivery: ~Copyable {
    private let settings: OTLPSettings
    private let account: OTLPAccount
    private let log: ProcessLog
    private let deadline: PostDeadline
    private let http: CurlPost
    private let resource: [OTLPAttribute]

    init(_ settings: OTLPSettings, _ account: OTLPAccount, _ log: ProcessLog, _ deadline: PostDeadline) {
        self.settings = settings
        self.account = account
        self.log = log
        self.deadline = deadline
        http = CurlPost(
            CurlPost.Manner(
                proxyExemptions: Self.exempt, certificate: settings.certificate, deadline: deadline, limit: 65_536))
        resource = Self.resource(settings)
    }

    /// Names of sessions are milliseconds, and two machines can make the same one: the instance is new with each process.
    private static func resource(_ settings: OTLPSettings) -> [OTLPAttribute] {
        let process = ProcessInfo.processInfo
        return OTLPResource(
            service: settings.serviceName, version: LivetopVersion.number, instance: UUID().uuidString.lowercased(),
            host: process.hostName, processID: Int64(process.processIdentifier), named: settings.resource
        ).attributes
    }

    /// This machine is reached directly, whatever the environment says of proxies.
    private static var exempt: String {
        let environment = ProcessInfo.processInfo.environment
        let own = environment["no_proxy"] ?? environment["NO_PROXY"]
        return ([own].compactMap(\.self) + ["localhost", "127.0.0.1", "::1"]).joined(separator: ",")
    }

    /// Nobody waits any longer.
    var isOver: Bool { deadline.hasPassed }

    func body(_ items: OTLPRequest.Items) -> [UInt8] {
        OTLPRequest(resource: resource, version: LivetopVersion.number, items: items).body(settings.encoding)
    }

    func overflow(of signal: OTLPSignal) { account.drop(1, of: signal, .queueFull) }

    func abandon<Item>(_ lane: inout OTLPLane<Item>) {
        account.drop(Int64(lane.abandon()), of: lane.signal, .ended)
    }

    /// Sends the lane's request, where it has one that is due.
    func deliver<Item>(_ lane: inout OTLPLane<Item>) {
        let signal = lane.signal
        defer { account.wait(lane.count, signal) }
        guard let request = lane.request, request.due <= .now, let url = settings.endpoints[signal] else { return }
        switch post(request.body, to: url) {
        case .accepted(let reply):
            let rejected = min(reply.rejected, Int64(lane.finish()))
            account.export(Int64(request.count).subtractingClamped(rejected), of: signal)
            account.drop(rejected, of: signal, .rejected)
            tell(Self.words(reply, signal), signal, url)
        case .retry(let failure, let after):
            account.fail(signal, failure.reason)
            tell(failure.words, signal, url)
            guard !lane.retry(at: .now, after: after, chance: .random(in: 0...1)) else { return }
            account.drop(Int64(lane.finish()), of: signal, .gaveUp)
        case .refused(let failure):
            account.fail(signal, failure.reason)
            account.drop(Int64(lane.finish()), of: signal, .refused)
            tell(failure.words, signal, url)
        }
    }

    private func post(_ body: [UInt8], to url: String) -> OTLPOutcome {
        let packed = settings.isPacked ? Gzip.packed(body) : nil
        var headers = ["Content-Type: \(settings.encoding.contentType)", "Accept: \(settings.encoding.contentType)"]
        if packed != nil { headers.append("Content-Encoding: gzip") }
        headers += settings.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        return switch http.post((packed ?? body)[...], to: url, headers, within: settings.timeout) {
        case .failed(let why, let isTimeout):
            .retry(
                OTLPOutcome.Failure(reason: isTimeout ? .timeout : .unreachable, words: "does not answer: \(why)"),
                after: nil)
        case .answer(let answer):
            OTLPOutcome(status: answer.status, retryAfter: answer.retryAfter, body: answer.body)
        }
    }

    /// What a collector says of what it did not take; nil where it took all.
    private static func words(_ reply: OTLPReply, _ signal: OTLPSignal) -> String? {
        guard reply.rejected > 0 else { return nil }
        let reason = reply.message.isEmpty ? "" : ": \(ForeignText.clean(String(reply.message.prefix(300))))"
        return "does not take all \(signal.items)\(reason)"
    }

    /// Says what is in the way, or that nothing is any more: once, not at each attempt.
    private func tell(_ words: String?, _ signal: OTLPSignal, _ url: String) {
        let place = url.hasSuffix(signal.path) ? String(url.dropLast(signal.path.count)) : url
        let whole = words.map { "OpenTelemetry: \(place) \($0)" }
        guard account.setProblem(whole, of: signal, at: .wallClock) else { return }
        guard let whole else { return log.note("OpenTelemetry: \(place) takes everything again", .info) }
        log.note("\(whole); calls and recording go on", .warning)
    }
}
