/// “Did you mean”: the known word nearest to a mistyped one.
public enum Suggestion {
    /// The nearest candidate, if at most a third of the word is wrong (and at least one slip is allowed).
    public static func nearest(to word: String, among candidates: [String]) -> String? {
        // The cost grows with the product of the lengths, and no known word is long.
        guard word.utf8.count <= 64 else { return nil }
        let limit = max(1, word.count / 3)
        let ranked = candidates.map { (word: $0, distance: distance(word.lowercased(), $0.lowercased())) }
        return ranked.filter { $0.distance <= limit }.min { $0.distance < $1.distance }?.word
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
