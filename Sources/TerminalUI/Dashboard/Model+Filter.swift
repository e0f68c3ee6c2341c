import SessionModel

extension Model {
    /// `/`: the filter of the list on screen, to be changed.
    mutating func typeFilter() {
        guard let field = filters[place.screen] else { return }
        typed = TypedLine(.filter, text: field.text, history: filterHistory)
    }

    /// A filter narrows while it is typed, a search goes to its first match.
    mutating func applyTyped() {
        guard let typed else { return }
        switch typed.kind {
        case .command, .comment: break
        case .filter: if typed.text != filters[place.screen]?.text { filters[place.screen]?.type(typed.text) }
        case .search:
            guard typed.text != frames.detail.wanted else { return }
            _ = frames.detail.find(typed.text, fromHere: true, in: framesLayout.content.size)
        }
    }

    /// Leaving a filter clears it; leaving a command or a search forgets the line.
    mutating func cancel() {
        if typed?.kind == .filter { filters[place.screen]?.clear() }
        typed = nil
    }

    /// What was typed, except commands.
    mutating func acceptFilter(_ kind: TypedLine.Kind, _ line: String) -> [Effect] {
        switch kind {
        case .comment: return acceptComment(line)
        case .filter: acceptFilter(line)
        case .search, .command: findInFrame(line, fromHere: true)
        }
        return []
    }

    private mutating func acceptFilter(_ line: String) {
        if !line.isEmpty {
            filterHistory = (filterHistory.filter { $0 != line } + [line]).suffix(Self.historyLimit)
        }
        if let problem = filters[place.screen]?.accept() { notice = "✗ \(problem). The filter before it stays." }
    }

    mutating func completeFilter() {
        let scope = filters[place.screen]?.scope
        typed?.complete { head in
            let candidates = Filter.completions(of: head, for: scope)
            let stem = head.lastIndex(of: " ").map { String(head[...$0]) } ?? ""
            let words = candidates.map { String($0.dropFirst(stem.count)) }
            return words.isEmpty ? nil : TypedLine.Completion(stem: stem, candidates: words, index: 0)
        }
    }

    /// What is wrong with the line that is being typed.
    var typedProblem: String? {
        guard let typed else { return nil }
        switch typed.kind {
        case .command, .comment: return nil
        case .filter: return filters[place.screen]?.problem?.description
        case .search:
            let isFound = typed.text.isEmpty || frames.detail.isFound
            return isFound ? nil : "not in this frame"
        }
    }

    /// The filter in force, for the status bar.
    var filterWords: String {
        guard let field = filters[place.screen], field.isActive else { return "" }
        let text = TextWidth.truncated(privacy.masked(field.filter.description), to: 30)
        return "/\(text)  "
    }
}
