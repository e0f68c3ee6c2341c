import Diagnosis
import Display
import LiveProtocol
import SessionModel
import Snapshots
import TerminalUI
import Wording

/// What `livetop demo` tells in its first minute to somebody who presses no key: the call that broke, the one that is about
/// to, the one whose context is nearly full, the one that is interrupted. All of it is read from the calls on screen.
enum DemoStory {
    static var guide: Guide { Guide(steps, .story) }

    private static let steps = [
        Guide.Step(for: .milliseconds(2_200)) { _ in
            Caption(
                "A simulated service and its callers: no key, no network",
                "The relay, the recorder, the rules and this screen are the real ones. Calls that go on are at the top."
            )
        },
        Guide.Step(for: .seconds(8), broken), Guide.Step(for: .seconds(12), leaving),
        Guide.Step(for: .seconds(12), filling), Guide.Step(for: .seconds(10), interrupted),
        Guide.Step(for: .seconds(12)) { _ in
            Caption(
                "Enter opens a call, 1 to 8 are the views, ? lists all keys",
                "livetop demo --tour walks through the views. Your own calls: livetop run -- python my_agent.py")
        },
    ]

    // MARK: What is told

    /// The first call that ended with an error that a rule names, and its cure.
    static func broken(_ snapshot: FleetSnapshot) -> Caption? {
        let ended = snapshot.summaries.filter { $0.closedAt != nil }.sorted { $0.id < $1.id }
        for session in ended {
            guard let finding = worst(of: session, snapshot), finding.severity == .error else { continue }
            return Caption(
                "\(name(session)), ended: \(one(finding.title))",
                fix(of: finding) + "livetop calls this \(finding.rule.rawValue).", mark: .alert, subject: session.id)
        }
        return nil
    }

    /// The call whose connection the service has announced to end first, and that has nothing to come back with.
    static func leaving(_ snapshot: FleetSnapshot) -> Caption? {
        let leaving = running(snapshot).filter { !$0.canResume }.compactMap { session in
            session.goAwayDeadline.map { (session, left: $0 - snapshot.now) }
        }
        guard let (session, left) = leaving.filter({ $0.left > .zero }).min(by: { $0.left < $1.left }) else {
            return nil
        }
        return Caption(
            "\(name(session)): the service ends this call in \(Format.clock(left))",
            fix(of: worst(of: session, snapshot))
                + "This call is lost: the service has sent goAway, and there is no handle to come back with.",
            mark: .alert, subject: session.id)
    }

    /// The call whose context is fullest, from the share on at which it is worth a warning.
    static func filling(_ snapshot: FleetSnapshot) -> Caption? {
        let filling = running(snapshot).compactMap {
            session -> (SessionSummary, share: Double, used: Int64, limit: Int64)? in
            guard let used = session.usedTokens, let limit = session.limitTokens, limit > 0 else { return nil }
            return (session, Double(used) / Double(limit), used, limit)
        }
        guard let (session, share, used, limit) = filling.max(by: { $0.share < $1.share }), share >= 0.7 else {
            return nil
        }
        let left = session.contextLeft.map { ", at its limit in about \(Format.clock($0.lowerBound))" } ?? ""
        return Caption(
            "\(name(session)): context \(Words.percent(share)) full\(left)",
            fix(of: worst(of: session, snapshot))
                + "\(Format.quantity(used)) of \(Format.limit(limit)) tokens: the service ends a call that reaches the limit.",
            mark: share >= 0.9 ? .alert : .warning, subject: session.id)
    }

    /// The call that was interrupted, and how soon the model fell silent.
    static func interrupted(_ snapshot: FleetSnapshot) -> Caption? {
        let interrupted = running(snapshot).filter { $0.lastBargeIn != nil && $0.goAwayDeadline == nil }
        guard let session = interrupted.max(by: { $0.interruptions < $1.interruptions }),
            let length = session.lastBargeIn
        else { return nil }
        return Caption(
            "\(name(session)): the user talks over the model, which stops after \(Format.latency(length))",
            "Column BARGE: from the user's first sound to the service's interrupted. Under half a second feels natural.",
            mark: .good, subject: session.id)
    }

    // MARK: Pieces

    private static func running(_ snapshot: FleetSnapshot) -> [SessionSummary] {
        snapshot.summaries.filter { $0.closedAt == nil }
    }

    private static func worst(of session: SessionSummary, _ snapshot: FleetSnapshot) -> Finding? {
        let findings = (snapshot.findings[session.id] ?? []).filter { $0.severity >= .warning }
        return findings.first { $0.severity == .error } ?? findings.first
    }

    /// In front, because what does not fit is cut.
    private static func fix(of finding: Finding?) -> String { finding.map { "Fix: \(one($0.fix)) " } ?? "" }

    private static func name(_ session: SessionSummary) -> String { one(session.tag ?? session.id.description) }

    private static func one(_ text: String) -> String { ForeignText.clean(text) }
}
