/// Replacements in one chunk of bytes: what to drop, and what to put there. In ascending order, without overlaps.
struct Edits: Sendable {
    private var edits: [(range: Range<Int>, replacement: [UInt8])] = []

    static let placeholder = Array(Redaction.placeholder.utf8)
    static let quotedPlaceholder = Array("\"\(Redaction.placeholder)\"".utf8)

    var isEmpty: Bool { edits.isEmpty }

    mutating func removeAll() { edits.removeAll(keepingCapacity: true) }

    /// Drops `start..<end`; with a replacement also where nothing is dropped.
    mutating func replace(from start: Int, to end: Int, by replacement: [UInt8]) {
        guard start < end || !replacement.isEmpty else { return }
        edits.append((start..<max(start, end), replacement))
    }

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var kept = 0
        for edit in edits {
            let start = min(max(edit.range.lowerBound, kept), bytes.count)
            result += bytes[kept..<start]
            result += edit.replacement
            kept = min(max(edit.range.upperBound, start), bytes.count)
        }
        return result + bytes[kept...]
    }
}
