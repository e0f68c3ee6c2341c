extension SeededGenerator {
    /// Random scalars: letters, wide and combining characters, controls, anything.
    public mutating func anyText(count: Int) -> String {
        let ranges: [ClosedRange<UInt32>] = [
            0x20...0x7E, 0...0x1F, 0x300...0x36F, 0x4E00...0x9FFF, 0x600...0x6FF, 0x2000...0x206F, 0x1F300...0x1FAFF,
            0xAC00...0xD7A3, 0...0x10FFFF,
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...count, using: &self) {
            let range = ranges[Int.random(in: 0..<ranges.count, using: &self)]
            if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &self)) { text.append(scalar) }
        }
        return String(text)
    }
}
