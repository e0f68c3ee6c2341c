/// How a file of another tool is put together.
public enum ForeignShape: Hashable, Sendable {
    /// An HTTP archive.
    case archive
    /// A message on each line.
    case lines
    /// One array of messages.
    case array
    /// An object with the array of messages under this key.
    case wrapped(String)
    /// Objects one behind the other, on as many lines as they take.
    case values
}
