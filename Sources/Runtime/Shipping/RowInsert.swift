import LiveProtocol
import SessionStore
import Shipping

/// Sends rows of one table, all at once; in halves where the server finds that one is at fault or that they are too many.
/// Halves are other blocks than the whole: from there on the key of each row tells what has been sent twice.
struct RowInsert {
    /// A row that the server refuses.
    struct Refusal: Equatable {
        /// Its place among the rows.
        var index: Int
        var code: Int
        var why: String
    }

    let table: StoreTable
    let rows: RowWriter
    /// The same for the same rows; nil where the server does not know of tokens.
    let token: String?
    /// Sends some of the rows; measured there.
    let post: (StoreTable, ArraySlice<UInt8>, _ token: String?) throws(ShipFailure) -> StoreVerdict

    /// More rows at fault than these in one batch, and it is not the rows.
    private static let refusalLimit = 16

    /// - Returns: The rows that the server refuses; all others are there.
    func run() throws(ShipFailure) -> [Refusal] {
        guard rows.count > 0 else { return [] }
        var refused: [Refusal] = []
        try send(0..<rows.count, &refused)
        return refused
    }

    private func send(_ range: Range<Int>, _ refused: inout [Refusal]) throws(ShipFailure) {
        let isWhole = range.count == rows.count
        var verdict = try post(table, rows.slice(range), isWhole ? token : nil)
        // A body that was cut on its way looks like a row at fault; memory may be free in a moment.
        if isWhole, Self.isAtFault(verdict) { verdict = try post(table, rows.slice(range), token) }
        switch verdict {
        case .accepted: return
        case .poison(let code, let why), .tooLarge(let code, let why):
            guard range.count > 1 else {
                refused.append(Refusal(index: range.lowerBound, code: code, why: why))
                guard refused.count <= Self.refusalLimit else {
                    throw .stop("\(why) (code \(code))", ShipFailure.reportIt)
                }
                return
            }
            let middle = range.lowerBound + range.count / 2
            try send(range.lowerBound..<middle, &refused)
            try send(middle..<range.upperBound, &refused)
        case .retry, .stop: if let failure = ShipFailure(verdict) { throw failure }
        }
    }

    private static func isAtFault(_ verdict: StoreVerdict) -> Bool {
        switch verdict {
        case .poison: true
        case .tooLarge(let code, _): code != 413
        case .accepted, .retry, .stop: false
        }
    }
}
