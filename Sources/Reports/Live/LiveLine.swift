package import LiveProtocol
import SessionModel
import Wording

/// One live event, or one run of audio messages, as `livetop tail` prints it.
package struct LiveLine: Equatable {
    package var session: SessionID
    var connection: ConnectionID
    /// The frame that brought it, the last one of a run.
    var sequence: Int64
    /// The first instant of a run.
    var at: Timestamp
    /// Since the session's start.
    package var offset: Duration
    var words: LiveWords

    /// Stable: other programs rely on these keys. Unknown is null, never 0.
    package var json: JSONValue {
        .object([
            ("schema", "livetop.live/1"),
            ("session", .string(session.description)),
            ("connection", .string(connection.description)),
            ("seq", .integer(sequence)),
            ("t", .number(offset.seconds)),
            ("wall", .time(at)),
            ("dir", .string(words.direction?.name)),
            ("event", .string(words.event)),
            ("data", .object(words.data)),
        ])
    }

    /// `00:12.345  ↓ inputTranscription  Where is my order?`
    ///
    /// - Parameter namesSession: for lines of several sessions side by side.
    package func text(namesSession: Bool) -> String {
        let arrow =
            switch words.direction {
            case .clientToServer: "↑"
            case .serverToClient: "↓"
            case nil: "·"
            }
        let place = (namesSession ? "\(session)  " : "") + Format.position(offset)
        let event = Columns.left(words.event, width: 20)
        return ForeignText.clean("\(place)  \(arrow) \(event) \(words.text)").trimmingTrailingBlanks
    }
}

/// What happened, in words and as values.
struct LiveWords: Equatable {
    /// Nil for what is no message of either side.
    var direction: Direction?
    /// The name of the event: documented in `docs/metrics.md`.
    var event: String
    /// For people; it may hold text from the network.
    var text = ""
    var data: [JSONValue.Member] = []

    init(_ direction: Direction?, _ event: String, _ text: String? = nil, _ data: [(String, JSONValue)] = []) {
        self.direction = direction
        self.event = event
        self.text = text ?? ""
        self.data = data.map { JSONValue.Member($0.0, $0.1) }
    }
}

extension String {
    fileprivate var trimmingTrailingBlanks: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
