import Foundation
import GRDB
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import SessionStore

@Suite struct RecorderTests {
    @Test func `a batch that fails leaves nothing behind and can be appended again`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.opened().item])
        try store.limitPages(toExtra: 4)
        let batch = (1...40).map { WireEvent.frame($0, [UInt8](repeating: 7, count: 4000)) }
        let error = #expect(throws: SessionStore.DatabaseError.self) { try recorder.append(batch.items) }
        #expect(error?.kind == .full)
        #expect(error?.isTransient == true)
        #expect(try store.events(of: .first).count == 1)

        try store.limitPages(toExtra: nil)
        try recorder.append(batch.items)
        #expect(try store.events(of: .first) == [.opened()] + batch)
    }

    @Test func `a connection first seen in a failed batch is introduced again`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try store.limitPages(toExtra: 2)
        let batch = [WireEvent.opened()] + (1...40).map { .frame($0, [UInt8](repeating: 7, count: 4000)) }
        #expect(throws: SessionStore.DatabaseError.self) { try recorder.append(batch.items) }
        try store.limitPages(toExtra: nil)
        try recorder.append(batch.items)
        #expect(try store.events(of: .first) == batch)
    }

    @Test func `one item that cannot be written does not keep the others from the disk`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        store.limitValues(to: 5000)
        let huge = WireEvent.frame(2, [UInt8](repeating: 1, count: 6000))
        var batch = [WireEvent.frame(1), huge, .frame(3)].items
        let error = #expect(throws: SessionStore.DatabaseError.self) { try recorder.append(batch) }
        #expect(error?.isTransient == false)
        #expect(try recorder.appendSingly(&batch) == [huge.item])
        #expect(batch.isEmpty)
        #expect(try store.events(of: .first) == [.frame(1), .frame(3)])
    }

    @Test func `a locked database is an error that passes`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let other = try DatabaseQueue(path: store.database.file.path)
        try other.writeWithoutTransaction { connection in
            try connection.execute(sql: "BEGIN IMMEDIATE")
            let error = #expect(throws: SessionStore.DatabaseError.self) {
                try recorder.append([WireEvent.frame(1).item])
            }
            #expect(error?.kind == .locked)
            #expect(error?.isTransient == true)
            try connection.execute(sql: "ROLLBACK")
        }
        try recorder.append([WireEvent.frame(1).item])
        #expect(try store.events(of: .first) == [.frame(1)])
    }

    @Test func `frames of a connection whose opening was never seen are kept`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([WireEvent.frame(7).item])
        #expect(try store.index.session(.first)?.summary.frames == 1)
    }

    @Test func `row numbers go on where the last recording stopped`() throws {
        let store = try TestStore()
        var first = try store.recorder()
        try first.append([WireEvent.opened(), .frame(1), .closed(1)].items)
        var second = try store.recorder(startedAt: anchor + .seconds(60))
        try second.append([WireEvent.opened(.second), .frame(1, of: .second)].items)
        #expect(try store.events(of: .second) == [.opened(.second), .frame(1, of: .second)])
        #expect(try store.column("SELECT id FROM frames UNION SELECT id FROM events ORDER BY id") == [1, 2, 3, 4, 5])
    }

    @Test func `a recording is noted with its beginning and its end`() throws {
        let store = try TestStore()
        var recorder = try store.recorder(capture: .noAudio)
        #expect(try store.column("SELECT count(*) FROM recordings WHERE ended_ns IS NULL") == [1])
        try recorder.finish(at: anchor + .seconds(5))
        #expect(
            try store.column(
                "SELECT ended_ns - started_ns FROM recordings WHERE capture = 'no-audio' AND host = 'here'")
                == [5_000_000_000])
    }

    @Test func `an assigned connection leaves no empty session behind`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([
            WireEvent.opened(.first, tag: "a").item, WireEvent.opened(.second).item,
            .assignment(.second, to: .first, tag: "b"),
        ])
        let sessions = try store.index.sessions()
        #expect(sessions.map(\.summary.id) == [.first])
        #expect(sessions.first?.summary.connections == 2)
        #expect(sessions.first?.summary.tag == "b")
    }

    @Test func `columns repeat what the events say`() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let upgraded = WireEvent(
            connection: .first, sequence: 0, at: anchor + .seconds(1),
            kind: .upgraded(Handshake(status: 101, headers: [], timings: ConnectTimings())))
        try recorder.append([.opened(), upgraded, .frame(3), .closed(3)].items)
        #expect(
            try store.column(
                """
                SELECT count(*) FROM connections WHERE surface = 'geminiAPI' AND method = 'bidiGenerateContent'
                    AND version = 'v1beta' AND client = 'sdk/1' AND tls = 1 AND status = 101
                    AND opened_ns = 0 AND upgraded_ns = 1000000000 AND closed_ns = 3000000000
                    AND close_by = 'server' AND close_code = 1008 AND close_reason = 'why'
                """) == [1])
    }
}
