import SessionModel
import Snapshots
import Wording

extension Model {
    /// What each message changes, and what it asks the outside to do.
    public mutating func update(_ message: Message) -> [Effect] {
        let before = place.screen
        let effects = take(message)
        if place.screen != before { screens[before].hide() }
        let context = context
        screens[place.screen].settle(context)
        return effects + requests(context)
    }

    private mutating func take(_ message: Message) -> [Effect] {
        switch message {
        case .snapshot(let snapshot):
            live = snapshot
            refused = RefusedCalls(snapshot)
            if let playback = snapshot.playback { follow(playback) }
            tell(message)
        case .resized(let size): self.size = size
        case .key(let key): return press(key)
        case .pasted(let text): paste(text)
        case .mouse(let event): return perform(event)
        case .told(let text): notice = text
        case .marks(let kept): marks.take(kept)
        case .removed(let sessions): forget(sessions)
        case .faulted(let answer): take(answer)
        case .heard(let turn, let problem): endHearing(turn, problem: problem)
        case .framePage, .framesUnread, .frameContent, .contentUnread, .textsFound, .earlierSetup, .pointed:
            tell(message)
        }
        return []
    }

    /// Hands a message to the screens; what means nothing to one, it ignores.
    private mutating func tell(_ message: Message) {
        let context = context
        for screen in Screen.allCases { screens[screen].receive(message, context) }
    }

    /// What the screens need that they do not have.
    private mutating func requests(_ context: ScreenContext) -> [Effect] {
        guard live != nil else { return [] }
        return marks.ask()
            + Screen.allCases.flatMap { screens[$0].requests(context, isShown: $0 == place.screen) }
    }

    private mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        if let action = terms.keyMap.action(for: key, in: layers) { return perform(action) }
        if typed != nil, case .character(let character) = key { type(character) }
        if case .menu(.actions(let sessions), _) = overlay, typed == nil, case .character(let character) = key,
            let action = SessionAction.all(for: sessions.count).first(where: { $0.key == character })
        {
            overlay = nil
            return perform(action, on: sessions)
        }
        if case .faults(let menu) = overlay, typed == nil, case .character(let character) = key,
            let digit = character.wholeNumberValue
        {
            type(digit, in: menu)
        }
        return []
    }

    mutating func perform(_ action: Action) -> [Effect] { respond(to: action) ?? [] }

    /// What comes of a key: in a replay, in the line that is typed, in what covers the screen, on the screen, or
    /// whatever the screen; nil where nobody knows the action.
    mutating func respond(to action: Action) -> [Effect]? {
        if let command = playbackCommand(for: action) { return [.playback(command)] }
        if let effects = edit(action) { return effects }
        if overlay != nil, let effects = performOverScreen(action) { return effects }
        if let requests = screens[place.screen].perform(action, context) { return carryOut(requests) }
        if let step = Step(action) { return carryOut(screens[place.screen].move(step, context)) }
        if let screen = Screen.allCases.first(where: { .show($0) == action }) {
            show(screen)
            return []
        }
        return performAnywhere(action)
    }

    /// What means the same on every screen.
    private mutating func performAnywhere(_ action: Action) -> [Effect]? {
        switch action {
        case .back: goBack()
        case .command: typed = TypedLine(.command, history: history.commands)
        case .filter: typeFilter()
        case .severity: cycleSeverity()
        case .nextTurn: stepTurn(1)
        case .previousTurn: stepTurn(-1)
        case .worstTurn: showWorstTurn()
        case .nextFinding: stepFinding(1)
        case .previousFinding: stepFinding(-1)
        case .mark: return toggleMark()
        case .markedOnly: showMarkedOnly()
        case .comment: typeComment()
        case .export: showExports()
        case .settings: showSettings()
        case .actions: showActions()
        case .remove: askToRemove(concerned)
        case .faults: showFaults()
        case .freeze: toggleFrozen()
        case .privacy: looks.privacy = looks.privacy == .off ? .on : .off
        case .timeFormat: setTimeFormat(looks.timeFormat.next)
        case .help: overlay = .help(top: 0)
        default: return ask(action)
        }
        return []
    }

    /// What the outside has to do.
    private mutating func ask(_ action: Action) -> [Effect]? {
        switch action {
        case .mouse: toggleMouse()
        case .copy: copy()
        case .hear: hearTurn()
        case .redraw: [.redraw]
        case .suspend: suspend()
        case .quit: quit()
        case .quitNow, .confirm: [.quit]
        default: nil
        }
    }

    private mutating func toggleFrozen() {
        switch mode {
        case .live: mode = live.map { .frozen($0) } ?? .live
        case .frozen: mode = .live
        // There Space plays and pauses.
        case .replay: break
        }
    }

    private mutating func suspend() -> [Effect] {
        guard terms.ownsCalls else { return [.suspend] }
        notice = "Not suspended: calls run through this process and would stop with it."
        return []
    }

    private mutating func toggleMouse() -> [Effect] {
        looks.usesMouse.toggle()
        notice = looks.usesMouse ? "The mouse works here." : "The mouse is the terminal's: mark text with it."
        return [.useMouse(looks.usesMouse)]
    }

    mutating func setTimeFormat(_ format: TimeFormat) {
        looks.timeFormat = format
        notice =
            switch format {
            case .wall: "Times of day. The column says their zone."
            case .elapsed: "Times since the session began."
            case .delta: "Times since the line above."
            }
    }

    private mutating func copy() -> [Effect] {
        guard let text = screens[place.screen].copyText(context) else {
            notice = "Nothing to copy."
            return []
        }
        notice = "Copied: \(text)"
        return [.copy(text)]
    }

    mutating func quit() -> [Effect] {
        guard terms.ownsCalls, openCallCount > 0 else { return [.quit] }
        overlay = .quitting
        return []
    }
}
