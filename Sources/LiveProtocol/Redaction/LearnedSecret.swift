/// A secret that stood in a message and may come back in another.
enum LearnedSecret: Sendable {
    /// A resumption handle, unescaped.
    case handle([UInt8])
    /// Anything else in a secret's place, unescaped.
    case value([UInt8])
}
