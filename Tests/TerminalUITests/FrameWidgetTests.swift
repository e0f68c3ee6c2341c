import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FrameWidgetTests {
    private let json = Array(#"{"a":{"b":[1,2,{"c":"needle"}]},"d":"x"}"#.utf8)

    @Test func `a tree has a line for every value, and folds`() throws {
        var tree = try #require(JSONTree(json))
        #expect(tree.lines.map(\.label) == ["", "a", "b", "0", "1", "2", "c", "d"])
        tree.move(by: 1)
        tree.toggleFold()
        #expect(tree.visible == [0, 1, 7])
        let isFound = tree.find("NEEDLE")
        #expect(isFound)
        #expect(tree.selectedText == "needle")
        #expect(tree.visible.contains(6))
        #expect(JSONTree(Array("not json".utf8)) == nil)
    }

    @Test func `search goes around in both directions`() throws {
        var tree = try #require(JSONTree(Array(#"{"k1":1,"k2":2,"x":3}"#.utf8)))
        var found: [String?] = []
        for isBackward in [false, false, false, true] {
            found.append(tree.find("k", isBackward: isBackward) ? tree.selectedText : nil)
        }
        #expect(found == ["1", "2", "1", "2"])
        let isFound = tree.find("y")
        #expect(!isFound)
    }

    @Test func `whatever is done to a tree, what is selected is to be seen`() {
        expectProperty(runs: 60) { random in
            guard var tree = JSONTree(json) else { return }
            for _ in 0..<60 {
                switch Int.random(in: 0...4, using: &random) {
                case 0: tree.move(by: .random(in: -12...12, using: &random))
                case 1: tree.toggleFold()
                case 2: tree.fold()
                case 3: tree.unfold()
                default: _ = tree.find(["needle", "a", "zzz"][Int.random(in: 0...2, using: &random)])
                }
                tree.settle(height: 3)
                try #require(tree.lines.indices.contains(tree.selected))
                try #require(tree.visible.first == 0)
            }
        }
    }

    @Test func `bytes scroll by rows and stop at their ends`() {
        var view = HexView((0..<100).map { UInt8($0) })
        view.move(by: 2, width: 16, height: 3)
        #expect(view.offset == 32)
        view.move(by: 1_000, width: 16, height: 3)
        #expect(view.offset == 64)
        view.move(by: -1_000, width: 16, height: 3)
        #expect(view.offset == 0)
        let isFound = view.find("ABC", width: 16)
        #expect(isFound)
        #expect(view.offset == 64)
    }

    @Test func `a text is wrapped by columns and keeps its place`() {
        var text = WrappedText(Array("注文はどこですか abc".utf8))
        text.wrap(to: 6)
        #expect(text.lines == ["注文は", "どこで", "すか a", "bc"])
        text.move(by: 2, height: 1)
        text.wrap(to: 12)
        #expect(text.top == 1)
        let isFound = text.find("BC", isBackward: false, fromHere: true, height: 1)
        #expect(isFound)
    }

    @Test func `a wave knows its peak, level, length and clipping`() throws {
        // Half of full scale, then silence, then both ends of the scale: little-endian, 16 kHz.
        let samples: [Int16] = Array(repeating: 16_384, count: 400) + Array(repeating: 0, count: 400) + [.max, .min]
        let bytes = samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
        let text = #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(Base64.encode(bytes))"}}}"#
        let span = FrameSpan(connection: ConnectionID(rawValue: 1), sequences: 1...1, direction: .clientToServer)
        let wave = try #require(Waveform(FrameContent(span: span, frames: [Frame(.text, Array(text.utf8))])))
        #expect(wave.sampleCount == 802)
        #expect(wave.clippedCount == 2)
        #expect(wave.peak == 1)
        #expect(abs(wave.level - 0.356) < 0.01)
        #expect(wave.duration == .microseconds(50_125))
        #expect(WaveView.decibels(0.5) == "-6.0 dBFS")
        #expect(WaveView.decibels(1) == "0.0 dBFS")
        #expect(WaveView.decibels(0) == "silence")
        #expect(Waveform(FrameContent(span: span, frames: [Frame(.text, json)])) == nil)
    }

    @Test func `runs end with the next frame that is not audio, of either direction`() {
        let recording = StagedRecording(StagedCall.talk.events)
        let request = FrameRequest(
            session: Staged.id(1), filter: .everything, start: .block(0), isBackward: false, ticket: 1)
        let entries = recording.page(request).blocks.flatMap { $0 }
        let rows = FrameRow.rows(of: entries, expanded: [])
        let counts = rows.compactMap { if case .run(let count, _) = $0.shape { count } else { nil } }
        #expect(counts.prefix(2) == [45, 60])
        #expect(counts.reduce(0, +) + rows.count - counts.count == entries.count)
        #expect(rows.reduce(0) { $0 + $1.byteCount } == entries.reduce(0) { $0 + $1.byteCount })
        let all = FrameRow.rows(of: entries, expanded: Set(rows.map(\.place)))
        #expect(all.count == entries.count + counts.count)
    }
}
