import LiveProtocol
import SessionStore
import Shipping
import Testing

@testable import Runtime

/// What is sent where a server refuses rows: a pretended one, which answers by what it gets.
@Suite struct RowInsertTests {
    private static let count = 40

    /// Rows of which each has a payload of its own.
    private static var rows: RowWriter {
        var rows = RowWriter()
        for number in 1...Int64(count) {
            rows.append(row(number), of: .frames, RowStamp(node: "n", at: Timestamp(nanoseconds: 0), payload: .full))
        }
        return rows
    }

    private static func row(_ number: Int64) -> OutboxRow {
        OutboxRow(
            id: number, connection: ConnectionID(rawValue: 1), sequence: number, at: Timestamp(nanoseconds: number),
            content: .frame(.clientToServer, Frame(.text, Array("<\(number)>".utf8))))
    }

    private final class Server {
        var taken: [String] = []
        var posts = 0
        let answer: (_ text: String, _ posts: Int) -> StoreVerdict

        init(_ answer: @escaping (String, Int) -> StoreVerdict) { self.answer = answer }

        func run(token: String? = "t") throws(ShipFailure) -> [RowInsert.Refusal] {
            try RowInsert(table: .frames, rows: rows, token: token) { _, bytes, token throws(ShipFailure) in
                let text = String(decoding: bytes, as: UTF8.self)
                self.posts += 1
                let verdict = self.answer(text, self.posts)
                if verdict == .accepted { self.taken.append(text) }
                return verdict
            }.run()
        }

        /// How often each row was taken.
        func times(_ number: Int) -> Int { taken.count { $0.contains("<\(number)>") } }
    }

    @Test func `all rows go at once`() throws {
        let server = Server { _, _ in .accepted }
        #expect(try server.run() == [])
        #expect(server.posts == 1 && (1...Self.count).allSatisfy { server.times($0) == 1 })
    }

    @Test(arguments: [1, 17, 40])
    func `one row at fault is found, and all others are there once`(number: Int) throws {
        let server = Server { text, _ in text.contains("<\(number)>") ? .poison(code: 117, why: "no") : .accepted }
        #expect(try server.run() == [RowInsert.Refusal(index: number - 1, code: 117, why: "no")])
        #expect((1...Self.count).allSatisfy { server.times($0) == ($0 == number ? 0 : 1) })
        #expect(server.posts <= 14)
    }

    @Test func `a body that was cut once is no fault of a row`() throws {
        let server = Server { _, posts in posts == 1 ? .poison(code: 33, why: "cut") : .accepted }
        #expect(try server.run() == [])
        #expect(server.posts == 2)
    }

    @Test func `too many at once are sent in parts`() throws {
        let server = Server { text, _ in text.utf8.count > 800 ? .tooLarge(code: 413, why: "much") : .accepted }
        #expect(try server.run() == [])
        #expect((1...Self.count).allSatisfy { server.times($0) == 1 })
    }

    @Test func `where every row is refused, it is not the rows`() {
        let server = Server { _, _ in .poison(code: 62, why: "syntax") }
        #expect {
            try server.run()
        } throws: {
            ($0 as? ShipFailure)?.needsSomebody == true
        }
    }

    @Test(arguments: [
        StoreVerdict.retry(why: "later", cure: "wait", after: 3), .stop(why: "no table", cure: "make it"),
    ])
    func `what is no fault of a row ends the attempt`(verdict: StoreVerdict) {
        let server = Server { _, _ in verdict }
        #expect {
            try server.run()
        } throws: {
            ($0 as? ShipFailure) == ShipFailure(verdict)
        }
        #expect(server.posts == 1)
    }
}
