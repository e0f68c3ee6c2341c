import SessionStore
import Shipping

/// Why rows are not at the store, and what is to be done about it.
package struct ShipFailure: Error, Equatable, Sendable {
    package var why: String
    package var cure: String
    /// Seconds that the server asked to wait.
    var after: Double?
    /// It will not work before somebody changes something.
    package var needsSomebody: Bool

    init(why: String, cure: String, after: Double? = nil, needsSomebody: Bool) {
        (self.why, self.cure, self.after, self.needsSomebody) = (why, cure, after, needsSomebody)
    }

    static func retry(_ why: String, _ cure: String, after: Double? = nil) -> ShipFailure {
        ShipFailure(why: why, cure: cure, after: after, needsSomebody: false)
    }

    static func stop(_ why: String, _ cure: String) -> ShipFailure {
        ShipFailure(why: why, cure: cure, needsSomebody: true)
    }

    /// An answer that says no; nil for one that says yes.
    init?(_ verdict: StoreVerdict) {
        switch verdict {
        case .accepted: return nil
        case .retry(let why, let cure, let after): self = .retry(why, cure, after: after)
        case .stop(let why, let cure): self = .stop(why, cure)
        case .poison(let code, let why): self = .stop("\(why) (code \(code))", Self.reportIt)
        case .tooLarge(let code, let why):
            self = .retry("\(why) (code \(code))", "give the store more memory, or wait until it has less to do")
        }
    }

    init(_ error: any Error) {
        switch error {
        case let error as ShipFailure: self = error
        case let error as DatabaseError: self = .retry("\(error.what) \(error.why)", error.cure)
        default: self = .retry("\(error)", Self.reportIt)
        }
    }

    static let reportIt = "livetop makes rows that this server does not take: report it with the version of both"
}
