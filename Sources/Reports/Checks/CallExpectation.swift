package import Diagnosis
package import Filters
package import LiveProtocol
import SessionModel
import Wording

/// What the author of a rehearsed call expects of it. What is nil or empty is not looked at.
package struct CallExpectation: Sendable {
    /// The model called a function, and the client answered.
    package struct Tool: Sendable {
        package var name: String
        /// Each member has to be there with that value; the call may have more.
        package var arguments: JSONValue?
        /// From the call to its answer.
        package var within: Duration?

        package init(name: String, arguments: JSONValue? = nil, within: Duration? = nil) {
            (self.name, self.arguments, self.within) = (name, arguments, within)
        }
    }

    /// Words or a `/pattern/`, as they were written.
    package struct Saying: Sendable {
        var text: String
        var test: TextTest

        package init(_ text: String) throws(FilterError) { (self.text, test) = (text, try TextTest(searching: text)) }
    }

    package var tools: [Tool] = []
    /// Each is somewhere in what the model said, and in what the user did.
    package var modelSays: [Saying] = []
    package var userSays: [Saying] = []
    /// The most that any turn's answer may take.
    package var answeredWithin: Duration?
    /// The least severity of a finding that fails, and rules whose findings do not.
    package var noFindingFrom: Severity?
    package var allowed: Set<RuleID> = []
    package var closedBy: Party?
    package var closeCode: UInt16?
    package var connections: Int?

    package init() {}

    /// What became of each expectation.
    ///
    /// - Parameter test: the name under which it is told.
    package func outcomes(of calls: [DiagnosedSession], _ test: String) -> [CheckOutcome] {
        let states = calls.map(\.opened.state)
        let told = { (name: String, verdict: CheckOutcome.Verdict, detail: String) in
            CheckOutcome(session: test, name: name, verdict: verdict, detail: detail)
        }
        guard !states.isEmpty else {
            return [told("a call came through", .failed, "none did; does the program read GOOGLE_GEMINI_BASE_URL?")]
        }
        var outcomes = tools.map { tool in
            let (verdict, detail) = tool.outcome(in: states.flatMap { $0.tools.all })
            return told(tool.title, verdict, detail)
        }
        outcomes += said(modelSays, "the model says", states.flatMap(\.allTurns).map(\.modelText.value), told)
        outcomes += said(userSays, "the user says", states.flatMap(\.allTurns).map(\.userText.value), told)
        outcomes += [answered(states, told), found(calls, told), closed(states, told), connected(states, told)]
            .compactMap(\.self)
        return outcomes
    }

    private typealias Telling = (String, CheckOutcome.Verdict, String) -> CheckOutcome

    private func said(
        _ sayings: [Saying], _ who: String, _ texts: [String], _ told: Telling
    ) -> [CheckOutcome] {
        sayings.map { saying in
            let isThere = texts.contains { saying.test.occurs(in: $0) }
            let heard = texts.filter { !$0.isEmpty }.map { "“\($0.prefix(60))”" }.prefix(4).joined(separator: ", ")
            return told(
                "\(who) \(saying.text)", isThere ? .passed : .failed,
                isThere ? "yes" : heard.isEmpty ? "nothing" : heard)
        }
    }

    private func answered(_ states: [SessionState], _ told: Telling) -> CheckOutcome? {
        guard let answeredWithin else { return nil }
        let times = states.flatMap(\.allTurns).compactMap { $0.countedResponse?.duration }
        let name = "answered within \(Words.time(answeredWithin))"
        guard let slowest = times.max() else { return told(name, .unknown, "no turn was measured") }
        return told(
            name, slowest <= answeredWithin ? .passed : .failed,
            "\(Words.time(slowest)) at most, of \(Words.count(times.count, "turn"))")
    }

    private func found(_ calls: [DiagnosedSession], _ told: Telling) -> CheckOutcome? {
        guard let noFindingFrom else { return nil }
        let severe = calls.flatMap(\.findings).filter {
            $0.severity >= noFindingFrom && !$0.isPrediction && !allowed.contains($0.rule)
        }
        let words = severe.map { "\($0.rule): \($0.title)" }.joined(separator: "; ")
        return told(
            "no finding from \(noFindingFrom.rawValue) on", severe.isEmpty ? .passed : .failed,
            severe.isEmpty ? "none" : words)
    }

    private func closed(_ states: [SessionState], _ told: Telling) -> CheckOutcome? {
        guard closedBy != nil || closeCode != nil else { return nil }
        let wanted = [
            closedBy.map { "by \($0 == .proxy ? "" : "the ")\(Format.party($0))" }, closeCode.map { "with \($0)" },
        ].compactMap(\.self)
        let name = "closed " + wanted.joined(separator: " ")
        guard let closure = states.last?.connections.last?.closure else {
            return told(name, .unknown, "how the last connection ended is not known")
        }
        let holds =
            (closedBy.map { $0 == closure.by } ?? true) && (closeCode.map { $0 == closure.code?.rawValue } ?? true)
        let code = closure.code.map { " with \($0.rawValue)" } ?? ""
        return told(
            name, holds ? .passed : .failed,
            "by \(closure.by == .proxy ? "" : "the ")\(Format.party(closure.by))\(code)")
    }

    private func connected(_ states: [SessionState], _ told: Telling) -> CheckOutcome? {
        guard let connections else { return nil }
        let count = states.reduce(0) { $0 + $1.connections.count }
        return told(Words.count(connections, "connection"), count == connections ? .passed : .failed, "\(count)")
    }
}

