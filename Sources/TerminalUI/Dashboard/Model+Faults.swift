import LiveProtocol
import SessionModel
import Snapshots
import Wording

/// Breaking calls on purpose from the screen.
extension Model {
    func faultView(_ menu: FaultMenu) -> FaultMenuView {
        FaultMenuView(menu: menu, choices: terms.faultChoices, live: live, privacy: looks.privacy)
    }

    mutating func showFaults() {
        overlay = .faults(faultRefusal.map(FaultMenu.init(refused:)) ?? FaultMenu(concerned))
    }

    /// `:fault`: the menu, or what was typed and then whom it is for.
    mutating func showFaults(_ text: String) {
        showFaults()
        guard !text.isEmpty, case .faults(var menu) = overlay, menu.step == .what else { return }
        menu.choose(Self.typed(text))
        overlay = .faults(menu)
    }

    /// Why nothing can be broken, whatever it is.
    private var faultRefusal: FaultMenu.Problem? {
        if mode.playback != nil {
            return FaultMenu.Problem(
                why: "This is a replay: its call has happened.",
                cure: "Calls that run are broken where they are seen: livetop, or livetop top.")
        }
        guard let process = live?.process, !terms.faultChoices.isEmpty else {
            return FaultMenu.Problem(why: "No livetop carries calls here.", cure: "livetop serve carries some.")
        }
        if case .database = process.source {
            return FaultMenu.Problem(
                why: "This is a recording: no livetop carries calls on this folder.",
                cure: "Start one with livetop serve; this screen finds it.")
        }
        guard process.captureLevel == "off" else { return nil }
        return FaultMenu.Problem(
            why: "Nothing is recorded (--capture off), and what is injected must be told from what the service says.",
            cure: "Start livetop with --capture meta, or more.")
    }

    // MARK: Keys

    /// A key while the menu is open; nil where it means nothing to it.
    mutating func perform(_ action: Action, in menu: FaultMenu) -> [Effect]? {
        var menu = menu
        menu.problem = menu.step == .refused ? menu.problem : nil
        let key = faultView(menu).selected?.key
        overlay = .faults(menu)
        if let step = Step(action) {
            moveFaults(step, in: menu)
            return []
        }
        switch action {
        case .back, .stay:
            overlay = menu.goBack(from: terms.faultChoices) ? .faults(menu) : nil
        case .left, .right:
            menu.change(key, by: action == .right ? 1 : -1)
            overlay = .faults(menu)
        case .editFault: editFault(key)
        case .stopFaults: return stopFaults(nil, in: menu)
        case .open: return chooseFault(key, in: menu)
        case .confirmFault: return menu.step == .sure ? breakCalls(menu) : []
        default: return nil
        }
        return []
    }

    mutating func moveFaults(_ step: Step, in menu: FaultMenu) {
        var menu = menu
        let view = faultView(menu)
        // From the line that is shown as selected, which nobody may have chosen yet.
        if let key = view.selected?.key { menu.cursor.select(key, in: view.keys) }
        menu.cursor.move(by: step.lines(ofPage: max(1, size.rows - 12)), in: view.keys)
        overlay = .faults(menu)
    }

    mutating func type(_ digit: Int, in menu: FaultMenu) {
        var menu = menu
        menu.type(digit, faultView(menu).selected?.key)
        overlay = .faults(menu)
    }

    private mutating func chooseFault(_ key: FaultMenu.Key?, in menu: FaultMenu) -> [Effect] {
        var menu = menu
        guard menu.asking == nil, let line = faultView(menu).selected else { return [] }
        if let problem = line.problem {
            menu.problem = problem
            overlay = .faults(menu)
            return []
        }
        switch key {
        case .running(let number, _): return stopFaults(number, in: menu)
        case .choice(let index):
            guard terms.faultChoices.indices.contains(index) else { return [] }
            menu.choose(terms.faultChoices[index])
        case .moment(let moment):
            menu.moment = moment
            menu.go(to: .whom)
        case .aim(let aim):
            menu.aim = aim
            guard faultView(menu).realHost != nil else { return breakCalls(menu) }
            menu.go(to: .sure)
        case nil: return []
        }
        overlay = .faults(menu)
        return []
    }

    // MARK: Asking

    private mutating func breakCalls(_ menu: FaultMenu) -> [Effect] {
        guard let choice = menu.choice else { return [] }
        let moment = menu.moment.text(menu.amount(menu.moment))
        return ask(targets(of: menu).flatMap { choice.requests(at: moment, for: $0) }, .begin, in: menu)
    }

    private func targets(of menu: FaultMenu) -> [FaultRequest.Target] {
        switch menu.aim {
        case .sessions: menu.sessions.map(FaultRequest.Target.session)
        case .tag: faultView(menu).tag.map { [.tag($0)] } ?? []
        case .next: [.next(menu.count)]
        case .all: [.all]
        }
    }

    private mutating func stopFaults(_ number: Int?, in menu: FaultMenu) -> [Effect] {
        ask([.stop(number)], .stop(number), in: menu)
    }

    private mutating func ask(_ requests: [FaultRequest], _ asking: FaultMenu.Asking, in menu: FaultMenu) -> [Effect] {
        var menu = menu
        menu.asking = asking
        if menu.step == .sure { menu.go(to: .whom, selecting: .aim(menu.aim)) }
        overlay = .faults(menu)
        return [.fault(requests)]
    }

    /// The proxy has answered.
    mutating func take(_ answer: FaultAnswer) {
        guard case .faults(var menu) = overlay, let asking = menu.asking else {
            // Nobody waits for it any more.
            if case .refused(let why, _) = answer { notice = "✗ not done: \(why)" }
            return
        }
        menu.asking = nil
        switch (answer, asking) {
        case (.refused(let why, let cure), _):
            menu.problem = FaultMenu.Problem(why: why, cure: cure)
            overlay = .faults(menu)
        case (.done(let calls), .begin):
            overlay = nil
            let whom = targets(of: menu).first?.words(calls) ?? Format.counted(calls, "call")
            notice = "\(menu.choice?.name ?? "the fault") is on for \(whom). x shows it, and ends it."
        case (.done, .stop(let number)):
            overlay = .faults(menu)
            notice = number.map { "Fault \($0) is off." } ?? "No faults any more."
        }
    }

    // MARK: Text

    /// `e`: the selected fault as text, to be changed.
    private mutating func editFault(_ key: FaultMenu.Key?) {
        guard case .choice(let index) = key, terms.faultChoices.indices.contains(index) else { return }
        let faults = terms.faultChoices[index].faults
        guard faults.count == 1 else {
            return notice = "A scenario of several faults stands as it is; change a single one."
        }
        typed = TypedLine(.fault, text: faults[0])
    }

    mutating func acceptFault(_ text: String) {
        guard case .faults(var menu) = overlay, !text.isEmpty else { return }
        menu.choose(Self.typed(text))
        overlay = .faults(menu)
    }

    /// Whether it can be read is the proxy's to say.
    private static func typed(_ text: String) -> FaultChoice {
        let name = text.prefix { $0 != ":" && $0 != " " && $0 != "@" && $0 != "," }
        return FaultChoice(single: text, isAtUpgrade: ["refuse", "resume-refused"].contains(name))
    }
}
