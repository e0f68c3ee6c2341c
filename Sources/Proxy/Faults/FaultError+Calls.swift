extension FaultError {
    static let ended = FaultError(
        "that call has ended, or it was no WebSocket", cure: "livetop ls names those that run; --next 1 waits for one")

    static let notRecording = FaultError(
        "nothing is recorded (--capture off), and what is injected must be told from what the service says",
        cure: "start livetop with --capture meta, or more")

    static func notLive(_ fault: Fault) -> FaultError {
        FaultError(
            "\(fault.kind.name.rawValue) reads messages of the Live API, and the call speaks something else",
            cure: "close, reset, fin, half-close, truncate, delay, jitter, throttle and stall work with any WebSocket")
    }

    static func upgraded(_ fault: Fault) -> FaultError {
        FaultError(
            "it can never fire: the call is open, and \(fault.kind.name.rawValue) answers an upgrade",
            cure: "ask for the next call: --next 1")
    }

    static func compressed(_ fault: Fault) -> FaultError {
        FaultError(
            "the messages of that call are compressed (permessage-deflate), and \(fault) has to read or replace some",
            cure: "ask for the next one, which is then not compressed: --next 1; or start livetop with --no-deflate")
    }
}
