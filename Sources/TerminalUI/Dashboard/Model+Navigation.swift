import LiveProtocol
import SessionModel

extension Model {
    /// Carries out what a screen asks for.
    mutating func carryOut(_ requests: [ScreenRequest]) -> [Effect] {
        requests.flatMap { request -> [Effect] in
            switch request {
            case .effect(let effect): return [effect]
            case .show(let screen, let session, let target):
                if let session { open(session, screen) } else { place.show(screen) }
                if let target { _ = screens[screen].show(target, context) }
            case .select(let target, let screen): _ = screens[screen].show(target, context)
            case .tell(let text): notice = text
            case .type(let line): typed = line
            }
            return []
        }
    }

    /// Shows a screen; one of a session for the open session, else for the selected one.
    mutating func show(_ screen: Screen) {
        if screen.isOfSession, place.session == nil {
            guard let id = selectedSession else { return }
            open(id, screen)
        } else {
            place.show(screen)
        }
    }

    /// Shows a view of a session, from its beginning.
    mutating func open(_ id: SessionID, _ screen: Screen) {
        let context = context
        let isOther = id != place.session
        for each in Screen.allCases { screens[each].open(id, isOther: isOther, context) }
        place.show(screen, of: id)
    }

    /// Rows of the sessions in the order on screen.
    var rows: [SessionSummary] { screens[SessionsScreen.self].rows(context) }

    var selectedSession: SessionID? { screens[SessionsScreen.self].selected(context)?.id }

    /// Closes what covers the screen; else one step back, on the screen or from it.
    mutating func goBack() {
        if overlay != nil {
            overlay = nil
        } else if !screens[place.screen].goBack() {
            _ = place.goBack()
        }
    }
}

// MARK: - Over the screen

extension Model {
    /// The contexts whose keys count, those of the first before those of the next.
    var layers: [KeyMap.Context] {
        // A replay's keys are for the screen, not for what covers it.
        mode.playback != nil && typed == nil && overlay == nil ? [.replay, keyContext] : [keyContext]
    }

    /// The keys that the status bar names before others.
    var firstKeys: [Action] { typed == nil && overlay == nil ? screens[place.screen].firstKeys(context) : [] }

    /// The layers whose keys the help overlay explains.
    var screenLayers: [KeyMap.Context] {
        let context = screens[place.screen].keyContext(context)
        return mode.playback == nil ? [context] : [.replay, context]
    }

    /// Nil where the action means nothing to what covers the screen.
    mutating func performOverScreen(_ action: Action) -> [Effect]? {
        if case .faults(let menu) = overlay { return perform(action, in: menu) }
        if let step = Step(action) { return moveOverScreen(step) }
        switch action {
        case .back, .stay: overlay = nil
        case .confirmRemoval:
            guard case .removing(let sessions) = overlay else { return [] }
            return confirmRemoval(of: sessions)
        case .open:
            guard case .menu(let menu, let index) = overlay else { return [] }
            return choose(menu, index)
        default: return nil
        }
        return []
    }

    mutating func moveOverScreen(_ step: Step) -> [Effect] {
        let lines = step.lines(ofPage: max(1, size.rows - 6))
        switch overlay {
        case .help(let top): overlay = .help(top: max(0, min(helpEnd, top + lines)))
        case .menu(let menu, let index):
            overlay = .menu(menu, index: max(0, min(count(of: menu) - 1, index + lines)))
        case .faults(let menu): moveFaults(step, in: menu)
        case .quitting, .removing, nil: break
        }
        return []
    }

    /// The last line of the help that can be the first on screen.
    private var helpEnd: Int {
        let body = layout.body
        return max(0, help.count(columns: body.columns) - max(1, body.rows - 2))
    }

    /// What `?` shows: the keys of the screen, and what else it explains.
    var help: HelpOverlay {
        let layers = screenLayers
        return HelpOverlay(
            title: layers.map(\.title).joined(separator: ", "), bindings: terms.keyMap.bindings(in: layers),
            legend: screens[place.screen].legend(context))
    }
}
