/// What lists of faults say of each.
extension FaultName {
    /// One that can be asked for as it stands.
    public var example: String {
        switch self {
        case .goaway: "goaway:10s"
        case .close: "close:1011:Internal error encountered."
        case .refuse: "refuse:429"
        case .delay: "delay:500ms"
        case .jitter: "jitter:200ms"
        case .throttle: "throttle:16k"
        case .drop: "drop:turnComplete"
        case .hold: "hold:interrupted:2s"
        case .duplicate: "duplicate:turnComplete"
        case .reorder: "reorder:interrupted"
        case .usageJump: "usage-jump:120000"
        case .noise: "noise:-30dB"
        case .gain: "gain:-20dB"
        case .loss: "loss:10%"
        default: rawValue
        }
    }

    /// What it does, in a line.
    public var summary: String {
        switch self {
        case .goaway: "goAway with so much time left, then a close with 1011"
        case .close: "closes as the service would, with a code and a reason"
        case .reset: "ends the connection with RST: clients report 1006"
        case .fin: "ends the connection without a close frame"
        case .halfClose: "one way ends, the other one goes on"
        case .truncate: "half of a message, then the end"
        case .refuse: "answers the upgrade with an HTTP status instead of a call"
        case .delay: "everything arrives so much later"
        case .jitter: "each message is late by chance, in order"
        case .throttle: "so many bytes a second at most"
        case .stall: "nothing arrives any more, and nobody closes"
        case .drop: "the next message of a kind does not arrive"
        case .hold: "the next message of a kind arrives behind what follows it"
        case .duplicate: "the next message of a kind arrives twice"
        case .reorder: "the next message of a kind changes places with the one behind it"
        case .resumeRefused: "the handle of a setup is unknown: closed with 1008"
        case .handleWithheld: "no sessionResumptionUpdate arrives"
        case .usageJump: "the next usage says that the context is nearly full"
        case .interrupted: "the service seems to have been interrupted by the user"
        case .toolCall: "the model seems to call a function"
        case .toolCancel: "a call of a function is cancelled while it is carried out"
        case .noise: "white noise in the user's audio, at a level in dBFS"
        case .gain: "the user's audio louder or softer"
        case .loss: "so many of a hundred chunks of the user's audio become silence"
        case .silence: "the model's audio is silent, and as long as it was"
        case .unknownField: "the next message has a field that nobody knows"
        case .pingTimeout: "no pong arrives"
        }
    }

    /// What a good client makes of it.
    public var goodClient: String {
        switch self {
        case .goaway: "opens a new connection with the newest handle before the time is over"
        case .close: "reconnects with the newest handle, after a short pause"
        case .reset, .fin, .truncate: "takes it for a loss, and reconnects with the newest handle"
        case .halfClose: "does not go on sending to nobody: closes, and reconnects with the newest handle"
        case .refuse: "waits and tries again, longer each time"
        case .delay, .jitter: "plays without gaps, and goes on"
        case .throttle: "goes on, and does not pile up audio that nobody will hear in time"
        case .stall, .pingTimeout: "notices by pings or by its own time limit, and reconnects with the newest handle"
        case .drop: "does not wait for it for ever"
        case .hold: "throws away what it still plays when it comes, and not what came after it"
        case .duplicate: "does not do twice what it was told twice"
        case .reorder: "takes each message for what it says, not for when it came"
        case .resumeRefused: "begins a new session, and tells it what was said so far"
        case .handleWithheld: "begins a new session where the connection breaks, and does not take an old handle"
        case .usageJump: "compresses, or goes on in a new session"
        case .interrupted: "throws away what is not played yet, and listens"
        case .toolCall: "answers with the id of the call, also with an error"
        case .toolCancel: "stops, undoes what it can, and sends no answer"
        case .noise, .gain, .loss: "sends on; what the model makes of it is to be heard"
        case .silence: "goes on: a turn may be silent, and its end still comes"
        case .unknownField: "reads on as if it were not there"
        }
    }
}
