import Filters
import Foundation
import GRDB
import LiveProtocol
import SessionModel
import TestSupport

@testable import SessionStore

/// A bundle of one call, to be changed as nobody's livetop would have written it, and everything that is done with one.
struct ForeignFile {
    let folder: TemporaryFolder
    let url: URL

    init() throws {
        let store = try TestStore()
        var recorder = try store.recorder()
        let setup = Array(
            #"{"setup":{"model":"models/gemini-live","systemInstruction":{"parts":[{"text":"Be brief."}]}}}"#.utf8)
        let audio = Array(
            #"{"serverContent":{"modelTurn":{"parts":[{"inlineData":{"mimeType":"audio/pcm;rate=24000","data":"DATA"}}]}}}"#
                .replacing("DATA", with: String(repeating: "AAAA", count: 400)).utf8)
        let frames = (2...40 as ClosedRange<Int64>).map { WireEvent.frame($0, audio) }
        try recorder.append(
            ([WireEvent.opened(tag: "a"), .frame(1, setup, direction: .clientToServer)] + frames + [.closed(40)]).items
                + [.assignment(.first, to: .first, tag: "a")])
        try recorder.finish(at: .seconds(60, after: anchor))
        try MarkTable(store.database).set(Mark(session: .first, at: .seconds(2, after: anchor), text: "here"))
        folder = store.folder
        url = store.folder.url.appendingPathComponent("call.livetop")
        try Bundle.write([.first], of: store.database, to: url)
    }

    /// Runs statements on the file, without any of the guards.
    func change(_ sql: String) throws {
        var configuration = Configuration()
        configuration.foreignKeysEnabled = false
        let queue = try DatabaseQueue(path: url.path, configuration: configuration)
        try queue.writeWithoutTransaction { try $0.execute(sql: sql) }
        try queue.close()
    }

    /// The file as the database of a data folder.
    func asDataFolder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try FileManager.default.copyItem(at: url, to: folder.url.appendingPathComponent(SessionDatabase.fileName))
        return folder
    }

    /// Reads everything that there is in every way there is, and takes it into a database of one's own, which is read as
    /// well.
    ///
    /// - Throws: `DatabaseError` where the file is refused, and nothing else.
    func use() throws {
        let database = try Bundle.open(url)
        let own = try TestStore()
        try Self.read(database)
        var recorder = try own.recorder(
            startedAt: try Bundle.recordings(in: database).first?.header.startedAt ?? anchor)
        let sessions = try Bundle.sessions(in: database)
        var events = Recording(database).allEvents()
        while let event = try events.next() {
            try recorder.append([.event(event)])
            if let session = sessions[event.connection] {
                try recorder.append([.assignment(event.connection, to: session, tag: nil)])
            }
        }
        try Bundle.copyNotes(of: Array(Set(sessions.values)), from: database, to: own.database)
        try Self.read(own.database)
        try TextIndexer(own.database).catchUp()
        _ = try TextIndex(own.database).hits(for: .words("brief"))
    }

    private static func read(_ database: SessionDatabase) throws {
        let index = SessionIndex(database)
        for session in try index.sessions() {
            let id = session.summary.id
            var folding = Folding(Fleet())
            try Recording(database).forEachEvent(of: id) { folding.apply($0) }
            _ = folding.fleet[id]?.summary(at: anchor)
            let frames = RecordedFrames(database)
            _ = try frames.outline(of: id)
            for start in [FrameRequest.Start.block(0), .end, .instant(anchor)] {
                _ = try frames.page(
                    FrameRequest(session: id, filter: .everything, start: start, isBackward: false, ticket: 1))
            }
            _ = try index.captureLevels(of: id)
        }
        _ = try index.exchanges()
        _ = try MarkTable(database).all()
        _ = try Retention(database).candidates(under: RetentionPolicy(keepFor: .zero), at: anchor, isRecording: false)
    }
}
