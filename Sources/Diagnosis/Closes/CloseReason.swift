/// What the service says when it closes, as far as it belongs to one rule.
///
/// Reasons are cut at 123 bytes on the wire (RFC 6455 §5.5), so it is the beginning or an inner part of one, in lower
/// case.
struct CloseReason: Sendable {
    /// Nil for any code.
    var code: UInt16?
    var phase: ClosePhase
    /// One of these is in the reason.
    var tokens: [String]
    /// Which of the rule's cases it is.
    var variant: @Sendable (CloseCase) -> String?

    init(_ code: UInt16?, _ phase: ClosePhase = .any, says tokens: String..., variant: String? = nil) {
        (self.code, self.phase, self.tokens) = (code, phase, tokens)
        self.variant = { _ in variant }
    }

    /// - Parameter variant: for words that do not say it by themselves.
    init(
        _ code: UInt16?, _ phase: ClosePhase = .any, says tokens: String...,
        variant: @escaping @Sendable (CloseCase) -> String?
    ) {
        (self.code, self.phase, self.tokens, self.variant) = (code, phase, tokens, variant)
    }
}

/// Before or after the service accepted the setup; `withHandle` is before, on a connection that came with a handle.
enum ClosePhase: Sendable { case any, before, withHandle, after }
