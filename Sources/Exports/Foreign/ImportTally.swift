import LiveProtocol
import Wording

/// What an import understood of a file, what it did not, and how much of each.
public struct ImportTally: Hashable, Sendable {
    /// The program that made the file, where it says so.
    public internal(set) var tool: String?
    /// Connections that were taken.
    public internal(set) var connections = 0
    /// Frames that were taken.
    public internal(set) var frames = 0
    /// Messages that could not be understood and are left out: all of them, and the first few.
    public internal(set) var badCount = 0
    public internal(set) var bad: [Bad] = []
    /// Sockets that are no call of the Live API and are left out: all of them, and the first few by their address.
    public internal(set) var leftOutCount = 0
    public internal(set) var leftOut: [String] = []
    /// Connections of which nobody knows when their messages crossed.
    public internal(set) var untimed = 0
    /// Connections of which nobody knows on which day they were.
    public internal(set) var undated = 0
    /// Messages without a time, which have the time of the message before them.
    public internal(set) var timeless = 0
    /// What was concluded, in words.
    public internal(set) var conclusions: [String] = []

    public init() {}

    /// A message that is left out.
    public struct Bad: Hashable, Sendable {
        /// Such as `entry 2, message 5` or `line 17`.
        public var place: String
        public var reason: String
    }

    static let shown = 3

    mutating func addBad(_ place: String, _ reason: String) {
        badCount += 1
        if bad.count < Self.shown { bad.append(Bad(place: place, reason: reason)) }
    }

    mutating func leaveOut(_ address: String) {
        leftOutCount += 1
        if leftOut.count < Self.shown, !leftOut.contains(address) { leftOut.append(address) }
    }

    mutating func conclude(_ words: String) {
        if !conclusions.contains(words) { conclusions.append(words) }
    }

    /// Half a line: what was taken, what was not. It quotes the file: whoever prints it has to clean it.
    public var words: String {
        var parts = [Self.count(frames, "frame") + (tool.map { " recorded by \($0)" } ?? "")]
        parts += conclusions
        if timeless > 0 {
            parts.append("\(Self.count(timeless, "message")) without a time took that of the one before")
        }
        if untimed > 0 {
            parts.append("times unknown" + (untimed < connections ? " of \(Self.count(untimed, "connection"))" : ""))
        }
        if undated > untimed { parts.append("date unknown") }
        if badCount > 0 {
            let places = bad.map { "\($0.place): \($0.reason)" }.joined(separator: "; ")
            parts.append(
                "\(Self.count(badCount, "bad message")) left out (\(places)\(badCount > bad.count ? "; …" : ""))")
        }
        if leftOutCount > 0 {
            let places = leftOut.joined(separator: ", ") + (leftOutCount > leftOut.count ? ", …" : "")
            parts.append(
                "\(Self.count(leftOutCount, "socket")) left out, no Live call (\(places); --all-sockets takes them)")
        }
        return parts.joined(separator: "; ")
    }

    private static func count(_ number: Int, _ noun: String) -> String {
        Format.counted(number, noun)
    }
}
