import Snapshots
import Wording

extension FaultMenuView {
    func draw(in rect: Rect, on grid: inout CellGrid) {
        switch menu.step {
        case .what, .when, .whom: list.draw(in: rect, on: &grid)
        case .sure, .refused:
            let width = max(10, min(76, rect.columns - 6))
            let lines = (menu.step == .sure ? question : refusal).flatMap { $0.wrapped(to: width) }
            TextPane(
                title: menu.step == .sure ? "Break a call of a real service?" : "Nothing can be broken here",
                lines: lines, style: menu.step == .sure ? .warning : .alert
            ).draw(in: rect, on: &grid)
        }
    }

    private var list: ChoicePane {
        let lines = lines
        let key = selected?.key
        return ChoicePane(
            title: title,
            lines: lines.map { line in
                line.key == nil ? .heading(line.name) : .row(name: line.name, words: line.words, line.style)
            },
            selected: key.flatMap { key in lines.firstIndex { $0.key == key } }, detail: detail,
            detailRows: menu.step == .what ? 4 : 3, hint: hint, style: menu.problem == nil ? .accent : .alert)
    }

    private var title: String {
        let name = menu.choice?.name ?? ""
        return switch menu.step {
        case .what: "Break calls on purpose: what?"
        case .when: "\(name): when?"
        case .whom: "\(name)\(momentWords): whose call?"
        case .sure, .refused: ""
        }
    }

    private var momentWords: String {
        menu.moment == .own ? "" : ", \(menu.moment.title(menu.amount(menu.moment)))"
    }

    // MARK: Below the list

    private var detail: [StyledText] {
        if let problem = menu.problem { return Self.lines(of: problem) }
        if menu.asking != nil { return [StyledText("asking the proxy…", .faint)] }
        switch menu.step {
        case .what: return whatDetail
        case .when:
            return faultLines + [
                StyledText(
                    "Turns, messages and events count from now on; of calls that come, from their beginning.", .faint)
            ]
        case .whom:
            return faultLines + [
                realHost.map { StyledText("▲ Such calls go to \(privacy.masked($0)), a real service.", .warning) }
                    ?? StyledText("A fault ends with its call. What it does is recorded as livetop's own.", .faint)
            ]
        case .sure, .refused: return []
        }
    }

    private var whatDetail: [StyledText] {
        switch selected?.key {
        case .choice(let index) where choices.indices.contains(index):
            let choice = choices[index]
            return [
                StyledText(choice.isScenario ? "Stands for: " : "Does: ", .heading) + StyledText(choice.summary),
                StyledText("A good client ", .heading) + StyledText(choice.goodClient), Self.asked(choice),
            ]
        case .running(let number, let whom):
            let fault = live?.process.faultList.first { $0.number == number && $0.whom == whom }
            return [
                StyledText(fault?.fault ?? "", .alert),
                StyledText("For \(privacy.masked(whom)). ") + StyledText(Self.words(fault), .faint),
            ]
        default: return []
        }
    }

    private static func words(_ fault: RunningFault?) -> String {
        switch fault?.phase {
        case .waiting: "It waits for a call, or for its moment. Enter ends it."
        case .active: "It is on. Enter ends it."
        case .over: "It is over."
        case nil: ""
        }
    }

    /// What will be asked for, as the command has it.
    private var faultLines: [StyledText] { menu.choice.map { [Self.asked($0)] } ?? [] }

    private static func asked(_ choice: FaultChoice) -> StyledText {
        let later =
            choice.laterFaults.isEmpty ? "" : ", and on the next call \(choice.laterFaults.joined(separator: "; "))"
        return StyledText("Asks for ", .faint) + StyledText(choice.faults.joined(separator: "; "), .accent)
            + StyledText(later, .faint)
    }

    private static func lines(of problem: FaultMenu.Problem) -> [StyledText] {
        [StyledText("■ Not done: \(problem.why).", .alert), StyledText(problem.cure)]
    }

    private var hint: StyledText {
        let hasRunning = live?.process.faultList.contains { $0.phase != .over } ?? false
        var parts: [(key: String, does: String)] = []
        switch menu.step {
        case .what:
            if case .running = selected?.key {
                parts = selected?.problem == nil ? [("Enter", "end it")] : []
            } else {
                parts = [("Enter", "choose when"), ("e", "change it")]
            }
            if hasRunning { parts.append(("X", "end all")) }
            parts.append(("Esc", "close"))
        case .when: parts = [("Enter", "choose whose call"), ("Esc", "back")]
        case .whom: parts = [("Enter", realHost == nil ? "break it" : "break it, after a question"), ("Esc", "back")]
        case .sure, .refused: break
        }
        return parts.map { StyledText($0.key, .accent) + StyledText(" \($0.does)") }.joined(by: "   ")
    }

    // MARK: Questions

    private var question: [StyledText] {
        let host = privacy.masked(realHost ?? "the service")
        let whom = lines(of: .whom).first { $0.key == .aim(menu.aim) }
        let name = [whom?.name, menu.aim == .sessions ? whom?.words : nil].compactMap(\.self).joined(separator: ": ")
        return [
            StyledText("\(menu.choice?.name ?? "")\(momentWords), for \(name)."),
            StyledText(
                "It goes to \(host). Somebody may be speaking, tokens are billed as ever, and what is broken is broken."
            ),
            "",
            StyledText("y", .accent) + StyledText(" break it    ") + StyledText("Esc", .accent)
                + StyledText(" leave it"),
        ]
    }

    private func lines(of step: FaultMenu.Step) -> [Line] {
        var menu = menu
        menu.step = step
        return FaultMenuView(menu: menu, choices: choices, live: live, privacy: privacy).lines
    }

    private var refusal: [StyledText] {
        guard let problem = menu.problem else { return [] }
        return [
            StyledText(problem.why, .alert), StyledText(problem.cure), "",
            StyledText("Esc", .accent) + StyledText(" close"),
        ]
    }
}
