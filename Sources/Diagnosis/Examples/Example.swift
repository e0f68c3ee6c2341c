/// A call in which a rule speaks, and the nearest call in which it says nothing.
///
/// ```swift
/// Example("missing", after: 16) {
///     $0.begin(.function); $0.exchange(); $0.call()
/// } silent: {
///     $0.begin(.backgroundFunction); $0.exchange(); $0.call()
/// }
/// ```
package struct Example: Sendable {
    /// The rule's case; nil for any.
    package var variant: String?
    package var severity: Severity
    /// Seconds after the last event at which both calls are looked at.
    package var after: Double
    /// The rule that is named before this one in the firing call; nil where this one comes first.
    package var behind: RuleID?
    package var firing: @Sendable () -> [StagedCall]
    package var silent: @Sendable () -> [StagedCall]

    /// One connection.
    init(
        _ variant: String? = nil, _ severity: Severity = .error, after: Double = 0, behind: RuleID? = nil,
        firing: @escaping @Sendable (inout StagedCall) -> Void, silent: @escaping @Sendable (inout StagedCall) -> Void
    ) {
        self.init(
            variant, severity, after: after, behind: behind, calls: { [Self.staged(firing)] },
            silent: { [Self.staged(silent)] })
    }

    /// Several connections, or one that begins in another way. What is looked for is in the last session of them.
    init(
        _ variant: String? = nil, _ severity: Severity = .error, after: Double = 0, behind: RuleID? = nil,
        calls: @escaping @Sendable () -> [StagedCall], silent: @escaping @Sendable () -> [StagedCall]
    ) {
        self.variant = variant
        self.severity = severity
        self.after = after
        self.behind = behind
        firing = calls
        self.silent = silent
    }

    private static func staged(_ fill: (inout StagedCall) -> Void) -> StagedCall {
        var call = StagedCall()
        fill(&call)
        return call
    }
}
