/// A fault that is worth trying, ready to be named: what it stands for, and what a good client makes of it.
public struct FaultScenario: Hashable, Sendable {
    public var name: String
    /// Faults as text, all of them in the first connection.
    public var faults: [String]
    /// Those of the first two connections.
    public var laterFaults: [String] = []
    /// What happens in production that this stands for.
    public var summary: String
    public var goodClient: String
    /// What `livetop drill` asks of the client.
    public var expectations: [Expectation]

    public enum Expectation: String, CaseIterable, Hashable, Sendable {
        /// Another connection is upgraded after the break.
        case reconnects
        /// It names the newest handle that the client had been given.
        case resumes
        /// The same connection goes on.
        case survives
        /// Every function that was called is answered, or its call was cancelled.
        case answersTools
        /// Nothing that the user has said or written is sent twice.
        case sendsOnce
    }

    /// The one of that name; a name with arguments, such as `close 1011`, or any fault as text, is one of its own.
    public static func named(_ text: String) throws(FaultError) -> FaultScenario {
        let name = text.trimmed.lowercased()
        if let scenario = all.first(where: { $0.name == name }) { return scenario }
        let fault = try FaultText.parse(text)
        let like = all.first { $0.name.split(separator: " ").first.map(String.init) == fault.kind.name.rawValue }
        // Without a moment of its own it comes when there is something to break.
        let isBare = fault.trigger == .now && fault.refusal == nil && fault.kind != .resumeRefused
        return FaultScenario(
            name: text.trimmed, faults: [isBare ? try FaultText.placed(text, at: "2turns") : text],
            summary: like?.summary ?? "\(fault.kind.name.rawValue), as asked for",
            goodClient: like?.goodClient ?? "goes on, or comes back with the newest handle",
            expectations: like?.expectations ?? [.answersTools, .sendsOnce])
    }

    public static let all: [FaultScenario] = [
        FaultScenario(
            name: "goaway", faults: ["goaway@1turn,left=3s"],
            summary: "the service ends a connection after some ten minutes and says so before",
            goodClient: "opens a new connection with the newest handle before the time is over, and loses nothing",
            expectations: [.reconnects, .resumes, .answersTools, .sendsOnce]),
        FaultScenario(
            name: "goaway silent", faults: ["goaway@2turns,left=2s,then=none", "stall@2turns,dir=down"],
            summary: "after goAway nothing comes any more, and nobody closes",
            goodClient: "does not wait for the close: reconnects with the newest handle when the time is over",
            expectations: [.reconnects, .resumes, .sendsOnce]),
        FaultScenario(
            name: "reset", faults: ["reset@2turns"],
            summary: "the network or a proxy on the way cuts the connection; clients report 1006",
            goodClient: "reconnects within a second with the newest handle",
            expectations: [.reconnects, .resumes, .answersTools, .sendsOnce]),
        FaultScenario(
            name: "fin", faults: ["fin@2turns"],
            summary: "the connection ends without a close frame",
            goodClient: "takes it for a loss and not for a normal end: reconnects with the newest handle",
            expectations: [.reconnects, .resumes, .answersTools, .sendsOnce]),
        FaultScenario(
            name: "close 1011", faults: ["close:1011:Internal error encountered.@2turns"],
            summary: "the service gives up with an internal error",
            goodClient: "reconnects with the newest handle, after a short pause",
            expectations: [.reconnects, .resumes, .answersTools, .sendsOnce]),
        FaultScenario(
            name: "close in tool call", faults: ["close:1011:Internal error encountered.@toolCall"],
            summary: "the connection is gone while a function is being carried out",
            goodClient: "resumes, and does not send the answer to a call that the new connection does not know",
            expectations: [.reconnects, .resumes, .sendsOnce]),
        FaultScenario(
            name: "refuse 429", faults: ["refuse:429"],
            summary: "too many calls at a time, or no quota left",
            goodClient: "waits and tries again, longer each time",
            expectations: [.reconnects]),
        FaultScenario(
            name: "refuse 503", faults: ["refuse:503"],
            summary: "the service takes no calls just now",
            goodClient: "waits and tries again, longer each time",
            expectations: [.reconnects]),
        FaultScenario(
            name: "resume refused", faults: ["reset@2turns"], laterFaults: ["resume-refused"],
            summary: "the session of a handle is gone: after two hours, in another region, after an update",
            goodClient: "begins a new session and tells it what was said so far",
            expectations: [.reconnects, .sendsOnce]),
        FaultScenario(
            name: "handle withheld", faults: ["handle-withheld", "reset@2turns"],
            summary: "no handle had arrived before the connection broke",
            goodClient: "begins a new session at once",
            expectations: [.reconnects]),
        FaultScenario(
            name: "interrupted", faults: ["interrupted@audio"],
            summary: "the user speaks into the answer",
            goodClient: "throws away what is not played yet and listens",
            expectations: [.survives]),
        FaultScenario(
            name: "lost turn", faults: ["drop:turnComplete"],
            summary: "a turnComplete does not arrive",
            goodClient: "does not wait for it for ever",
            expectations: [.survives]),
        FaultScenario(
            name: "tool cancelled", faults: ["tool-call@1turn", "tool-cancel@toolCall"],
            summary: "a function is called, and the call is cancelled while it is carried out",
            goodClient: "stops and sends no answer",
            expectations: [.survives]),
        FaultScenario(
            name: "tool call", faults: ["tool-call@1turn"],
            summary: "the model calls a function",
            goodClient: "answers with the id of the call, also with an error",
            expectations: [.survives, .answersTools]),
        FaultScenario(
            name: "unknown field", faults: ["unknown-field@1turn,every=1"],
            summary: "the service grows a field", goodClient: "reads on as if it were not there",
            expectations: [.survives]),
        FaultScenario(
            name: "slow network", faults: ["delay:300ms", "jitter:200ms", "throttle:32k,dir=up"],
            summary: "a weak radio link", goodClient: "plays without gaps and goes on",
            expectations: [.survives]),
        FaultScenario(
            name: "half-open", faults: ["stall@2turns,dir=down"],
            summary: "the connection looks open, and nothing comes",
            goodClient: "notices by pings or by its own time limit, and reconnects with the newest handle",
            expectations: [.reconnects, .resumes]),
        FaultScenario(
            name: "context full", faults: ["usage-jump:120000@1turn"],
            summary: "the context is nearly full", goodClient: "compresses or goes on in a new session",
            expectations: [.survives]),
    ]
}
