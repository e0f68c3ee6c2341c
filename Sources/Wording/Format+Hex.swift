extension Format {
    /// Two digits for each byte: `0aff`.
    public static func hex(_ bytes: some Sequence<UInt8>) -> String {
        bytes.map { hex($0, 2) }.joined()
    }

    /// A number in base 16 with zeros in front of it, up to `width` digits.
    public static func hex(_ number: some BinaryInteger, _ width: Int, uppercase: Bool = false) -> String {
        let digits = String(number, radix: 16, uppercase: uppercase)
        return String(repeating: "0", count: max(width - digits.utf8.count, 0)) + digits
    }
}
