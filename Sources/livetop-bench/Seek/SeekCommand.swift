import ArgumentParser
import Diagnosis
import FoundationEssentials
import LiveProtocol
import SessionModel
import SessionStore

/// `livetop-bench seek FOLDER`: how long a replay takes to show another instant of the longest session of a data folder.
struct SeekCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seek", abstract: "Time from an instant of a recorded session to another, random one.")

    @Argument(help: "A data folder.") var folder: String
    @Option(help: "Instants to go to.") var count = 200

    func run() throws {
        let database = try SessionDatabase.open(in: URL(filePath: folder, directoryHint: .isDirectory), readOnly: true)
        let longest = try SessionIndex(database).sessions().map(\.summary).max { $0.frames < $1.frames }
        guard let longest else { throw ValidationError("nothing is recorded in \(folder)") }
        let begun = MonotonicClock.now
        var replay = Replay(longest.id, in: database)
        try replay.read()
        let reading = Double(MonotonicClock.now - begun) / 1e9
        let times = try seek(&replay).sorted()
        print(
            """
            Replay of \(longest.frames) frames: read once in \(reading.short) s; then to a random instant, its state and findings: \
            median \(times[times.count / 2].short) ms, 95 of 100 within \(times[times.count * 95 / 100].short) ms, slowest \
            \((times.last ?? 0).short) ms (target < 100 ms).
            """)
    }

    /// Milliseconds each.
    private func seek(_ replay: inout Replay) throws -> [Double] {
        guard let start = replay.outline.start, let end = replay.outline.end else { return [0] }
        // The same instants every time.
        var state: UInt64 = 88_172_645_463_325_252
        return try (0..<max(count, 1)).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            let instant = start + (end - start) * (Double(state >> 11) / Double(1 << 53))
            let begun = MonotonicClock.now
            try replay.seek(to: instant)
            if let state = replay.state {
                PartTimer.keep(Diagnosis().findings(in: state, at: instant, fleet: FleetView([state])))
            }
            return Double(MonotonicClock.now - begun) / 1e6
        }
    }
}
