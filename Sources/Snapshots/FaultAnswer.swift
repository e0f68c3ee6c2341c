public import LiveProtocol

/// What a proxy answers when it is asked for faults, or to end them.
public enum FaultAnswer: Hashable, Sendable {
    /// So many calls that run are concerned; of calls that come, nobody knows.
    case done(calls: Int)
    /// Why nothing was done, and what to do instead.
    case refused(why: String, cure: String)

    /// Nil stands for a proxy that does not answer.
    public init(_ answer: JSONValue?) {
        guard let answer else {
            self = .refused(
                why: "no livetop answers there", cure: "livetop serve carries calls, and can break them")
            return
        }
        if answer["ok"]?.bool == true {
            self = .done(calls: answer["calls"]?.integer.map { Int(clamping: $0) } ?? 0)
        } else {
            self = .refused(
                why: answer["error"]?.string ?? "it does not say why",
                cure: answer["do"]?.string ?? "that livetop may be older: livetop version")
        }
    }
}
