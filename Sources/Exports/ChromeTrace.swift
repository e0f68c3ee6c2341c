import Diagnosis
import Listening
import LiveProtocol
import SessionModel
import Wording

/// `trace`: the Trace Event Format of Chrome, for Perfetto and `chrome://tracing`.
///
/// One process, one thread per lane. Slices of a thread must nest, so what can overlap (parallel tool calls, findings,
/// connections) is written as asynchronous events, which the viewer stacks. Times are microseconds since the session
/// began; raw frames are left out, a viewer in a browser does not take that many.
struct ChromeTrace {
    private let sink: ExportSink
    private let options: ExportOptions
    private var openedAt: Timestamp
    private var isFirst = true
    private var nextID = 0
    private var counters = TraceCounters()
    /// Where the last slice of each lane ended: the next one must not begin before it.
    private var busyUntil: [Lane: Timestamp] = [:]
    private var lastSpeech: SpeechSegment?

    /// Threads of the process, in the order in which they are shown.
    enum Lane: Int, CaseIterable {
        case microphone = 1
        case speech, received, heard, tools, turns, segments, connections, findings

        var title: String {
            switch self {
            case .microphone: "microphone"
            case .speech: "user speech"
            case .received: "model received"
            case .heard: "model heard"
            case .tools: "tools"
            case .turns: "turns"
            case .segments: "latency"
            case .connections: "connections"
            case .findings: "findings"
            }
        }
    }

