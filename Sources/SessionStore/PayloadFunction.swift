internal import Foundation
internal import GRDB

/// `livetop_payload(codec, payload)` in SQL: a payload as it crossed, however it is stored.
enum PayloadFunction {
    static let name = "livetop_payload"

    /// Gives it to a connection, where nothing in the file can make use of it: it takes what it is given.
    static func add(to database: Database) {
        database.add(
            function: DatabaseFunction(name, argumentCount: 2, pure: true) { values in
                guard let number = Int64.fromDatabaseValue(values[0]), let codec = PackedPayload.Codec(rawValue: number)
                else { return nil }
                switch values[1].storage {
                case .blob(let data): return PackedPayload.unpack(data, codec).map { Data($0) }
                default: return nil
                }
            })
    }

    /// Within this connection `v_frames` has every payload. The view of the file cannot: other programs read it as well.
    static func addView(to database: Database) throws {
        try database.execute(sql: PeopleViews.unpackedFrames)
    }
}
