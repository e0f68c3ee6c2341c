/// What each of some keys means. An open hash table, because each key of each message asks it.
struct KeyTable<Meaning: Sendable>: Sendable {
    private var keys: [UInt64]
    private var meanings: [Meaning?]
    /// A power of two, at least twice the number of keys.
    private let size: Int

    init(_ groups: [(meaning: Meaning, names: [String])]) {
        let count = groups.reduce(0) { $0 + $1.names.count }
        var size = 64
        while size < 4 * count { size *= 2 }
        self.size = size
        keys = Array(repeating: 0, count: size)
        meanings = Array(repeating: nil, count: size)
        for (meaning, names) in groups {
            for name in names {
                let slot = slot(of: KeyHash(name))
                (keys[slot], meanings[slot]) = (KeyHash(name).value, meaning)
            }
        }
    }

    subscript(key: KeyHash) -> Meaning? {
        let slot = slot(of: key)
        return keys[slot] == key.value ? meanings[slot] : nil
    }

    /// Where `key` stands, or the free slot where it would.
    private func slot(of key: KeyHash) -> Int {
        var slot = Int(truncatingIfNeeded: key.value >> 20) & (size - 1)
        while keys[slot] != 0, keys[slot] != key.value { slot = (slot + 1) & (size - 1) }
        return slot
    }
}