    static func write(_ source: ExportSource, _ options: ExportOptions, _ sink: ExportSink) throws {
        try source.requireTimes(for: "a trace")
        guard let openedAt = try source.openedAt() else {
            return try sink.write(#"{"traceEvents":[],"displayTimeUnit":"ms","otherData":{}}"# + "\n")
        }
        var trace = ChromeTrace(sink: sink, options: options, openedAt: openedAt)
        try trace.write(source)
    }

    private init(sink: ExportSink, options: ExportOptions, openedAt: Timestamp) {
        (self.sink, self.options, self.openedAt) = (sink, options, openedAt)
    }

    private mutating func write(_ source: ExportSource) throws {
        try sink.write(#"{"displayTimeUnit":"ms","otherData":"#)
        let facts: [(String, JSONValue)] = [
            ("session", .string(source.session.description)), ("began", .time(openedAt)),
            ("livetop", .string(options.version)),
        ]
        try sink.write(JSONValue.object(facts).text + #","traceEvents":["#)
        try writeNames(of: source.session)
        var reader: SessionReader?
        try source.forEachEvent { event in
            if reader == nil { reader = SessionReader(source, first: event) }
            try reader?.read(
                event, live: { fact, state in try write(fact, state) }, part: { part in try write(part) })
        }
        try reader?.finish { part in try write(part) }
        if let reader { try writeEnd(reader, source) }
        try sink.write("\n]}\n")
    }

    // MARK: Events

    private mutating func emit(_ members: [(String, JSONValue)]) throws {
        try sink.write((isFirst ? "\n" : ",\n") + JSONValue.object(members + [("pid", 1)]).text)
        isFirst = false
    }

    private mutating func writeNames(of session: SessionID) throws {
        let name = JSONValue.object([("name", .string("session \(session)"))])
        try emit([("name", "process_name"), ("ph", "M"), ("args", name)])
        for lane in Lane.allCases {
            let thread: [(String, JSONValue)] = [("ph", "M"), ("tid", .integer(lane.rawValue))]
            let title = JSONValue.object([("name", .string(lane.title))])
            let order = JSONValue.object([("sort_index", .integer(lane.rawValue))])
            try emit([("name", "thread_name")] + thread + [("args", title)])
            try emit([("name", "thread_sort_index")] + thread + [("args", order)])
        }
    }

    /// Microseconds since the beginning of the session.
    private func microseconds(_ instant: Timestamp) -> JSONValue {
        .number(Double((instant - openedAt).nanoseconds) / 1e3)
    }

    /// A slice on a lane whose slices follow one another.
    private mutating func slice(
        _ name: String, on lane: Lane, from start: Timestamp, to end: Timestamp, _ args: [(String, JSONValue)] = []
    ) throws {
        let start = max(start, busyUntil[lane] ?? start)
        guard end >= start, options.contains(start) else { return }
        busyUntil[lane] = end
        try emit([
            ("name", .string(name)), ("cat", .string(lane.title)), ("ph", "X"), ("tid", .integer(lane.rawValue)),
            ("ts", microseconds(start)), ("dur", .number(Double((end - start).nanoseconds) / 1e3)),
            ("args", .object(args)),
        ])
    }

    /// A stretch that may overlap with others of its lane.
    private mutating func span(
        _ name: String, on lane: Lane, from start: Timestamp, to end: Timestamp, _ args: [(String, JSONValue)] = []
    ) throws {
        guard options.contains(start) else { return }
        nextID += 1
        let common: [(String, JSONValue)] = [
            ("name", .string(name)), ("cat", .string(lane.title)), ("id", .integer(nextID)),
            ("tid", .integer(lane.rawValue)),
        ]
        try emit(common + [("ph", "b"), ("ts", microseconds(start)), ("args", .object(args))])
        try emit(common + [("ph", "e"), ("ts", microseconds(max(end, start)))])
    }

    private mutating func instant(_ name: String, on lane: Lane, at instant: Timestamp) throws {
        guard options.contains(instant) else { return }
        try emit([
            ("name", .string(name)), ("cat", .string(lane.title)), ("ph", "i"), ("s", "t"),
            ("tid", .integer(lane.rawValue)), ("ts", microseconds(instant)),
        ])
    }

    private mutating func counter(_ name: String, at instant: Timestamp, _ series: [(String, JSONValue)]) throws {
        guard options.contains(instant) else { return }
        try emit([
            ("name", .string(name)), ("ph", "C"), ("ts", microseconds(instant)), ("args", .object(series)),
        ])
    }

    /// An arrow from the end of the user's speech to the model's first sound.
    private mutating func flow(_ turn: Turn) throws {
        guard let response = turn.response, let answeredAt = turn.answeredAt, options.contains(response.startedAt),
            options.contains(answeredAt)
        else { return }
        nextID += 1
        let common: [(String, JSONValue)] = [("name", "response"), ("cat", "response"), ("id", .integer(nextID))]
        // An arrow begins and ends in a slice: both are slices of the latency lane.
        let tid = JSONValue.integer(Lane.segments.rawValue)
        try emit(common + [("ph", "s"), ("tid", tid), ("ts", microseconds(response.startedAt))])
        let end = JSONValue.integer(Lane.turns.rawValue)
        try emit(common + [("ph", "f"), ("bp", "e"), ("tid", end), ("ts", microseconds(answeredAt))])
    }
}

// MARK: - What happened

extension ChromeTrace {
    private mutating func write(_ event: LiveEvent, _ state: SessionState) throws {
        switch event.kind {
        case .server(.generationComplete): try instant("generationComplete", on: .turns, at: event.at)
        case .server(.goAway): try instant("goAway", on: .connections, at: event.at)
        case .wire(.captureGap(let gap)):
            try instant("\(Format.counted(gap.frames, "frame")) not captured", on: .connections, at: event.at)
        case .server(.usage):
            try counter(
                "context tokens", at: event.at,
                Modality.allCases.map { ($0.rawValue.lowercased(), .integer(state.tokens.contextByModality[$0])) })
        case .server(.audio), .server(.interrupted), .server(.turnComplete):
            let backlog = state.playback.backlog(at: event.at)
            guard counters.isDue(backlog, at: event.at) else { return }
            try counter("backlog ms", at: event.at, [("ms", .number(backlog.milliseconds))])
        default: break
        }
    }

    private mutating func write(_ part: SessionReader.Part) throws {
        switch part {
        case .turn(let turn): try write(turn)
        case .speech(let segment):
            let name = segment.isEcho == true ? "echo" : "speech"
            try slice(name, on: .speech, from: segment.onset, to: segment.end ?? segment.onset)
        case .microphone(let run): try slice("audio", on: .microphone, from: run.start, to: run.end)
        case .received(let run): try slice("audio", on: .received, from: run.start, to: run.end)
        case .heard(let run): try slice("audio", on: .heard, from: run.start, to: run.end)
        case .tool(let call):
            guard let calledAt = call.calledAt else { return }
            let outcome = [("outcome", JSONValue.string(call.outcome.rawValue))]
            try span(call.name.onOneLine, on: .tools, from: calledAt, to: call.answeredAt ?? calledAt, outcome)
        case .interruption(let interruption):
            try instant("interrupted", on: .heard, at: interruption.at)
        }
    }

    private mutating func write(_ turn: Turn) throws {
        let end = turn.completedAt ?? turn.interruptedAt ?? turn.lastAudioAt ?? turn.openedAt
        var args: [(String, JSONValue)] = [("interrupted", .bool(turn.interruptedAt != nil))]
        args.append(("user", .string(turn.userText.value.onOneLine)))
        args.append(("model", .string(turn.modelText.value.onOneLine)))
        if let response = turn.response {
            args.append(("response_ms", .number(response.duration.milliseconds)))
            args.append(("anchor", .string(response.anchor.rawValue)))
        }
        try slice("turn \(turn.index)", on: .turns, from: turn.openedAt, to: max(end, turn.openedAt), args)
        for segment in turn.segments {
            try slice(
                segment.name.rawValue, on: .segments, from: segment.startedAt,
                to: segment.startedAt + segment.duration, [("exactness", .string(segment.exactness.rawValue))])
        }
        try flow(turn)
    }

    private mutating func writeEnd(_ reader: SessionReader, _ source: ExportSource) throws {
        for clock in reader.state.connections {
            let end = clock.closedAt ?? source.now ?? reader.lastAt
            let closure = clock.closure.map { ("ended", JSONValue.string(Markdown.end($0))) }
            try span(
                "connection \(clock.id)", on: .connections, from: clock.openedAt, to: end, closure.map { [$0] } ?? [])
        }
        for entry in reader.findings(source, options).shown {
            let finding = entry.finding
            let args: [(String, JSONValue)] = [
                ("severity", .string(finding.severity.rawValue)), ("title", .string(finding.title)),
                ("fix", .string(finding.fix)),
            ]
            try span(finding.rule.rawValue, on: .findings, from: finding.from, to: finding.to, args)
        }
    }
}

/// Keeps a counter to about ten values a second: audio comes fifty times as often as anybody can see.
private struct TraceCounters {
    private var lastAt: Timestamp?
    private static let interval = Duration.milliseconds(100)

    mutating func isDue(_ value: Duration, at instant: Timestamp) -> Bool {
        if value > .zero, let lastAt, instant - lastAt < Self.interval { return false }
        lastAt = instant
        return true
    }
}
