/// What is looked for in a list of sentences: words that must all occur, and how bad a line must be.
struct TextQuery: Hashable, Sendable {
    /// How bad a line is.
    enum Weight: Int, CaseIterable, Comparable, Hashable, Sendable {
        case any, warning, error

        static func < (left: Weight, right: Weight) -> Bool { left.rawValue < right.rawValue }
    }

    /// As typed.
    var text = ""
    /// What is less bad is not shown.
    private(set) var least = Weight.any

    var isActive: Bool { least != .any || text.contains { $0 != " " } }

    /// To the next severity, and from the worst back to everything.
    mutating func cycle() {
        let all = Weight.allCases
        least = all[(least.rawValue + 1) % all.count]
    }

    /// Every word occurs in one of the texts, without regard to case.
    func matches(_ texts: [String], _ weight: Weight) -> Bool {
        guard weight >= least else { return false }
        guard isActive else { return true }
        let lowered = texts.map { $0.lowercased() }
        return text.lowercased().split(separator: " ").allSatisfy { word in lowered.contains { $0.contains(word) } }
    }

    /// For the status bar; what was typed stands in quotes.
    var words: String {
        let weight =
            switch least {
            case .any: ""
            case .warning: "warnings, errors"
            case .error: "errors"
            }
        let typed = text.isEmpty ? "" : "/\"\(text)\""
        return [typed, weight].filter { !$0.isEmpty }.joined(separator: " ")
    }
}
