package import LiveProtocol

/// What is taken out of imported events before they are recorded, as the proxy does it in this folder.
package struct ImportRedaction: Sendable {
    var hash: HandleHash
    var rule: TextRule?

    /// - Parameters:
    ///   - hash: stands in the place of a resumption handle.
    ///   - rule: the user's own patterns; nil without any.
    package init(hash: @escaping HandleHash, rule: TextRule?) { (self.hash, self.rule) = (hash, rule) }
}
