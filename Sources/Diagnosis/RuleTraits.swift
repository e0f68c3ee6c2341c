/// What is said of a rule in one word.
struct RuleTraits: OptionSet, Sendable {
    let rawValue: Int

    /// It judges what messages hold, in what order they came, and what a close says: also in a session of which nobody
    /// knows when its messages crossed. The others compare instants and stay silent there: a silence, a pace or an age
    /// that nobody measured is no finding.
    static let needsNoTimes = RuleTraits(rawValue: 1)
    /// Its findings name what ended a connection. Coming back would not have cured their cause, so that they explain
    /// `no-resumption-configured` too.
    static let endsConnection = RuleTraits(rawValue: 2)
    /// It is about a client over several connections, and explains what happened on any of them.
    static let spansConnections = RuleTraits(rawValue: 4)
    /// What it says at the level of an advice is for later: it stands below all other advice.
    static let neverFirst = RuleTraits(rawValue: 8)
    /// Whatever came after it, on any connection of the session, may be a consequence: nobody is to be blamed for that.
    /// Rules about a setup are not: what a client asks for does not follow from what was done to it.
    static let explainsWhatFollows = RuleTraits(rawValue: 16)
}
