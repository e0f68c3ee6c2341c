public import LiveProtocol
public import SessionModel

/// The ledgers of all sessions of a fold.
public struct FindingLedgers: SessionWatch {
    private let thresholds: Thresholds
    private let asksAll: Bool
    private var ledgers: [SessionID: FindingLedger] = [:]

    public init(_ diagnosis: Diagnosis) { self.init(diagnosis, asksAll: false) }

    /// - Parameter asksAll: every rule at every look, which costs more and finds the same.
    package init(_ diagnosis: Diagnosis, asksAll: Bool) {
        thresholds = diagnosis.thresholds
        self.asksAll = asksAll
    }

    public mutating func look(at session: SessionState, _ instant: Timestamp) {
        ledgers[session.id, default: FindingLedger(asksAll: asksAll)].look(at: session, instant, thresholds)
    }

    public mutating func forget(_ session: SessionID) { ledgers[session] = nil }

    public subscript(session: SessionID) -> FindingLedger? { ledgers[session] }
}

extension Folding {
    /// What was found in a session on the way; nil where nobody looked.
    public func ledger(of session: SessionID) -> FindingLedger? {
        watches.lazy.compactMap { $0 as? FindingLedgers }.first?[session]
    }
}
