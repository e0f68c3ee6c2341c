import SessionModel

extension Model {
    /// What each message changes, and what it asks the outside to do.
    public mutating func update(_ message: Message) -> [Effect] {
        let effects = take(message)
        arranged = place.screen == .sessions ? arrangement : nil
        settle()
        return effects + requests()
    }

    private mutating func take(_ message: Message) -> [Effect] {
        switch message {
        case .snapshot(let snapshot):
            live = snapshot
            if let playback = snapshot.playback {
                follow(playback)
            } else if !mode.isFrozen {
                frames.follow(openedSummary, at: snapshot.now)
            }
        case .resized(let size): self.size = size
        case .key(let key): return press(key)
        case .pasted(let text): paste(text)
        case .mouse(let event): return perform(event)
        case .framePage(let page): frames.list.show(page, height: framesLayout.listHeight)
        case .framesUnread(let request, let reason): frames.list.fail(request, reason)
        case .frameContent(let content): frames.detail.show(content)
        case .contentUnread(let span, let reason): frames.detail.fail(span, reason)
        case .told(let text): notice = text
        case .marks(let kept): marks.take(kept)
        case .textsFound(let filter, let found): textSearch.take(found, for: filter)
        case .earlierSetup(let session, let setup): earlierSetup.take(setup, of: session)
        }
        return []
    }

    private mutating func press(_ key: Key) -> [Effect] {
        notice = nil
        if let action = keyMap.action(for: key, in: layers) { return perform(action) }
        if typed != nil, case .character(let character) = key { type(character) }
        return []
    }

    mutating func perform(_ action: Action) -> [Effect] {
        if let command = command(for: action) { return [.playback(command)] }
        switch action {
        case .up: move(by: -1)
        case .down: move(by: 1)
        case .pageUp: move(by: -pageHeight)
        case .pageDown: move(by: pageHeight)
        case .top: move(by: -Self.far)
        case .bottom: move(by: Self.far)
        case .open:
            if case .menu(let menu, let index) = overlay { return choose(menu, index) }
            openSelected()
        case .back: goBack()
        case .showSessions: show(.sessions)
        case .showSession: show(.session)
        case .showTurns: show(.turns)
        case .showFrames: show(.frames)
        case .showFindings: show(.findings)
        case .showMetrics: show(.metrics)
        case .showSetup: show(.setup)
        case .showLog: show(.log)
        case .command: typed = TypedLine(.command, history: commandHistory)
        case .filter: typeFilter()
        case .search: typed = TypedLine(.search, text: frames.detail.wanted)
        case .nextMatch: findInFrame(frames.detail.wanted)
        case .previousMatch: findInFrame(frames.detail.wanted, isBackward: true)
        case .detailMode: frames.detail.cycleMode()
        case .nextPane: showPane(by: 1)
        case .previousPane: showPane(by: -1)
        case .zoomPane: session.isZoomed.toggle()
        case .left: moveSideways(-1)
        case .right: moveSideways(1)
        case .zoomIn: changeWindow { $0.zoomIn(from: $1, to: $2) }
        case .zoomOut: changeWindow { $0.zoomOut(from: $1, to: $2) }
        case .zoomFit: changeWindow { window, _, _ in window.fit() }
        case .nextTurn: stepTurn(1)
        case .previousTurn: stepTurn(-1)
        case .worstTurn: showWorstTurn()
        case .nextFinding: stepFinding(1)
        case .previousFinding: stepFinding(-1)
        case .mark: return toggleMark()
        case .markedOnly: showMarkedOnly()
        case .nextMark: jumpToMark()
        case .comment: typeComment()
        case .export: showExports()
        case .settings: showSettings()
        case .sortNext: sortByNextColumn()
        case .sortReversed: sessions.sort.isReversed.toggle()
        case .follow: toggleFollowing()
        case .freeze: toggleFrozen()
        case .privacy: privacy = privacy == .off ? .on : .off
        case .timeFormat: setTimeFormat(timeFormat.next)
        case .help: overlay = .help(top: 0)
        case .stay: overlay = nil
        case .play, .faster, .slower, .frameForward, .frameBack, .skipForward, .skipBack, .nudgeForward, .nudgeBack:
            break
        case .mouse, .copy, .redraw, .suspend, .quit, .quitNow, .confirm: return ask(action)
        case .accept, .cancel, .complete, .older, .newer, .erase, .eraseForward, .eraseWord, .eraseLine, .cursorLeft,
            .cursorRight, .lineStart, .lineEnd:
            return edit(action)
        }
        return []
    }

    /// What the outside has to do.
    private mutating func ask(_ action: Action) -> [Effect] {
        switch action {
        case .mouse: return toggleMouse()
        case .copy: return copy()
        case .redraw: return [.redraw]
        case .suspend: return suspend()
        case .quit: return quit()
        default: return [.quit]
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
        guard ownsCalls else { return [.suspend] }
        notice = "Not suspended: calls run through this process and would stop with it."
        return []
    }

    private mutating func toggleMouse() -> [Effect] {
        usesMouse.toggle()
        notice = usesMouse ? "The mouse works here." : "The mouse is the terminal's: mark text with it."
        return [.useMouse(usesMouse)]
    }

    mutating func setTimeFormat(_ format: TimeFormat) {
        timeFormat = format
        notice =
            switch format {
            case .wall: "Times of day. The column says their zone."
            case .elapsed: "Times since the session began."
            case .delta: "Times since the line above."
            }
    }

    private mutating func copy() -> [Effect] {
        guard let text = copyText else {
            notice = "Nothing to copy."
            return []
        }
        notice = "Copied: \(text)"
        return [.copy(text)]
    }

    mutating func quit() -> [Effect] {
        guard ownsCalls, openCallCount > 0 else { return [.quit] }
        overlay = .quitting
        return []
    }

    private mutating func sortByNextColumn() {
        let order: [SessionColumn.ID?] = [nil] + SessionColumn.all.filter { $0.id != .mark }.map(\.id)
        let index = order.firstIndex(of: sessions.sort.column) ?? 0
        sessions.sort = SessionSort(column: order[(index + 1) % order.count])
    }
}
