import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// What the steps of the menu of faults offer, and how that looks.
struct FaultMenuView {
    let menu: FaultMenu
    let choices: [FaultChoice]
    let live: FleetSnapshot?
    let privacy: Privacy

    /// A line of the list: a heading has no key, and a line that cannot be chosen says why.
    struct Line {
        var key: FaultMenu.Key?
        var name: String
        var words = ""
        /// Why it cannot be chosen.
        var problem: FaultMenu.Problem?
        var style = Style.plain
    }

    var lines: [Line] {
        switch menu.step {
        case .what: running + offered
        case .when: moments
        case .whom: aims
        case .sure, .refused: []
        }
    }

    var keys: [FaultMenu.Key] { lines.compactMap(\.key) }

    /// The line that is selected.
    var selected: Line? {
        let lines = lines.filter { $0.key != nil }
        guard menu.cursor.selected != nil || menu.step != .what else {
            // What is to be broken comes first; what is on stands above it.
            return lines.first { if case .choice = $0.key { true } else { false } }
        }
        return menu.cursor.index(in: lines.compactMap(\.key)).map { lines[$0] }
    }

    // MARK: What

    private var running: [Line] {
        let faults = live?.process.faultList ?? []
        guard !faults.isEmpty else { return [] }
        return [Line(name: "On now")]
            + faults.map { fault in
                let times = fault.hits > 0 ? ", \(Words.times(fault.hits))" : ""
                let isOver = fault.phase == .over
                return Line(
                    key: .running(fault.number, whom: fault.whom), name: fault.fault,
                    words: "\(fault.phase.rawValue)\(times): \(privacy.masked(fault.whom))",
                    problem: isOver
                        ? FaultMenu.Problem(
                            why: "\(fault.fault) is over", cure: "It ended by itself, or with its call.") : nil,
                    style: isOver ? .faint : .alert)
            }
    }

    private var offered: [Line] {
        let indexed = Array(choices.enumerated())
        let lines = { (isScenario: Bool) in
            indexed.filter { $0.element.isScenario == isScenario }.map { index, choice in
                Line(key: .choice(index), name: choice.name, words: choice.summary)
            }
        }
        return [Line(name: "Ready scenarios")] + lines(true) + [Line(name: "Every fault")] + lines(false)
    }

    // MARK: When

    private var moments: [Line] {
        let hasOwn = menu.choice.map { $0.isScenario && $0.hasMoment } ?? false
        return FaultMoment.allCases.filter { $0 != .own || hasOwn }.map { moment in
            Line(key: .moment(moment), name: moment.title(menu.amount(moment)), words: moment.words)
        }
    }

    // MARK: Whom

    private var aims: [Line] {
        FaultMenu.Aim.allCases.compactMap { aim in
            switch aim {
            case .sessions where menu.sessions.isEmpty: nil
            case .sessions:
                Line(
                    key: .aim(aim), name: sessionName, words: sessionObstacle ?? sessionWords, problem: sessionProblem,
                    style: sessionObstacle == nil ? .plain : .faint)
            case .tag:
                tag.map {
                    Line(
                        key: .aim(aim), name: "tag \(privacy.masked($0))",
                        words: "its calls that run and those that come, until it is ended")
                }
            case .next:
                Line(
                    key: .aim(aim), name: menu.count == 1 ? "the next call" : "the next \(menu.count) calls",
                    words: "from its beginning; ← → or digits change how many")
            case .all: Line(key: .aim(aim), name: "every call", words: "that comes, until it is ended")
            }
        }
    }

    private var summaries: [SessionSummary] {
        menu.sessions.compactMap { id in live?.summary(of: id) }
    }

    var tag: String? {
        let tags = Set(summaries.map(\.tag))
        return tags.count == 1 ? tags.first ?? nil : nil
    }

    private var sessionName: String { menu.sessions.count == 1 ? "this call" : "these calls" }

    private var sessionWords: String {
        guard menu.sessions.count == 1, let only = summaries.first else { return "\(menu.sessions.count) marked ones" }
        return only.nameAndID(privacy)
    }

    /// What keeps the calls that were selected from being broken; nil where nothing does.
    private var sessionObstacle: String? {
        let isOne = menu.sessions.count == 1
        if menu.choice?.isAtUpgrade == true {
            return "\(isOne ? "is" : "are") open already: this answers the beginning of a call"
        }
        let over = summaries.count(where: \.isOver)
        guard over > 0 || summaries.isEmpty else { return nil }
        if isOne { return "is over, or was imported" }
        return over == summaries.count
            ? "are over, or were imported" : "are over in part (\(over) of \(summaries.count))"
    }

    private var sessionProblem: FaultMenu.Problem? {
        sessionObstacle.map {
            FaultMenu.Problem(why: "\(sessionName) \($0)", cure: "Choose another line: calls that come can be broken.")
        }
    }

    // MARK: A real service

    /// The machine of a real service that would be concerned; nil for one of this machine.
    var realHost: String? {
        let own = menu.aim == .sessions ? summaries.flatMap { $0.targets?.hosts ?? [] } : []
        let hosts = own.isEmpty ? [live?.process.upstream.map(Self.host)].compactMap(\.self) : own
        return hosts.first { !Self.isLocal($0) }
    }

    /// `https://example.com:443 connect` → `example.com`.
    private static func host(_ upstream: String) -> String {
        let place = upstream.split(separator: " ").first ?? ""
        let authority = place.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? place
        if authority.hasPrefix("[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }

    private static func isLocal(_ host: String) -> Bool {
        host == "localhost" || host == "::1" || host.hasPrefix("127.")
    }
}
