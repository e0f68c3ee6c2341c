public import LiveProtocol
public import SessionModel

/// One thing for the recorder to keep. Everything in it is prepared: unmasked and redacted (`Redaction`).
///
/// Nearly all are events, and thousands wait at a time: what is larger stands in a box of its own.
public enum RecordItem: Hashable, Sendable {
    case event(WireEvent)
    indirect case exchange(HTTPExchange)
    /// The connection turned out to belong to this session; until then it is a session of its own. A tag replaces the
    /// session's, nil leaves it.
    indirect case assignment(ConnectionID, to: SessionID, tag: String?)
    /// What lists show of a session, so that they need not decode it: a cache, rebuilt at will.
    indirect case summary(SessionSummary)
    /// Nobody knows at present what the session has come to: lists count its rows.
    case unsettled(SessionID)
    /// Its turns and findings, for those who ask in SQL: a copy like the summary.
    indirect case account(SessionAccount)

    /// Memory that the item occupies, roughly: what a queue counts against its bound.
    public var byteCount: Int {
        switch self {
        case .event(let event): 160 + event.payloadByteCount
        case .exchange(let exchange): 300 + exchange.target.utf8.count
        case .assignment, .unsettled: 64
        case .summary: 600
        case .account(let account): account.byteCount
        }
    }
}

extension [RecordItem] {
    /// The items in order, cut into parts of about `byteLimit` bytes: one transaction each. A large transaction spills
    /// out of SQLite's cache, stalls, and lets the queue behind it grow.
    public func parts(ofAbout byteLimit: Int) -> [ArraySlice<RecordItem>] {
        var parts: [ArraySlice<RecordItem>] = []
        var (start, byteCount) = (startIndex, 0)
        for index in indices {
            byteCount.addClamped(self[index].byteCount)
            guard byteCount >= byteLimit || index == indices.last else { continue }
            parts.append(self[start...index])
            (start, byteCount) = (index + 1, 0)
        }
        return parts
    }
}

extension WireEvent {
    /// Bytes held beside the event itself: the payload of a frame, an estimate for the headers of a handshake.
    var payloadByteCount: Int {
        switch kind {
        case .frame(_, let frame): frame.payload?.count ?? 0
        case .opened(let info): 80 * info.headers.count + info.target.utf8.count
        case .upgraded(let handshake): 80 * handshake.headers.count
        case .refused(let refusal): 80 * refusal.headers.count + refusal.reason.utf8.count
        default: 0
        }
    }
}
