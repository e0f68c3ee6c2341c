import LiveProtocol
import Snapshots

/// The menu of faults: what is to be broken, when and whose calls; and what is being broken already. It holds what has been
/// chosen; what there is to choose from comes from the model, because calls and faults come and go below it.
struct FaultMenu: Hashable, Sendable {
    enum Step: Hashable, Sendable {
        case what, when, whom
        /// Whether calls of a real service are to be broken.
        case sure
        /// Nothing can be broken here.
        case refused
    }

    /// Whose calls.
    enum Aim: Hashable, Sendable, CaseIterable {
        /// Those that were selected.
        case sessions
        /// All of the tag that they have.
        case tag
        case next, all
    }

    enum Key: ListKey {
        case running(Int, whom: String)
        /// By its place in the list of choices.
        case choice(Int)
        case moment(FaultMoment)
        case aim(Aim)
    }

    /// What was asked of the proxy and is not answered yet.
    enum Asking: Hashable, Sendable {
        case begin
        case stop(Int?)
    }

    /// Why something was not done, and what to do instead.
    struct Problem: Hashable, Sendable {
        var why: String
        var cure: String
    }

    /// Calls that were selected when the menu was opened.
    let sessions: [SessionID]
    var step = Step.what
    /// The selected line of the step.
    var cursor = ListCursor<Key>()
    var choice: FaultChoice?
    var moment = FaultMoment.now
    var aim = Aim.sessions
    var asking: Asking?
    var problem: Problem?
    private var amounts: [FaultMoment: Int] = [:]
    /// How many calls that come.
    private(set) var count = 1
    /// Digits are being typed: the next one belongs to the same number.
    private var isTyping = false

    init(_ sessions: [SessionID]) { self.sessions = sessions }

    init(refused problem: Problem) {
        sessions = []
        step = .refused
        self.problem = problem
    }

    func amount(_ moment: FaultMoment) -> Int { max(1, amounts[moment] ?? moment.usual ?? 1) }

    // MARK: Steps

    mutating func go(to step: Step, selecting key: Key? = nil) {
        self.step = step
        cursor = ListCursor()
        if let key { cursor.select(key) }
        isTyping = false
    }

    /// Chooses what; the next step where that has a choice.
    mutating func choose(_ choice: FaultChoice) {
        self.choice = choice
        moment = .own
        // Text that was typed may name its moment, and an upgrade comes when it comes.
        if choice.isAtUpgrade || !choice.isScenario && choice.hasMoment {
            go(to: .whom)
        } else {
            go(to: .when)
        }
    }

    /// One step back; false on the first one.
    mutating func goBack(from choices: [FaultChoice]) -> Bool {
        switch step {
        case .what, .refused: return false
        case .when: go(to: .what, selecting: choice.flatMap(choices.firstIndex).map(Key.choice))
        case .whom:
            guard let choice, choice.isAtUpgrade || !choice.isScenario && choice.hasMoment else {
                go(to: .when, selecting: .moment(moment))
                return true
            }
            go(to: .what, selecting: choices.firstIndex(of: choice).map(Key.choice))
        case .sure: go(to: .whom, selecting: .aim(aim))
        }
        return true
    }

    // MARK: Numbers

    /// More or less of what the selected line counts.
    mutating func change(_ key: Key?, by step: Int) {
        isTyping = false
        switch key {
        case .moment(.seconds):
            let stops = FaultMoment.stops
            let amount = amount(.seconds)
            amounts[.seconds] =
                (step > 0 ? stops.first { $0 > amount } : stops.last { $0 < amount }) ?? amount
        case .moment(let moment) where moment.usual != nil: amounts[moment] = min(999, max(1, amount(moment) + step))
        case .aim(.next): count = min(99, max(1, count + step))
        default: break
        }
    }

    mutating func type(_ digit: Int, _ key: Key?) {
        let before = isTyping
        switch key {
        case .moment(let moment) where moment.usual != nil:
            amounts[moment] = min(9_999, (before ? (amounts[moment] ?? 0) * 10 : 0) + digit)
        case .aim(.next): count = max(1, min(99, (before ? count * 10 : 0) + digit))
        default: return
        }
        isTyping = true
    }
}

extension FaultChoice {
    /// One of its faults says when.
    var hasMoment: Bool { faults.contains { $0.contains("@") } }
}
