import Filters
import LiveProtocol
import SessionModel
import Testing

@testable import SessionStore

@Suite struct RecordedFramesTests {
    private static let audio =
        #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"\#(String(repeating: "AAAA", count: 426))"}}}"#

    /// 700 frames on the first connection, every third of audio from the app, then 300 on the second.
    private let store: TestStore

    init() throws {
        store = try TestStore()
        var recorder = try store.recorder()
        let first = (1...700).map { Self.frame(Int64($0), of: .first) }
        let second = (1...300).map { Self.frame(Int64($0), of: .second, later: 1_000) }
        try recorder.append(([.opened()] + first + [.closed(700)]).items)
        try recorder.append(([.opened(.second, after: 1_000)] + second).items)
        try recorder.append([.assignment(.second, to: .first, tag: nil)])
    }

    private static func frame(_ sequence: Int64, of connection: ConnectionID, later: Double = 0) -> WireEvent {
        let isAudio = sequence.isMultiple(of: 3)
        let text = isAudio ? audio : #"{"serverContent":{"outputTranscription":{"text":"word \#(sequence)"}}}"#
        return WireEvent(
            connection: connection, sequence: sequence, at: .seconds(later + Double(sequence), after: anchor),
            kind: .frame(isAudio ? .clientToServer : .serverToClient, Frame(.text, Array(text.utf8))))
    }

    private func request(
        _ start: FrameRequest.Start, backward isBackward: Bool = false, _ filter: String = ""
    ) throws -> FrameRequest {
        FrameRequest(
            session: .first, filter: try Filter.parse(filter), start: start, isBackward: isBackward, ticket: 1)
    }

    private func page(_ request: FrameRequest) throws -> FramePage {
        try #require(try RecordedFrames(store.database).page(request))
    }

    @Test func `the outline has the connections in their order and the number of their last frames`() throws {
        let frames = RecordedFrames(store.database)
        let outline = try frames.outline(of: .first)
        #expect(outline.parts.map(\.connection) == [.first, .second])
        #expect(outline.parts.map(\.lastSequence) == [700, 300])
        #expect(outline.parts.map(\.isDecoded) == [true, true])
        #expect(try frames.outline(of: SessionID(ConnectionID(rawValue: 9))).parts == [])
    }

    @Test func `pages from the beginning hold every frame once, decoded`() throws {
        let page = try page(try request(.block(0)))
        let entries = page.blocks.flatMap { $0 }
        #expect(page.blocks.map(\.count) == [256, 256, 188, 256, 44])
        #expect(entries.map(\.sequence) == Array(1...700) + Array(1...300))
        #expect(entries[0].text.contains("word 1"))
        #expect(entries[2].isAudioAlone)
        #expect(entries[2].audio == .milliseconds(39.9375))
        #expect(entries[700].at == .seconds(1_001, after: anchor))
    }

    @Test func `pages backward end where they began, in the order of the session`() throws {
        let page = try page(try request(.end, backward: true))
        #expect(page.firstBlock == 0)
        #expect(page.blocks.last?.last?.sequence == 300)
        #expect(page.blocks.last?.last?.connection == .second)
        #expect(page.blocks.flatMap { $0 }.count == 1_000)
    }

    @Test(arguments: [(0.5, 0), (255, 0), (256.5, 1), (700, 2), (700.5, 3), (1_100, 3), (1_257, 4), (9_999, 4)])
    func `an instant is found in its block`(seconds: Double, block: Int) throws {
        #expect(try page(try request(.instant(.seconds(seconds, after: anchor)))).firstBlock == block)
    }

    @Test func `a frame is found in its block`() throws {
        #expect(try page(try request(.frame(.second, 257))).firstBlock == 4)
        #expect(
            try page(try request(.frame(ConnectionID(rawValue: 9), 1))).firstBlock == 4, "the end, where it is unknown")
    }

    @Test func `a filter looks into payloads and times, across the edges of blocks`() throws {
        let words = try page(try request(.block(0), "\"word 257\"")).blocks.flatMap { $0 }
        #expect(words.map(\.sequence) == [257, 257])
        let late = try page(try request(.block(0), "dir:up at:>=2:00 at:<2:06")).blocks.flatMap { $0 }
        #expect(late.map(\.sequence) == [120, 123])
        #expect(
            try page(try request(.block(0), "delta:>999ms")).blocks.flatMap { $0 }.count == 998, "all but the first two"
        )
    }

    @Test func `a filter that nothing matches gives an empty page after some thousand frames`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let count = Int64(FrameRequest.blockLimit * 256 + 10)
        // A page of 200,000 frames takes a tenth of a second at most, at twelve microseconds a frame.
        #expect(count < 8_000)
        try recorder.append(([.opened()] + (1...count).map { Self.frame($0, of: .first) }).items)
        let frames = RecordedFrames(store.database)
        let first = try #require(try frames.page(try request(.block(0), "kind:goAway")))
        #expect(first.blocks == Array(repeating: [], count: FrameRequest.blockLimit))
        let next = try #require(try frames.page(try request(.block(FrameRequest.blockLimit), "seq:>0")))
        #expect(next.blocks.map(\.count) == [10])
    }

    @Test func `nobody waits any more: no answer`() throws {
        let frames = RecordedFrames(store.database)
        var blocks = 0
        let page = try frames.page(try request(.block(0))) {
            blocks += 1
            return blocks < 3
        }
        #expect(page == nil)
    }

    @Test func `content is that of the frames of one direction`() throws {
        let frames = RecordedFrames(store.database)
        let content = try frames.content(
            of: FrameSpan(connection: .first, sequences: 3...9, direction: .clientToServer))
        #expect(content.frames.map(\.payload) == Array(repeating: Array(Self.audio.utf8), count: 3))
    }

    @Test func `what was recorded since shows in the next answer`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([.opened(), Self.frame(1, of: .first)].items)
        let frames = RecordedFrames(store.database)
        #expect(try frames.outline(of: .first).frameCount == 1)
        try recorder.append([Self.frame(2, of: .first)].items)
        #expect(try frames.outline(of: .first).frameCount == 2)
    }
}
