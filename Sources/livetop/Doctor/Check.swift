/// One thing that `livetop doctor` looked at, and what it found.
struct Check: Equatable, Sendable {
    enum Outcome: String, Sendable {
        case good
        /// It works, and there is something to know.
        case notice
        /// Calls, recording or the screen will not work as they should.
        case problem
    }

    /// A stable name for scripts: `port`, `upstream.tls`.
    var id: String
    var outcome: Outcome
    /// What was found, in half a sentence.
    var finding: String
    /// What to do about it; nil where nothing needs doing.
    var cure: String?
    /// How long it took, where that says something.
    var duration: Duration?

    static func good(_ id: String, _ finding: String, took duration: Duration? = nil) -> Check {
        Check(id: id, outcome: .good, finding: finding, duration: duration)
    }

    static func notice(_ id: String, _ finding: String, cure: String? = nil) -> Check {
        Check(id: id, outcome: .notice, finding: finding, cure: cure)
    }

    static func problem(_ id: String, _ finding: String, cure: String, took duration: Duration? = nil) -> Check {
        Check(id: id, outcome: .problem, finding: finding, cure: cure, duration: duration)
    }
}
