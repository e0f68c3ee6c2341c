import FoundationEssentials
import LiveProtocol
import SessionModel
import SessionStore
import Snapshots
import TerminalUI

/// How long a very long session lets its reader wait: the frames screen over its recording, one key after the other.
struct LongSession {
    let frames: Int
    /// Seconds from nothing to the first picture of the list, the database opened included.
    let opening: Double
    /// Milliseconds from a key of scrolling to its picture, what had to be read included.
    let medianKey: Double
    let slowestKey: Double
    /// Milliseconds for a page of a filter that matches next to nothing, and seconds until the whole session was gone through.
    let slowestPage: Double
    let search: Double
    /// Milliseconds of the longest picture while that went on: nothing is read for it.
    let slowestPicture: Double

    static func measure(_ frames: Int, in workshop: Workshop) throws -> LongSession {
        let folder = workshop.path("long")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        _ = try TalkCosts.record(frames, of: TalkSample(), in: folder)
        let start = MonotonicClock.now
        var screen = try FramesReading(in: folder)
        let opening = screen.seconds(since: start)
        let keys = screen.scroll()
        let search = screen.search("kind:goaway")
        return LongSession(
            frames: frames, opening: opening, medianKey: keys.sorted()[keys.count / 2], slowestKey: keys.max() ?? 0,
            slowestPage: search.slowestPage, search: search.seconds, slowestPicture: search.slowestPicture)
    }

    var text: String {
        """
        Opening the list: \(opening.short) s. Scrolling, from key to picture with what is read for it: median \(medianKey.short) ms, slowest \(slowestKey.short) ms.
        A filter that nothing matches: \(search.short) s for all frames, read in pages of \(slowestPage.short) ms at most beside the screen, \
        whose pictures take \(slowestPicture.short) ms at most.

        """
    }
}

/// The frames screen with its reader, in one thread.
private struct FramesReading {
    private let recording: RecordedFrames
    private var model = Model()
    private var picture: CellGrid
    private static let size = Size(200, 60)

    /// Opens the newest session and shows the end of its frames.
    init(in folder: String) throws {
        let database = try SessionDatabase.open(in: URL(filePath: folder, directoryHint: .isDirectory), readOnly: true)
        recording = RecordedFrames(database)
        let summaries = try SessionIndex(database).sessions(limit: 10).map(\.summary)
        picture = CellGrid(Self.size)
        _ = model.update(.resized(Self.size))
        let gauges = ProcessGauges(
            port: 8910, baseURL: "https://localhost:8910", caPath: "", caBundlePath: "", dataDirectory: "")
        let now = summaries.last?.openedAt ?? Timestamp(nanoseconds: 0)
        _ = model.update(.snapshot(FleetSnapshot(now: now, summaries: summaries, process: gauges)))
        for key in [Key.enter, .character("4")] { press(key) }
    }

    func seconds(since start: UInt64) -> Double { Double(MonotonicClock.now - start) / 1e9 }

    private mutating func draw() {
        let next = view(model, size: Self.size)
        PartTimer.keep(GridDiff(from: picture, to: next))
        picture = next
    }

    /// Takes a key and answers everything that is asked for because of it.
    private mutating func press(_ key: Key) {
        var effects = model.update(.key(key))
        while let answer = answer(effects) { effects = model.update(answer) }
        draw()
    }

    private func answer(_ effects: [Effect]) -> Message? {
        for effect in effects {
            switch effect {
            case .readFrames(let request):
                do {
                    return try recording.page(request).map(Message.framePage)
                } catch {
                    return .framesUnread(request, reason: "\(error)")
                }
            case .readContent(let span):
                do {
                    return .frameContent(try recording.content(of: span))
                } catch {
                    return .contentUnread(span, reason: "\(error)")
                }
            default: break
            }
        }
        return nil
    }

    /// Milliseconds by key: pages upwards, to the start and back, lines.
    mutating func scroll() -> [Double] {
        let keys =
            Array(repeating: Key.pageUp, count: 100) + [.home] + Array(repeating: .pageDown, count: 100)
            + [.end] + Array(repeating: .up, count: 100)
        return keys.map { key in
            let start = MonotonicClock.now
            press(key)
            return seconds(since: start) * 1e3
        }
    }

    /// Goes through all frames for a filter.
    mutating func search(_ filter: String) -> (slowestPage: Double, slowestPicture: Double, seconds: Double) {
        let start = MonotonicClock.now
        // The list narrows while the filter is typed: its last letter asks for the first page.
        var effects: [Effect] = []
        for key in [Key.character("/")] + filter.map(Key.character) {
            let asked = model.update(.key(key))
            if !asked.isEmpty { effects = asked }
        }
        var pages: [Double] = []
        var pictures: [Double] = []
        while true {
            let begun = MonotonicClock.now
            guard let answer = answer(effects) else { break }
            let read = MonotonicClock.now
            effects = model.update(answer)
            draw()
            pages.append(Double(read - begun) / 1e6)
            pictures.append(Double(MonotonicClock.now - read) / 1e6)
        }
        return (pages.max() ?? 0, pictures.max() ?? 0, seconds(since: start))
    }
}
