import LiveProtocol
import NIOCore

/// What the recording will say of one request: a row of its own for plain HTTP, the events of a connection for an
/// upgrade. Credentials are replaced here, before anything leaves the event loop; what was carried is remembered until
/// the exchange is over, and replaced wherever the answer repeats it.
final class ExchangeRecord {
    /// Nil for plain HTTP.
    let call: CallRecorder?
    var isUpgrade: Bool { call != nil }
    /// The clock of this request, whatever happens to the wall clock meanwhile.
    let clock: RecordingClock
    var timings = ConnectTimings()
    var requestSentAt: Timestamp?
    var response = BodyFraming(.none)

    private let environment: ProxyEnvironment
    private let request: RequestHead
    private let route: Route
    private let startedAt: Timestamp
    private var secrets = CallSecrets()
    private var head: (response: ResponseHead, at: Timestamp)?

    init(
        _ request: RequestHead, at instant: Timestamp, route: Route, upstream: Upstream, isTLS: Bool,
        extensions: ExtensionOffer, _ environment: ProxyEnvironment
    ) {
        self.environment = environment
        self.request = request
        self.route = route
        clock = environment.clock.forNewSession()
        startedAt = clock.instant(instant)
        secrets.take(target: request.target)
        secrets.take(headers: request.fields.recorded)
        guard request.isWebSocketUpgrade else {
            call = nil
            return
        }
        let connection = environment.registry.nextConnection(at: startedAt)
        clock.adopt(connection)
        let call = CallRecorder(
            connection: connection, tap: environment.tap, clock: clock,
            payloadLimit: environment.configuration.limits.capturedPayloadByteCount)
        let info = ConnectionInfo(
            tag: route.tag.map(secrets.redacted(text:)), endpoint: route.endpoint,
            target: secrets.redacted(target: request.target), upstream: upstream.origin,
            headers: secrets.redacted(headers: request.fields.recorded), isTLS: isTLS,
            removedExtensions: extensions.removed.map(secrets.redacted(text:)))
        call.carried(secrets)
        call.opened(info, at: startedAt)
        self.call = call
    }

    /// The head of the response, from the upstream.
    func received(_ head: ResponseHead, at instant: Timestamp) {
        self.head = (head, instant)
        timings.response = requestSentAt.map { instant - $0 }
        secrets.take(headers: head.fields.recorded)
        guard head.status == 101, let call else { return }
        environment.registry.callBegan()
        call.whenClosed = { [registry = environment.registry] in registry.callEnded() }
        call.carried(secrets)
        call.upgraded(
            Handshake(status: 101, headers: secrets.redacted(headers: head.fields.recorded), timings: timings))
    }

    /// The answer that livetop gives itself.
    func received(_ problem: Problem, at instant: Timestamp) {
        head = (ResponseHead(status: problem.status, reason: "", fields: []), instant)
    }

    /// No WebSocket came of it. `failure` is nil when the response was complete.
    func finish(failure: String?, by party: Party, requestByteCount: Int64, at instant: Timestamp) {
        let failure = failure.map(secrets.redacted(text:))
        guard let call else {
            environment.tap?.offer(.exchange(exchange(failure, requestByteCount, at: instant)))
            return
        }
        let refusal = Refusal(
            status: head?.response.status ?? 0, by: party, reason: failure ?? excerpt,
            headers: secrets.redacted(headers: head?.response.fields.recorded ?? []))
        call.refused(refusal)
    }

    private func exchange(_ failure: String?, _ requestByteCount: Int64, at instant: Timestamp) -> HTTPExchange {
        HTTPExchange(
            at: startedAt, tag: route.tag.map(secrets.redacted(text:)), method: secrets.redacted(text: request.method),
            target: secrets.redacted(target: request.target),
            status: head?.response.status, requestBytes: requestByteCount, responseBytes: response.contentByteCount,
            timeToHead: head.map { $0.at - startedAt }, duration: instant - startedAt, failure: failure)
    }

    /// The beginning of the body in one line; the status' own words where it has none.
    private var excerpt: String {
        // Before it is shortened: half a key has no shape.
        let text = secrets.redacted(body: response.excerpt)
        let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(400)
        return line.isEmpty ? secrets.redacted(text: head?.response.reason ?? "") : String(line)
    }
}
