import Diagnosis
import Wording

/// The name of a rule in so many columns as there are.
///
/// What does not fit loses whole words, and never those by which it differs from all other rules:
/// `tool-response-missing` is `tool-…-missing` in 16 columns, because `tool-response…` would be two rules.
enum RuleName {
    static func short(_ rule: RuleID, width: Int) -> String {
        let name = rule.rawValue
        guard TextWidth.width(name) > width else { return name }
        let words = name.split(separator: "-").map(String.init)
        let fitting = shapes(of: words.count).lazy.map { Shape($0.head, $0.tail, of: words) }.filter {
            TextWidth.width($0.text) <= width
        }
        let others = known.filter { $0 != words }
        let shape = fitting.first { shape in !others.contains(where: shape.isAlso) } ?? fitting.first
        return shape?.text ?? TextWidth.truncated(name, to: width)
    }

    private static let known = Diagnosis.rules.map { $0.id.rawValue.split(separator: "-").map(String.init) }

    /// How many words of the beginning and of the end are kept: as many as can be, rather of the beginning.
    private static func shapes(of count: Int) -> [(head: Int, tail: Int)] {
        guard count > 1 else { return [] }
        return (1..<count).reversed().flatMap { kept in (0...kept).map { (kept - $0, $0) } }
    }

    /// The words that are kept.
    private struct Shape {
        private let head: ArraySlice<String>
        private let tail: ArraySlice<String>

        init(_ head: Int, _ tail: Int, of words: [String]) {
            (self.head, self.tail) = (words.prefix(head), words.suffix(tail))
        }

        var text: String {
            let (start, end) = (head.joined(separator: "-"), tail.joined(separator: "-"))
            if tail.isEmpty { return start + "…" }
            return (head.isEmpty ? "…" : start + "-…-") + end
        }

        /// What is left could be the other rule as well.
        func isAlso(_ words: [String]) -> Bool {
            words.count > head.count + tail.count && words.starts(with: head)
                && words.suffix(tail.count).elementsEqual(tail)
        }
    }
}
