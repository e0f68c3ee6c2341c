import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots
import TerminalUI

/// CPU time of pictures of 200 live sessions, from their state to the cells that have changed, in this process.
struct ScreenCosts {
    static let sessions = 200
    private static let size = Size(200, 60)
    private static let picturesPerSecond = 5.0

    /// Nanoseconds of one picture, and of a key with its picture, by screen.
    private let screens: [(name: String, picture: Double, key: Double)]
    /// What a picture costs the thread that folds: the state it published is copied where it changes afterwards.
    private let publishing: Double
    /// Looking for findings in all sessions, which happens once a second.
    private let diagnosis: Double
    /// A picture of nothing.
    private let idle: Double

    static func measure() -> ScreenCosts {
        var calls = StagedCalls(sessions)
        let publishing = calls.publishing()
        let diagnosis = PartTimer.nanoseconds { PartTimer.keep(calls.findings()) }
        calls.diagnose()
        return ScreenCosts(
            screens: Self.screens.map { calls.costs(of: $0.name, opened: $0.keys, size) }, publishing: publishing,
            diagnosis: diagnosis, idle: StagedCalls.idle(size))
    }

    private static let screens: [(name: String, keys: [Key])] = [
        ("sessions", []), ("session", [.enter]), ("turns", [.enter, .character("3")]),
        ("findings", [.enter, .character("5")]), ("metrics", [.enter, .character("6")]),
    ]

    /// Share of a core that five pictures a second of the dearest screen take, with everything that is done for them.
    var share: Double {
        let picture = screens.map(\.picture).max() ?? 0
        return ((picture + publishing) * Self.picturesPerSecond + diagnosis) / 1e9
    }

    var slowestKey: Double { screens.map(\.key).max() ?? 0 }

    var text: String {
        var table = MarkdownTable(columns: ["CPU µs", "picture", "key and picture"])
        for screen in screens {
            table.rows.append([screen.name, (screen.picture / 1e3).short, (screen.key / 1e3).short])
        }
        table.rows.append(["empty, no sessions", (idle / 1e3).short, "–"])
        return """
            \(table.text)
            Publishing a picture's state costs the folding thread \((publishing / 1e3).short) µs; looking for findings in all sessions, \
            once a second, \((diagnosis / 1e3).short) µs. Five pictures a second of the dearest screen, with both: \((share * 100).short) % of a core.

            """
    }
}

/// Sessions that talk, as the proxy knows them.
private struct StagedCalls {
    private let sample = TalkSample()
    private let connections: [ConnectionID]
    private var decoders: [LiveDecoder]
    private var fleet = Fleet()
    private var frame: Int
    private var found: [SessionID: [Finding]] = [:]

    /// Twelve seconds of talk.
    init(_ count: Int) {
        connections = (1...UInt64(count)).map(ConnectionID.init(rawValue:))
        decoders = connections.map(LiveDecoder.init)
        frame = 0
        for (index, connection) in connections.enumerated() {
            for event in sample.opening(of: connection) {
                for fact in decoders[index].decode(event) { fleet.apply(fact) }
            }
        }
        talk(sample.cycleLength * 6 / 5)
    }

    private mutating func talk(_ frames: Int) {
        for _ in 0..<frames {
            for (index, connection) in connections.enumerated() {
                for fact in decoders[index].decode(sample.event(frame, of: connection)) { fleet.apply(fact) }
            }
            frame += 1
        }
    }

    /// A tenth of a second of all sessions.
    private mutating func talk() -> UInt64 {
        let start = MonotonicClock.ownCPU
        talk(5)
        return MonotonicClock.ownCPU - start
    }

    /// The median of what a tenth of a second costs more after a publication.
    mutating func publishing() -> Double {
        let differences = (0..<41).map { _ in
            let alone = Double(talk())
            let published = fleet
            let disturbed = Double(talk())
            PartTimer.keep(published)
            return disturbed - alone
        }
        return max(0, differences.sorted()[20])
    }

    func findings() -> [SessionID: [Finding]] {
        let diagnosis = Diagnosis()
        let others = FleetView(fleet.sessions)
        return Dictionary(
            fleet.sessions.map { ($0.id, diagnosis.findings(in: $0, at: now, fleet: others)) }, uniquingKeysWith: { $1 }
        )
    }

    mutating func diagnose() { found = findings() }

    private var now: Timestamp { sample.event(frame, of: connections[0]).at }

    private func snapshot(opened: SessionID?) -> FleetSnapshot {
        FleetSnapshot(
            now: now, summaries: fleet.summaries(at: now), detail: opened.flatMap { fleet[$0] }, findings: found,
            process: Self.gauges)
    }

    private static let gauges = ProcessGauges(
        port: 8910, baseURL: "https://localhost:8910", caPath: "ca.pem", caBundlePath: "ca-bundle.pem",
        dataDirectory: "livetop")

    /// Medians over pictures between which all sessions go on.
    mutating func costs(
        of name: String, opened keys: [Key], _ size: Size
    ) -> (name: String, picture: Double, key: Double) {
        var model = Model()
        _ = model.update(.resized(size))
        _ = model.update(.snapshot(snapshot(opened: nil)))
        for key in keys { _ = model.update(.key(key)) }
        var picture = view(model, size: size)
        var pictures: [Double] = []
        var answers: [Double] = []
        for index in 0..<41 {
            _ = talk()
            pictures.append(
                Self.time {
                    _ = model.update(.snapshot(snapshot(opened: model.openedSession)))
                    Self.draw(model, size, over: &picture)
                })
            answers.append(
                Self.time {
                    _ = model.update(.key(index.isMultiple(of: 2) ? .down : .up))
                    Self.draw(model, size, over: &picture)
                })
        }
        return (name, pictures.sorted()[20], answers.sorted()[20])
    }

    static func idle(_ size: Size) -> Double {
        var model = Model()
        _ = model.update(.resized(size))
        var picture = view(model, size: size)
        let nothing = FleetSnapshot(now: Timestamp(nanoseconds: 0), process: gauges)
        return PartTimer.nanoseconds {
            _ = model.update(.snapshot(nothing))
            draw(model, size, over: &picture)
        }
    }

    private static func draw(_ model: Model, _ size: Size, over picture: inout CellGrid) {
        let next = view(model, size: size)
        PartTimer.keep(GridDiff(from: picture, to: next))
        picture = next
    }

    private static func time(_ body: () -> Void) -> Double {
        let start = MonotonicClock.ownCPU
        body()
        return Double(MonotonicClock.ownCPU - start)
    }
}
