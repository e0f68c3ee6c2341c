import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct SessionDocumentTests {
    private func document(_ reported: Reported?) throws -> JSONValue {
        SessionDocument(try #require(reported).diagnosed).json
    }

    @Test func `a session on two connections is written as documented`() throws {
        let json = try document(Reported([.shop, .resumed], findings: [.full], muted: 2))
        expectGolden(json.indented, named: "show-resumed.json")
    }

    @Test func `a refused call is null and empty, never zero`() throws {
        let json = try document(Reported([.refused]))
        expectGolden(json.indented, named: "show-refused.json")
        for path in ["context.usedTokens", "tokens.billed.input", "tokens.costUsd", "inputAudio.gaps", "setup"] {
            #expect(json.at(path) == .null, "\(path)")
        }
        #expect(json.at("connections.0.refusedStatus") == .integer(403))
    }

    @Test func `figures are those of the events`() throws {
        let json = try document(Reported([.shop, .resumed]))
        #expect(json.at("session.state") == "closed")
        #expect(json.at("connections.0.connectMs.dns") == .number(1.5))
        #expect(json.at("connections.1.closeCode") == .integer(1011))
        #expect(json.at("tools.0.durationMs") == .number(500))
        #expect(json.at("tools.0.outcome") == "answered")
        #expect(json.at("turns.0.audioSeconds") == .number(1))
        #expect(json.at("turns.1.interrupted") == .bool(true))
        #expect(json.at("context.usedTokens") == .integer(2_590))
        #expect(json.at("resumption.resumptions") == .integer(1))
        #expect(json.at("resumption.gaps.0.from") == .string(WrittenCall.shop.connection.description))
        #expect(json.at("drift.unknownFields") == .integer(1))
        #expect(json.at("drift.paths.0.path") == "unheardOf")
    }

    @Test func `without times the keys stay and their values are null`() throws {
        let timed = try document(Reported([.shop]))
        let json = try document(Reported([.untimed]))
        expectGolden(json.indented, named: "show-untimed.json")
        #expect(names(json) == names(timed))
        #expect(json.at("session.isTimed") == .bool(false))
        #expect(json.at("session.openedAt") == .null)
        #expect(json.at("turns.0.startedAt") == .null)
        #expect(json.at("turns.0.rtf") == .null)
        // What the messages hold is known all the same.
        #expect(json.at("turns.0.audioSeconds") == .number(0.6))
        #expect(json.at("turns.0.modelText") == "It left this morning.")
        #expect(json.at("context.usedTokens") == .integer(1_530))
    }

    /// Names of the document and of its objects.
    private func names(_ json: JSONValue) -> [String] {
        guard case .object(let members) = json else { return [] }
        return members.flatMap { member in
            [member.name] + (member.name == "tokens" || member.name == "context" ? names(member.value) : [])
        }
    }

    @Test func `only numbers of instants are taken out, at any depth`() {
        let value = JSONValue.object([
            ("at", .number(1.5)), ("from", "6g002byh"), ("index", .integer(3)),
            ("turns", .array([.object([("startedAt", .number(2)), ("userText", "at")])])),
            ("gaps", .object([("count", .integer(1))])), ("isFalse", .bool(true)), ("isEcho", .bool(true)),
        ])
        let expected =
            #"{"at":null,"from":"6g002byh","index":3,"turns":[{"startedAt":null,"userText":"at"}],"gaps":null,"isFalse":null,"isEcho":true}"#
        #expect(UntimedDocument.withoutTimes(value).text == expected)
    }
}
