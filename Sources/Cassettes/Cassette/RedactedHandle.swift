import Simulator

/// What stands in a recording for a resumption handle: `h:` and 32 hexadecimal digits.
enum RedactedHandle {
    static func matches(_ text: String) -> Bool {
        text.hasPrefix("h:") && text.utf8.count == 34 && text.dropFirst(2).allSatisfy(\.isHexDigit)
    }
}
