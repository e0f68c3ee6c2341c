import Filters
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import TerminalUI

@Suite struct FramesListTests {
    private static let session = SessionID(ConnectionID(rawValue: 7))

    /// `count` frames of text, 10 ms apart, numbered on two connections.
    private static func recording(_ count: Int) -> StagedRecording {
        StagedRecording(
            (0..<count).map { index in
                frame(Int64(index % ((count + 1) / 2)) + 1, of: index < (count + 1) / 2 ? 7 : 8, at: index)
            })
    }

    private static func frame(_ sequence: Int64, of connection: UInt64, at index: Int) -> WireEvent {
        WireEvent(
            connection: ConnectionID(rawValue: connection), sequence: sequence,
            at: .seconds(100) + .milliseconds(Int64(index) * 10),
            kind: .frame(
                index.isMultiple(of: 3) ? .clientToServer : .serverToClient,
                Frame(.text, Array(#"{"serverContent":{"turnComplete":true}}"#.utf8))))
    }

    private static func list(_ recording: StagedRecording, height: Int = 30) -> FramesList {
        var list = FramesList(session: session)
        list.answer(by: recording, height: height)
        return list
    }

    @Test func `it opens at the end and follows`() {
        var recording = Self.recording(3_000)
        var list = Self.list(recording)
        #expect(list.isFollowing)
        #expect(list.position == 3_000)
        recording.append(Self.frame(1_501, of: 8, at: 3_000))
        list.grow()
        list.answer(by: recording, height: 30)
        #expect(list.position == 3_001)
        #expect(list.selected == list.rows.count - 1)
    }

    @Test func `who wants the first frame before anything is there gets it`() {
        let recording = Self.recording(3_000)
        var list = FramesList(session: Self.session)
        _ = list.nextRequest(height: 30)
        list.moveToStart()
        list.answer(by: recording, height: 30)
        #expect(list.position == 1)
    }

    @Test func `in a replay it follows the frame that has been come to, wherever that is`() {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        func comeTo(_ sequence: Int64, _ connection: UInt64) {
            // As with every picture: asked again until the frame is there.
            for _ in 0..<2 {
                list.follow(FramePlace(connection: ConnectionID(rawValue: connection), sequence: sequence))
                list.answer(by: recording, height: 30)
            }
        }
        for (sequence, connection, position) in [(700, 7, 700), (701, 7, 701), (1_500, 8, 3_000), (1, 7, 1)] {
            comeTo(Int64(sequence), UInt64(connection))
            #expect(list.position == Int64(position))
            #expect(list.isFollowing)
        }
        list.move(by: 3)
        comeTo(1_200, 7)
        #expect(list.position == 4, "who has moved away stays there")
        list.toggleFollowing()
        list.answer(by: recording, height: 30)
        #expect(list.position == 1_200)
    }

    @Test func `a frame that was not captured is looked for once`() {
        let recording = Self.recording(600)
        var list = Self.list(recording)
        for round in 0..<3 {
            list.follow(FramePlace(connection: ConnectionID(rawValue: 99), sequence: 5))
            #expect((list.nextRequest(height: 30) != nil) == (round == 0))
            list.answer(by: recording, height: 30)
        }
    }

    @Test func `moving up ends the following, and goes through every frame once`() {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        var places: [Int64] = [list.position ?? 0]
        while let last = places.last, last > 1, places.count < 4_000 {
            list.move(by: -1)
            list.answer(by: recording, height: 30)
            places.append(list.position ?? 0)
        }
        #expect(!list.isFollowing)
        #expect(places == Array((1...3_000).reversed()))
    }

    @Test func `however far it goes, what is kept is bounded, and the way back is the same`() {
        let recording = Self.recording(60_000)
        var list = Self.list(recording)
        var most = 0
        for _ in 0..<2_100 {
            list.move(by: -29)
            list.answer(by: recording, height: 30)
            most = max(most, list.rows.count)
        }
        #expect(list.position == 1)
        #expect(most <= FramesList.entryLimit + FrameRequest.wantedFrames + 256)
        #expect(list.hasLater)
        list.moveToEnd()
        list.answer(by: recording, height: 30)
        #expect(list.position == 60_000)
    }

    @Test func `a jump goes to the first frame at or after an instant`() {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        for (instant, position) in [(100.0, 1), (100.005, 2), (112.34, 1_235), (115.01, 1_502), (999, 3_000)] {
            list.show(.seconds(instant))
            list.answer(by: recording, height: 30)
            #expect(list.position == Int64(position), "at \(instant)")
            #expect(!list.isFollowing)
        }
    }

    @Test func `a jump to a frame goes to that frame`() {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        list.show(FramePlace(connection: ConnectionID(rawValue: 8), sequence: 77))
        list.answer(by: recording, height: 30)
        #expect(list.position == 1_577)
    }

    /// Two minutes of a microphone and a model that speak at once, the frames of both directions in turn.
    @Test func `a jump to a frame of a run shows that frame, in the run of its direction`() {
        let events = (0..<600).map { index in
            let isUp = index.isMultiple(of: 2)
            let json =
                isUp
                ? #"{"realtimeInput":{"audio":{"mimeType":"audio/pcm;rate=16000","data":"AAAA"}}}"#
                : #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"AAAA"}}]}}}"#
            return WireEvent(
                connection: ConnectionID(rawValue: 7), sequence: Int64(index) + 1,
                at: .seconds(100) + .milliseconds(Int64(index) * 10),
                kind: .frame(isUp ? .clientToServer : .serverToClient, Frame(.text, Array(json.utf8))))
        }
        let recording = StagedRecording(events)
        for sequence in [1, 2, 77, 78, 300, 599] as [Int64] {
            var list = FramesList(session: Self.session)
            list.show(FramePlace(connection: ConnectionID(rawValue: 7), sequence: sequence))
            list.answer(by: recording, height: 30)
            #expect(list.selectedRow?.entry.sequence == sequence)
            #expect(
                list.selectedRow?.entry.direction == (sequence.isMultiple(of: 2) ? .serverToClient : .clientToServer))
        }
    }

    @Test func `a frame has the number that it has on its connection`() throws {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        list.show(FramePlace(connection: ConnectionID(rawValue: 8), sequence: 77))
        list.answer(by: recording, height: 30)
        let row = try #require(list.selectedRow)
        #expect(list.numbers.place(row) == "frame 77 of 1,500 on connection 2 of 2")
        #expect(list.numbers.words(row.entry.connection, 77) == "frame 77 of connection 2")
        #expect(list.numbers.label(row.entry.connection, 77) == "2#77")
        let alone = FrameNumbers([(row.entry.connection, 1_500)])
        #expect(alone.place(row) == "frame 77 of 1,500")
        #expect(alone.label(row.entry.connection, 1_077) == "1,077")
        // Of many connections only the first and the latest are remembered.
        let many = FrameNumbers([(ConnectionID(rawValue: 7), 3), (row.entry.connection, 1_500)], count: 40)
        #expect(many.words(row.entry.connection, 77) == "frame 77 of connection 40")
        #expect(many.words(ConnectionID(rawValue: 7), 2) == "frame 2 of connection 1")
    }

    @Test func `a filter keeps the place and goes through the whole session for it`() throws {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        list.show(FramePlace(connection: ConnectionID(rawValue: 7), sequence: 1_000))
        list.answer(by: recording, height: 30)
        list.setFilter(try Filter.parse("dir:up"))
        list.answer(by: recording, height: 30)
        #expect(list.position == 1_000)
        #expect(list.rows.allSatisfy { $0.entry.direction == .clientToServer })
        list.setFilter(try Filter.parse("kind:goAway"))
        list.answer(by: recording, height: 30)
        #expect(list.rows.isEmpty)
        #expect(list.searchedShare == 1)
        list.setFilter(.everything)
        list.answer(by: recording, height: 30)
        #expect(!list.rows.isEmpty)
    }

    @Test func `an answer to an earlier question is ignored`() throws {
        let recording = Self.recording(3_000)
        var list = FramesList(session: Self.session)
        let question = list.nextRequest(height: 30)
        let first = try #require(question)
        list.setFilter(try Filter.parse("dir:up"))
        list.show(recording.page(first), height: 30)
        #expect(list.rows.isEmpty)
        list.answer(by: recording, height: 30)
        #expect(list.rows.allSatisfy { $0.entry.direction == .clientToServer })
    }

    @Test func `what cannot be read is told, and asked for again by the next move`() throws {
        let recording = Self.recording(3_000)
        var list = Self.list(recording)
        list.moveToStart()
        let question = list.nextRequest(height: 30)
        list.fail(try #require(question), "the disk is gone")
        #expect(list.problem == "the disk is gone")
        let next = list.nextRequest(height: 30)
        #expect(next == nil)
        list.move(by: 0)
        list.answer(by: recording, height: 30)
        #expect(list.position == 1)
    }

    /// Whatever the user does in whatever order of answers: the selection is on a row, the row on the screen.
    @Test func `nothing that a user does leads astray`() {
        expectProperty(runs: 40) { random in
            var recording = Self.recording(Int.random(in: 0...2_600, using: &random))
            var list = FramesList(session: Self.session)
            for step in 0..<120 {
                let height = Int.random(in: 0...60, using: &random)
                switch Int.random(in: 0...11, using: &random) {
                case 0: list.moveToStart()
                case 1: list.moveToEnd()
                case 2: list.toggleFollowing()
                case 3: list.show(.seconds(Double.random(in: 99...130, using: &random)))
                case 4: _ = list.toggleRun()
                case 5: list.setFilter([.everything, (try? Filter.parse("dir:up")) ?? .everything][step % 2])
                case 6:
                    recording.append(Self.frame(Int64(2_000 + step), of: 8, at: 4_000 + step))
                    list.grow()
                case 7: if let request = list.nextRequest(height: height) { list.fail(request, "no") }
                default: list.move(by: .random(in: -400...400, using: &random))
                }
                if Bool.random(using: &random) { list.answer(by: recording, height: height) }
                list.settle(height: height)
                try #require(list.rows.isEmpty ? list.selected == 0 : list.rows.indices.contains(list.selected))
                try #require(height == 0 || (list.top..<list.top + height).contains(list.selected))
            }
        }
    }
}

extension FramesList {
    /// The number of the selected frame among all frames of the session, from 1.
    fileprivate var position: Int64? {
        guard let row = selectedRow else { return nil }
        var before: Int64 = 0
        for part in outline.parts {
            if part.connection == row.entry.connection { return before + row.entry.sequence }
            before += part.lastSequence
        }
        return nil
    }

    /// Asks and takes in answers until there is nothing more to ask.
    fileprivate mutating func answer(by recording: StagedRecording, height: Int) {
        settle(height: height)
        while let request = nextRequest(height: height) {
            show(recording.page(request), height: height)
            settle(height: height)
        }
    }
}
