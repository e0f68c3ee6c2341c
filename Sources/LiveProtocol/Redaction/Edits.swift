/// Replacements in one chunk of bytes: what to drop, and what to put there. Those that overlap become one.
struct Edits: Sendable {
    private var edits: [Edit] = []

    private struct Edit: Sendable {
        var range: Range<Int>
        var replacement: [UInt8]
    }

    static let placeholder = Array(Redaction.placeholder.utf8)
    static let quotedPlaceholder = Array("\"\(Redaction.placeholder)\"".utf8)

    var isEmpty: Bool { edits.isEmpty }

    mutating func removeAll() { edits.removeAll(keepingCapacity: true) }

    /// Drops `start..<end`; with a replacement also where nothing is dropped.
    mutating func replace(from start: Int, to end: Int, by replacement: [UInt8]) {
        let start = max(start, 0)
        guard start < end || !replacement.isEmpty else { return }
        edits.append(Edit(range: start..<max(start, end), replacement: replacement))
    }

    /// Instead of everything that was to happen from `start` on.
    mutating func replaceAll(from start: Int, to end: Int, by replacement: [UInt8]) {
        edits.removeAll { $0.range.lowerBound >= start }
        replace(from: start, to: end, by: replacement)
    }

    func applied(to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var kept = 0
        for edit in merged {
            let start = min(max(edit.range.lowerBound, kept), bytes.count)
            result += bytes[kept..<start]
            result += edit.replacement
            kept = min(max(edit.range.upperBound, start), bytes.count)
        }
        return result + bytes[kept...]
    }

    /// In ascending order and without overlaps. Of several replacements the one that begins first stands for all.
    private var merged: [Edit] {
        var merged: [Edit] = []
        let sorted = edits.enumerated().sorted { left, right in
            (left.element.range.lowerBound, left.offset) < (right.element.range.lowerBound, right.offset)
        }
        for (_, edit) in sorted {
            guard let last = merged.last, edit.range.lowerBound < max(last.range.upperBound, last.range.lowerBound + 1)
            else {
                merged.append(edit)
                continue
            }
            merged[merged.count - 1] = Edit(
                range: last.range.lowerBound..<max(last.range.upperBound, edit.range.upperBound),
                replacement: last.replacement.isEmpty ? edit.replacement : last.replacement)
        }
        return merged
    }
}
