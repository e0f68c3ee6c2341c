import LiveProtocol
import TestSupport
import Testing

@testable import SessionStore

@Suite struct SessionReferenceTests {
    private let store: TestStore

    init() throws {
        store = try TestStore()
        var recorder = try store.recorder()
        try recorder.append([
            WireEvent.opened(.first, tag: "alpha").item, WireEvent.opened(.second, tag: "beta").item,
            WireEvent.opened(ConnectionID(rawValue: 900_000_000_000)).item,
            WireEvent.opened(ConnectionID(rawValue: 200_000_000_003)).item,
            .assignment(ConnectionID(rawValue: 200_000_000_003), to: .first, tag: nil),
        ])
    }

    @Test(arguments: [
        ("@last", 900_000_000_000), ("@-1", 900_000_000_000), ("@-2", 200_000_000_002), ("@-3", 200_000_000_001),
        ("tag:alpha", 200_000_000_001), (ConnectionID.second.description, 200_000_000_002),
        (ConnectionID.second.description.uppercased(), 200_000_000_002),
        (ConnectionID(rawValue: 200_000_000_003).description, 200_000_000_001),
        (String(ConnectionID(rawValue: 900_000_000_000).description.prefix(3)), 900_000_000_000),
    ])
    func `a session is found by every kind of name`(text: String, id: Int) throws {
        #expect(try find(text) == SessionID(ConnectionID(rawValue: UInt64(id))))
    }

    @Test(arguments: ["@-9", "@-0", "@", "", "*", "tag:", "tag:gamma", "zzzzzzzz", "?", "5%"])
    func `what names nothing is unknown`(text: String) {
        let failure = #expect(throws: SessionReference.Failure.self) { try find(text) }
        #expect(failure == .unknown(text, suggestion: nil))
    }

    @Test func `the beginning of several sessions is ambiguous and names them`() {
        let text = String(ConnectionID.first.description.prefix(6))
        let failure = #expect(throws: SessionReference.Failure.self) { try find(text) }
        #expect(failure == .ambiguous(text, matches: [SessionID.second, .first].map(\.description)))
    }

    @Test func `a mistyped name is compared with identifiers and tags`() {
        let failure = #expect(throws: SessionReference.Failure.self) {
            try store.index.find("tag:alpa") { _, names in
                #expect(names.contains(SessionID.first.description))
                return names.first { $0 == "tag:alpha" }
            }
        }
        #expect(failure?.description.contains("Did you mean `tag:alpha`?") == true)
    }

    private func find(_ text: String) throws -> SessionID {
        try store.index.find(text) { _, _ in nil }
    }
}
