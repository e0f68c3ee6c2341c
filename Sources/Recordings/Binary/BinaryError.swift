/// Why bytes are not what `BinaryEncoder` writes.
enum BinaryError: Error, Hashable {
    /// They end too early, or say that more follows than there is.
    case cut
    /// A number is none that its type has.
    case outOfRange
    case notUTF8
    /// A piece of text is referred to that was not there before.
    case unknownText
    /// No case of an enumeration has the name that stands there.
    case unknownCase
    /// Values in values, deeper than any of ours.
    case tooDeep
    /// Something follows behind the value.
    case tooLong
    /// A way to encode that none of our types takes.
    case unsupported
}
