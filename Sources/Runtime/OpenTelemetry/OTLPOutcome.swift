import Telemetry

/// What became of a request to a collector.
enum OTLPOutcome: Equatable {
    case accepted(OTLPReply)
    /// It may work later.
    case retry(Failure, after: Duration?)
    /// It will not work, however often it is tried.
    case refused(Failure)

    struct Failure: Equatable {
        var reason: Reason
        /// What happened, as half a sentence: `does not answer: nobody listens there`.
        var words: String
    }

    /// As the metrics tell it.
    enum Reason: String, CaseIterable {
        case unreachable, timeout, busy, refused
    }

    /// By the status of an HTTP answer. Only what the protocol calls retryable is.
    init(status: Int, retryAfter: Duration?, body: [UInt8]) {
        switch status {
        case 200..<300: self = .accepted(OTLPReply(body))
        case 429, 502, 503, 504:
            self = .retry(Failure(reason: .busy, words: "answers \(status)"), after: retryAfter)
        default:
            let cure = Self.cures[status].map { ": \($0)" } ?? ""
            self = .refused(Failure(reason: .refused, words: "answers \(status)\(cure)"))
        }
    }

    private static let cures = [
        400: "it cannot read what it gets",
        401: "the credentials in OTEL_EXPORTER_OTLP_HEADERS or headers-file are missing or wrong",
        403: "the credentials in OTEL_EXPORTER_OTLP_HEADERS or headers-file do not allow it",
        404: "it takes no OTLP at this path",
        405: "it takes no OTLP at this path",
        415: "it does not read this encoding; OTEL_EXPORTER_OTLP_PROTOCOL has http/protobuf and http/json",
    ]
}
