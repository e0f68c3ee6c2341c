import LiveProtocol
import Shipping

/// What is asked of a central store, over one connection to it.
final class StoreConnection {
    let client: StoreClient
    /// Nil until the server was asked; whether it takes tokens that tell the same rows.
    private(set) var takesTokens: Bool?
    private let measured: (Duration) -> Void

    /// - Parameter measured: told how long each insert took.
    init(_ client: StoreClient, measured: @escaping (Duration) -> Void = { _ in }) {
        (self.client, self.measured) = (client, measured)
    }

    var address: StoreAddress { client.address }

    /// The lines of an answer, each split at its tabs.
    func lines(_ statement: String) throws(ShipFailure) -> [[String]] {
        let text = String(decoding: try read(statement), as: UTF8.self)
        return text.split(separator: "\n").map {
            $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
        }
    }

    /// What a statement gives, as it comes.
    func read(_ statement: String, within seconds: Int = 60) throws(ShipFailure) -> [UInt8] {
        switch client.post(.reading(statement, in: address), within: seconds) {
        case .failed(let why): throw Self.unreachable(address, why)
        case .answer(let answer):
            if answer.status == 200, answer.exceptionCode == nil { return answer.body }
            if let failure = ShipFailure(answer.verdict) { throw failure }
            return answer.body
        }
    }

    func insert(
        _ table: StoreTable, _ rows: ArraySlice<UInt8>, token: String?
    ) throws(ShipFailure) -> StoreVerdict {
        let start = ContinuousClock.now
        let query = StoreQuery.inserting(into: table, of: address, token: takesTokens == true ? token : nil)
        let outcome = client.post(query, rows)
        measured(.now - start)
        switch outcome {
        case .failed(let why): throw Self.unreachable(address, why)
        case .answer(let answer): return answer.verdict
        }
    }

    /// Looks whether the tables are there and as they should be; asked once.
    func checkTables() throws(ShipFailure) {
        guard takesTokens == nil else { return }
        let database = StoreQuery.quoted(address.database)
        let rows = try lines(
            "SELECT table, name, type FROM system.columns WHERE database = \(database) FORMAT TabSeparatedRaw")
        var found: [String: [String: String]] = [:]
        for row in rows where row.count == 3 { found[row[0], default: [:]][row[1]] = row[2] }
        if let shortcoming = StoreSchema.shortcoming(in: found) {
            throw .stop(
                "database \(address.database): \(shortcoming)",
                "make the tables as livetop ship --to \(address) --print-ddl portable (or modern, cluster) says")
        }
        let settings = try lines(
            "SELECT name FROM system.settings WHERE name = 'insert_deduplication_token' FORMAT TabSeparatedRaw")
        takesTokens = !settings.isEmpty
    }

    private static func unreachable(_ address: StoreAddress, _ why: String) -> ShipFailure {
        .retry("\(address) cannot be reached: \(why)", "start it, or correct the address; what is recorded waits")
    }
}
