/// “Did you mean”: the known word nearest to a mistyped one, or the one that it is a part of.
public enum Suggestion {
    /// The nearest candidate, if at most a third of the word is wrong (and at least one slip is allowed); else the first
    /// one that the word is a part of: `goaway` of `goaway-ignored`, `response` of `response_ms`, `staying` of
    /// `tag:staying`.
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        // The cost grows with the product of the lengths, and no known word is long.
        guard word.utf8.count <= 64 else { return nil }
        let word = word.lowercased()
        let limit = max(1, word.count / 3)
        let ranked = candidates.map { (word: $0, distance: distance(word, $0.lowercased())) }
        let slip = ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }
        return slip?.word ?? whole(of: word, among: candidates)
    }

    /// Shorter words are parts of too much.
    private static let leastPart = 3

    /// The first candidate that has `word` as one of its parts; else one that begins with it, else one that holds it, else
    /// one with a part that is a slip away.
    private static func whole(of word: String, among candidates: [String]) -> String? {
        guard word.count >= leastPart else { return nil }
        let known = candidates.map { (name: $0, parts: parts(of: $0), lower: $0.lowercased()) }
        let fits = [
            known.first { $0.parts.contains(word) }, known.first { $0.lower.hasPrefix(word) },
            known.first { $0.lower.contains(word) },
            known.first { known in
                known.parts.contains { $0.count > leastPart && distance(word, $0) <= max(1, word.count / 4) }
            },
        ]
        return fits.lazy.compactMap { $0?.name }.first
    }

    /// `tag`, `my`, `branch` of `tag:my-branch`; the whole behind the first colon, too.
    private static func parts(of name: String) -> [String] {
        let lower = name.lowercased()
        let behind = lower.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
        return behind + lower.split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    /// Insertions, removals, replacements and swaps of neighbours that make one word of the other.
    static func distance(_ left: String, _ right: String) -> Int {
        let (left, right) = (Array(left), Array(right))
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for row in left.indices {
            var current = [row + 1]
            for column in right.indices {
                var best = min(last[column + 1] + 1, current[column] + 1)
                best = min(best, last[column] + (left[row] == right[column] ? 0 : 1))
                if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last.last ?? 0
    }
}
