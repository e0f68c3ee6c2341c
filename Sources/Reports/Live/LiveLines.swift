package import LiveProtocol
package import SessionModel
import Wording

/// Live events as lines. Audio comes in hundreds of messages: a run of it is one line, which ends with the next other
/// event of its session, after a pause, or when it has become long.
package struct LiveLines {
    private var starts: [SessionID: Timestamp] = [:]
    private var runs: [Lane: AudioRun] = [:]

    private struct Lane: Hashable {
        var session: SessionID
        var connection: ConnectionID
        var direction: Direction
    }

    /// Something is to be seen of a voice that talks on without anything else happening.
    static let longestRun = Duration.seconds(10)
    /// Audio that comes this long after the last of it begins a new run.
    package static let longestPause = Duration.milliseconds(1_500)

    package init() {}

    /// - Parameter opening: when the session opened.
    package mutating func take(_ event: LiveEvent, of session: SessionID, openedAt opening: Timestamp) -> [LiveLine] {
        starts[session] = opening
        switch event.kind {
        case .client(.audio(let chunk)): return add(chunk, .clientToServer, event, session)
        case .server(.audio(let chunk)), .server(.music(let chunk)): return add(chunk, .serverToClient, event, session)
        default: break
        }
        guard let words = LiveWords(event.kind) else { return [] }
        var lines = end { $0.session == session }
        lines.append(line(event, session, words))
        if case .wire(.closed) = event.kind { starts[session] = nil }
        return lines
    }

    /// Ends every run: nothing follows, for now or for good.
    package mutating func flush() -> [LiveLine] { end { _ in true } }

    private mutating func add(
        _ chunk: AudioChunk, _ direction: Direction, _ event: LiveEvent, _ session: SessionID
    ) -> [LiveLine] {
        let lane = Lane(session: session, connection: event.connection, direction: direction)
        var lines: [LiveLine] = []
        if let run = runs[lane],
            event.at - run.last.at > Self.longestPause || event.at - run.first.at >= Self.longestRun
        {
            lines = end { $0 == lane }
        }
        runs[lane, default: AudioRun(first: event, last: event)].add(chunk, event)
        return lines
    }

    private mutating func end(where matches: (Lane) -> Bool) -> [LiveLine] {
        let ended = runs.filter { matches($0.key) }
        for lane in ended.keys { runs[lane] = nil }
        return ended.sorted {
            ($0.value.first.at, $0.key.direction.rawValue) < ($1.value.first.at, $1.key.direction.rawValue)
        }
        .map { lane, run in
            var line = line(run.first, lane.session, run.words(lane.direction))
            line.sequence = run.last.sequence
            return line
        }
    }

    private func line(_ event: LiveEvent, _ session: SessionID, _ words: LiveWords) -> LiveLine {
        LiveLine(
            session: session, connection: event.connection, sequence: event.sequence, at: event.at,
            offset: event.at - (starts[session] ?? event.at), words: words)
    }
}

/// Audio messages of one direction, one behind the other.
private struct AudioRun {
    var first: LiveEvent
    var last: LiveEvent
    private var messages = 0
    private var byteCount: Int64 = 0
    /// Nil once a piece had no known length.
    private var duration: Duration? = .zero

    init(first: LiveEvent, last: LiveEvent) {
        self.first = first
        self.last = last
    }

    mutating func add(_ chunk: AudioChunk, _ event: LiveEvent) {
        last = event
        messages += 1
        byteCount.addClamped(Int64(chunk.byteCount))
        duration = chunk.duration.flatMap { more in duration.map { $0 + more } }
    }

    func words(_ direction: Direction) -> LiveWords {
        LiveWords(
            direction, "audio",
            "\(Format.latency(duration)) in \(Format.counted(messages, "message")), \(Format.bytes(byteCount))",
            [
                ("messages", .integer(messages)), ("ms", .number(duration?.milliseconds)),
                ("bytes", .integer(byteCount)), ("untilSeq", .integer(last.sequence)), ("until", .time(last.at)),
            ])
    }
}
