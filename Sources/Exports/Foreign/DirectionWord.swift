import LiveProtocol

/// The many words for the two directions, as other recorders spell them.
enum DirectionWord {
    /// Nil for a word that says nothing of it.
    ///
    /// - Parameter isSender: the word names who sent it, not which way it went.
    static func direction(_ word: String, isSender: Bool = false) -> Direction? {
        let word = String(word.lowercased().filter { $0.isLetter || $0.isNumber || "<>→←-=".contains($0) })
        let plain = word.filter { $0 != "-" && $0 != "=" }
        if isSender {
            if senders.contains(plain) { return .clientToServer }
            if receivers.contains(plain) { return .serverToClient }
        }
        if up.contains(plain) || upSigns.contains(word) { return .clientToServer }
        if down.contains(plain) || downSigns.contains(word) { return .serverToClient }
        return nil
    }

    private static let up: Set<String> = [
        "up", "upstream", "uplink", "upload", "send", "sent", "sending", "out", "outgoing", "outbound", "egress",
        "client",
        "clienttoserver", "client2server", "client>server", "client→server", "c2s", "ctos", "cs", "tx", "transmit",
        "transmitted", "request", "req", "write", "framesent", "websocketframesent", "networkwebsocketframesent",
        "clientmessage", "toserver", "fromclient", "tx>", "send>", "publish",
    ]
    private static let down: Set<String> = [
        "down", "downstream", "downlink", "download", "receive", "received", "recv", "rcv", "rcvd", "in", "incoming",
        "inbound", "ingress", "server", "servertoclient", "server2client", "server>client", "server→client", "s2c",
        "stoc", "sc", "rx", "response", "resp", "res", "reply", "read", "framereceived", "websocketframereceived",
        "networkwebsocketframereceived", "servermessage", "toclient", "fromserver", "service",
    ]
    private static let upSigns: Set<String> = [">", ">>", ">>>", "->", "-->", "=>", "→"]
    private static let downSigns: Set<String> = ["<", "<<", "<<<", "<-", "<--", "<=", "←"]
    private static let senders: Set<String> = ["user", "app", "browser", "me", "local", "caller", "human", "frontend"]
    private static let receivers: Set<String> = [
        "model", "gemini", "google", "api", "live", "remote", "upstream", "assistant", "ai", "backend", "bot",
    ]
}

extension MessageKinds {
    /// Which way a message of these kinds goes; nil where they do not tell.
    var direction: Direction? {
        guard !isEmpty else { return nil }
        switch first {
        case .setup, .toolResponse, .realtimeAudio, .realtimeVideo, .realtimeText, .activityStart, .activityEnd,
            .audioStreamEnd, .clientContent:
            return .clientToServer
        case .unknown: return nil
        default: return .serverToClient
        }
    }
}
