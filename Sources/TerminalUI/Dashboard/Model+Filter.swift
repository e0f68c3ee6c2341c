import Diagnosis
import Filters
import SessionModel
import Wording

extension Model {
    /// `/`: the filter of the list on screen, to be changed.
    mutating func typeFilter() {
        if let query = screens[place.screen].query {
            return typed = TypedLine(.filter, text: query.text, history: history.filters)
        }
        guard let field = screens[place.screen].filter else { return }
        typed = TypedLine(.filter, text: field.text, history: history.filters)
    }

    /// A filter narrows while it is typed, a search goes to its first match.
    mutating func applyTyped() {
        guard let typed else { return }
        switch typed.kind {
        case .command, .comment, .fault: break
        case .filter:
            screens[place.screen].query?.text = typed.text
            if typed.text != screens[place.screen].filter?.text { screens[place.screen].filter?.type(typed.text) }
        case .search: _ = screens[place.screen].search(typed.text, isFinal: false, context)
        }
    }

    /// Leaving a filter clears it; leaving a command or a search forgets the line.
    mutating func cancel() {
        if typed?.kind == .filter {
            screens[place.screen].filter?.clear()
            screens[place.screen].query?.text = ""
        }
        typed = nil
    }

    /// What was typed, except commands.
    mutating func accept(_ kind: TypedLine.Kind, _ line: String) -> [Effect] {
        switch kind {
        case .comment: return acceptComment(line)
        case .fault: acceptFault(line)
        case .filter:
            history.add(filter: line)
            if let problem = screens[place.screen].filter?.accept() {
                notice = "✗ \(problem.summary). The filter before it stays."
            }
        case .search, .command: return carryOut(screens[place.screen].search(line, isFinal: true, context))
        }
        return []
    }

    mutating func completeFilter() {
        guard let scope = screens[place.screen].filter?.scope else { return }
        typed?.complete { head in
            let candidates = Filter.completions(of: head, for: scope, findings: Diagnosis.ruleNames)
            let stem = head.lastIndex(of: " ").map { String(head[...$0]) } ?? ""
            let words = candidates.map { String($0.dropFirst(stem.count)) }
            return words.isEmpty ? nil : TypedLine.Completion(stem: stem, candidates: words, index: 0)
        }
    }

    /// `s`: how bad it must be to be shown.
    mutating func cycleSeverity() {
        screens[place.screen].query?.cycle()
        notice =
            switch screens[place.screen].query?.least {
            case .warning: "Only warnings and errors."
            case .error: "Only errors."
            case .any: "Everything, whatever its severity."
            case nil: "Nothing here has a severity."
            }
    }

    /// What is wrong with the line that is being typed.
    var typedProblem: String? {
        guard let typed else { return nil }
        return switch typed.kind {
        case .command, .comment, .fault: nil
        case .filter: screens[place.screen].filter?.problem?.description
        case .search: typed.text.isEmpty ? nil : screens[place.screen].searchProblem
        }
    }

    /// The filter in force, for the status bar.
    var filterWords: String {
        if let query = screens[place.screen].query, query.isActive {
            return TextWidth.truncated(looks.privacy.maskedQuotes(query.words), to: 34) + "  "
        }
        guard let field = screens[place.screen].filter, field.isActive else { return "" }
        let text = TextWidth.truncated(looks.privacy.masked(field.filter.description), to: 30)
        return "/\(text)  "
    }
}
