extension Unicode.Scalar {
    /// It drives a terminal or reorders a line: control characters of both sets, line separators, bidirectional
    /// controls.
    public var drivesTerminals: Bool {
        switch value {
        case ..<0x20, 0x7F..<0xA0, 0x061C, 0x200E...0x200F, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
