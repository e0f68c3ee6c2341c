import LiveProtocol

extension String {
    /// Without control characters, line ends and marks that turn the direction of writing: the wire may send them to
    /// confuse a reader.
    public var onOneLine: String {
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            switch scalar.value {
            case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029: text.append(" ")
            case _ where scalar.drivesTerminals: break
            default: text.append(scalar)
            }
        }
        return String(text)
    }
}
