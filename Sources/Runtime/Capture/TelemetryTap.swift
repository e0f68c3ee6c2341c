import LiveProtocol
import Recordings
import Telemetry

/// Makes spans and log records of what the decoding thread knows, once a second, and leaves them for the thread that exports:
/// turns that are over, not copies of sessions.
struct TelemetryTap {
    /// Names the traces that are exported; nil where none are.
    let identity: TraceIdentity?
    /// Nobody diagnoses for what is not told.
    let tellsFindings: Bool
    private let outbox: OTLPOutbox
    private var calls: CallTelemetry
    private var due: Timestamp?

    private static let interval = Duration.seconds(1)

    init(_ settings: OTLPSettings, _ outbox: OTLPOutbox) {
        let identity = TraceIdentity(high: .random(in: .min ... .max), low: .random(in: .min ... .max))
        self.identity = settings.sends(.traces) ? identity : nil
        tellsFindings = settings.sends(.logs)
        self.outbox = outbox
        calls = CallTelemetry(
            CallTelemetry.Options(
                identity: identity, conventions: settings.conventions, capturesContent: settings.capturesContent,
                wantsSpans: settings.sends(.traces), wantsLogs: settings.sends(.logs)))
    }

    func isDue(at now: Timestamp) -> Bool { due.map { now >= $0 } ?? true }

    mutating func look(
        at diagnosed: DiagnosedFleet, at now: Timestamp, isLast: Bool, _ present: (ConnectionID) -> Timestamp
    ) {
        due = now + Self.interval
        outbox.offer(calls.take(diagnosed.fleet, findings: diagnosed.findings, isLast: isLast, now: present))
    }
}
