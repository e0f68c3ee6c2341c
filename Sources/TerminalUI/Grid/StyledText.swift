import Wording

/// One line of text in which parts are meant differently.
struct StyledText: Hashable, Sendable, ExpressibleByStringLiteral {
    struct Run: Hashable, Sendable {
        var text: String
        var style: Style
    }

    private(set) var runs: [Run] = []

    init() {}

    init(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { runs = [Run(text: text, style: style)] }
    }

    init(stringLiteral text: String) { self.init(text) }

    var text: String { runs.map(\.text).joined() }

    var width: Int { runs.reduce(0) { $0 + TextWidth.width($1.text) } }

    static func + (left: StyledText, right: StyledText) -> StyledText {
        var sum = left
        sum.runs += right.runs
        return sum
    }

    static func += (left: inout StyledText, right: StyledText) { left.runs += right.runs }

    /// The same text with one style: for what is over, or a row that is meant as a whole.
    func restyled(_ style: Style) -> StyledText {
        var copy = self
        for index in copy.runs.indices { copy.runs[index].style = style }
        return copy
    }

    /// In lines of at most `limit` columns, broken between words.
    func wrapped(to limit: Int) -> [StyledText] {
        guard width > limit, limit > 1 else { return [self] }
        let source = runs.flatMap { run in run.text.filter { !$0.isWhitespace }.map { ($0, run.style) } }
        var next = 0
        return TextWidth.wrapped(text, to: limit).map { line in
            var wrapped = StyledText()
            var (run, style) = ("", Style.plain)
            for character in line {
                // Blanks belong to the word before them.
                if character != " ", source.indices.contains(next) {
                    if source[next].1 != style {
                        wrapped += StyledText(run, style)
                        (run, style) = ("", source[next].1)
                    }
                    next += 1
                }
                run.append(character)
            }
            return wrapped + StyledText(run, style)
        }
    }

    /// At most `limit` columns; cut text ends with `…`.
    func truncated(to limit: Int) -> StyledText {
        guard width > limit else { return self }
        var kept = StyledText()
        var left = limit
        for run in runs where left > 0 {
            // A run that just fits still has to make room for the mark that something follows.
            let runWidth = TextWidth.width(run.text)
            let text = runWidth < left ? run.text : TextWidth.truncated(run.text + " ", to: left)
            kept += StyledText(text, run.style)
            left -= TextWidth.width(text)
            if text != run.text { break }
        }
        return kept
    }
}

extension Sequence<StyledText> {
    /// The first that takes at most `width` columns, else the last.
    func fitting(_ width: Int) -> StyledText {
        var last = StyledText()
        for text in self {
            if text.width <= width { return text }
            last = text
        }
        return last
    }

    /// The parts with `separator` between them.
    func joined(by separator: StyledText) -> StyledText {
        var result = StyledText()
        for (index, part) in enumerated() { result += index == 0 ? part : separator + part }
        return result
    }
}
