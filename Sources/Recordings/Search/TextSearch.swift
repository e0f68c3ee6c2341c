package import Filters
package import Foundation
internal import LiveProtocol
package import Reports
internal import SessionModel
internal import SessionStore

/// Full text over the recordings of a folder, or those of a bundle, for `grep` and for filters.
package struct TextSearch {
    /// The data folder, or a bundle.
    private let folder: URL
    private let sink: ProgressSink

    package init(_ folder: URL, _ sink: ProgressSink) { (self.folder, self.sink) = (folder, sink) }

    /// The places where `test` is fulfilled, newest last.
    ///
    /// - Parameters:
    ///   - session: as a person calls it; nil for all of them.
    ///   - limit: the newest so many.
    package func report(
        on test: TextTest, session: String? = nil, tag: String? = nil, limit: Int = .max
    ) throws -> SearchReport {
        let database = try database()
        let index = SessionIndex(database)
        let id = try session.map { try index.find($0) { Suggestion.nearest(to: $0, among: $1) } }
        var hits = try TextIndex(database).hits(for: test, in: id, limit: tag == nil ? limit : .max)
        let summaries = try Set(hits.map(\.session)).reduce(into: [SessionID: SessionSummary]()) { known, id in
            known[id] = try index.session(id)?.summary
        }
        if let tag { hits = Array(hits.filter { summaries[$0.session]?.tag == tag }.prefix(limit)) }
        return SearchReport(hits.reversed().map { SearchReport.Hit($0, of: summaries[$0.session]) }, of: test)
    }

    /// The sessions in which texts of the filter occur; nothing is looked at for a filter without any.
    func sessions(for filter: Filter) throws(DatabaseError) -> [SessionID: Set<TextTest>] {
        guard filter.needsText else { return [:] }
        return try TextIndex(database()).sessions(for: filter)
    }

    /// The database to search in, with everything in its index that has been recorded so far.
    private func database() throws(DatabaseError) -> SessionDatabase {
        var isFolder: ObjCBool = false
        // Without the slash at the end, with which no file exists.
        if FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), !isFolder.boolValue {
            return try Bundle.openIndexed(folder)
        }
        do { try catchUp() } catch  where error.kind == .unwritable {
            sink.note("livetop: the folder cannot be written: what was not indexed before is not searched")
        }
        return try SessionDatabase.open(in: folder, readOnly: true)
    }

    private func catchUp() throws(DatabaseError) {
        try TextIndexer(.openBeside(recorderIn: folder)).catchUp { done, total in
            sink.progress(WorkStep("indexing", done, of: total, "frames"))
            return true
        }
    }
}

extension SearchReport.Hit {
    fileprivate init(_ hit: TextHit, of summary: SessionSummary?) {
        let start = summary.flatMap { $0.isTimed ? $0.openedAt : nil }
        let isDated = summary.map { $0.isTimed && $0.isDated } ?? true
        self.init(
            session: hit.session, connection: hit.connection, sequence: hit.sequence,
            offset: start.map { hit.at - $0 }, at: isDated ? hit.at : nil, kind: hit.kind.rawValue, text: hit.text)
    }
}
