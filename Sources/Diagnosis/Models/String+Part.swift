extension String {
    /// Whether `part` occurs, byte for byte.
    ///
    /// Rules ask this of short names once a second in every session; `contains` prepares a search first, and slices of a string
    /// are slow to compare: either was a sixth of what all rules cost.
    func hasPart(_ part: String) -> Bool {
        let found = utf8.withContiguousStorageIfAvailable { whole in
            part.utf8.withContiguousStorageIfAvailable { Self.occurs($0, in: whole) }
        }
        return found.flatMap(\.self) ?? contains(part)
    }

    private static func occurs(_ part: UnsafeBufferPointer<UInt8>, in whole: UnsafeBufferPointer<UInt8>) -> Bool {
        guard part.count <= whole.count else { return false }
        for start in 0...whole.count - part.count where whole[start...].starts(with: part) { return true }
        return part.isEmpty
    }
}
