import GRDB

/// Counts what livetop wrote, by asking its database: the load knows what was sent, so nothing is taken on trust.
struct RecordedCount {
    private let database: DatabaseQueue

    init(dataFolder: String) throws {
        var configuration = Configuration()
        configuration.readonly = true
        database = try DatabaseQueue(path: dataFolder + "/livetop.db", configuration: configuration)
    }

    /// Rows of the stamped messages of `traffic`, known by direction and size, that hold their whole payload.
    func count(of traffic: LoadPlan) throws -> Int {
        let up = MessageTemplate.uplinkAudio(pcmBytes: traffic.uplinkPCM).payloadCount
        let down = MessageTemplate.downlinkAudio(pcmBytes: traffic.downlinkPCM).payloadCount
        return try database.read { database in
            try Int.fetchOne(
                database,
                sql: """
                    SELECT count(*) FROM frames
                    WHERE payload IS NOT NULL AND (direction = 0 AND size = ? OR direction = 1 AND size = ?)
                    """,
                arguments: [up, down]) ?? 0
        }
    }

    /// Frames that the recording says it left out.
    func countOfLeftOut() throws -> Int {
        try database.read { database in
            try Int.fetchOne(
                database, sql: "SELECT sum(json_extract(json, '$.frames')) FROM events WHERE kind = 'captureGap'") ?? 0
        }
    }
}
