import SessionModel

/// When a rule that had nothing to say is asked again. One that has something to say is asked at every look.
enum RuleCue: Sendable {
    /// At every look: what it judges changes with the stream of sound or words, or with the time that passes.
    case looks
    /// After a step of the call (`LiveEvent.isStep`), and until so much has happened behind it: what comes late belongs to
    /// a turn or an interruption that was. In between it stays as silent as it was.
    ///
    /// While `isAwake` holds it is asked at every look.
    ///
    /// `RuleCueTests` asks all rules at all looks and fails where one of these had something to say earlier.
    case steps(
        lingering: Duration = .zero, isAwake: @Sendable (borrowing SessionState) -> Bool = { _ in false })
}
