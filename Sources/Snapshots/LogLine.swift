public import LiveProtocol

/// One line of livetop's own log.
public struct LogLine: Hashable, Sendable {
    public enum Level: String, CaseIterable, Hashable, Sendable {
        case debug, info, warning, error
    }

    /// Counts all lines from the start of the process, so that lines keep their number while older ones go.
    public var number: Int
    public var at: Timestamp
    public var level: Level
    public var text: String

    public init(number: Int, at: Timestamp, level: Level, text: String) {
        self.number = number
        self.at = at
        self.level = level
        self.text = text
    }
}