extension SessionState {
    fileprivate var allTurns: [Turn] { Array(turns.recent) + [turns.current].compactMap(\.self) }
}

extension CallExpectation.Tool {
    fileprivate var title: String {
        let given = arguments.map { " with \($0.text)" } ?? ""
        let time = within.map { " within \(Words.time($0))" } ?? ""
        return "\(name) is called\(given) and answered\(time)"
    }

    /// The best that any call makes of it.
    fileprivate func outcome(in calls: [ToolCall]) -> (CheckOutcome.Verdict, String) {
        let own = calls.filter { $0.name == name && $0.calledAt != nil }
        guard !own.isEmpty else {
            let others = Set(calls.map(\.name)).sorted()
            return (.failed, others.isEmpty ? "no function is called" : "called is \(others.joined(separator: ", "))")
        }
        let all = own.map(outcome)
        return all.first { $0.0 == .passed } ?? all.first { $0.0 == .unknown } ?? all[0]
    }

    private func outcome(of call: ToolCall) -> (CheckOutcome.Verdict, String) {
        if let arguments {
            guard let text = call.arguments, let given = try? JSONValue(parsing: Array(text.utf8)) else {
                return (.unknown, "its arguments are too long to be compared")
            }
            guard given.includes(arguments) else { return (.failed, "called with \(given.text)") }
        }
        guard let calledAt = call.calledAt, let answeredAt = call.answeredAt, call.answer != nil else {
            return (.failed, "called, and \(call.outcome.rawValue)")
        }
        let time = answeredAt - calledAt
        guard within.map({ time <= $0 }) ?? true else { return (.failed, "answered after \(Words.time(time))") }
        return (.passed, "answered after \(Words.time(time))")
    }
}

extension JSONValue {
    /// Whether everything that `part` says is said here.
    fileprivate func includes(_ part: JSONValue) -> Bool {
        if let members = part.members {
            return members.allSatisfy { member in self[member.name]?.includes(member.value) ?? false }
        }
        if let elements = part.array {
            guard let own = array, own.count == elements.count else { return false }
            return zip(own, elements).allSatisfy { $0.includes($1) }
        }
        if let number, let other = part.number { return number == other }
        return self == part
    }
}
