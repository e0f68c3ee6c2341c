/// Stands for a resumption handle: a hash under the machine's own key, so that equal handles stay equal and none can
/// be used. The text goes into JSON strings as it is: letters, digits and `:` only.
public typealias HandleHash = @Sendable (_ handle: [UInt8]) -> String

/// The user's own patterns: the text with everything replaced that they find, nil where they find nothing.
public typealias TextRule = @Sendable (_ text: String) -> String?

/// What a redactor of frames works with.
struct RedactionTools: Sendable {
    var hash: HandleHash
    var rule: TextRule?
    /// What the connection itself carried.
    var secrets = SecretIndex()
}
