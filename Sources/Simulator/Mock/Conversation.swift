/// One side of a connection as a value: messages and alarms go in, actions come out. No socket, no clock.
protocol Conversation: Sendable {
    /// The connection is open.
    mutating func begin() -> [ConversationAction]
    mutating func receive(_ message: ClientJSON) -> [ConversationAction]
    /// The bytes of a message, whatever it speaks.
    mutating func receive(payload: [UInt8]) -> [ConversationAction]
    mutating func ring(_ alarm: ConversationAlarm) -> [ConversationAction]
    /// Ends it from this side.
    mutating func close(_ closure: MockClosure) -> [ConversationAction]
    /// The connection is gone, whoever ended it.
    mutating func end()
}

extension Conversation {
    mutating func receive(payload: [UInt8]) -> [ConversationAction] {
        guard let message = try? MessageCoding.decode(ClientJSON.self, from: payload) else {
            return close(.invalidArgument)
        }
        return receive(message)
    }
}

enum ConversationAction: Equatable, Sendable {
    case send(ServerJSON)
    /// A message as it stands.
    case sendText(String)
    case wait(Duration, ConversationAlarm)
    /// Send a close frame.
    case close(MockClosure)
    /// Reset the connection without a close frame.
    case abort
}

/// Alarms are never cancelled. One that rings for something that is over rings in vain.
enum ConversationAlarm: Equatable, Sendable {
    case setupDone
    case speak(turn: Int)
    case turnPlayed(turn: Int)
    case goAway
    case lifeOver
    /// A tenth of the idle limit has passed.
    case idle
    /// The next message of a script is due.
    case line(Int)
}
