package import Cassettes
package import LiveProtocol
package import SessionStore

extension SessionIndex {
    /// What a recording of this session cannot play, in a sentence; nil where all of it was recorded.
    package func silence(of session: SessionID) throws -> String? {
        let levels = try captureLevels(of: session)
        if levels.contains(.meta) { return "recorded with --capture meta: there is no payload to look at or to play" }
        if levels.contains(.noAudio) { return "recorded with --capture no-audio: there is no sound in it" }
        return nil
    }
}

extension Cassette {
    /// The recorded session, for playing it again.
    ///
    /// - Throws: `UserError` where there is nothing that can be played: no connection came about, or its payloads were
    ///   not recorded.
    package init(of session: SessionID, in database: SessionDatabase) throws {
        self.init()
        try Recording(database).forEachEvent(of: session) { append($0) }
        guard incomplete == 0 else {
            throw UserError(
                .badData, what: "cannot play session \(session)",
                why: "\(incomplete) of its messages were recorded without their payload",
                remedy: "record with --capture full, and without losses")
        }
        guard tapes.contains(where: { !$0.steps.isEmpty }) else {
            throw UserError(
                .badData, what: "cannot play session \(session)", why: "no message crossed in it",
                remedy: "livetop ls lists others")
        }
    }
}
