import Diagnosis
import Foundation
import LiveProtocol
import Reports
import Runtime
import TestSupport
import Testing

@testable import Drills

/// What `NAME.toml` of a folder of tests says, and how its mistakes are told.
@Suite struct RehearsalFileTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func read(_ text: String, among names: [String] = ["order.ndjson"]) throws -> Rehearsal {
        try Data(text.utf8).write(to: URL(filePath: folder.file("order.toml")))
        return try RehearsalFile(folder.file("order.toml")).rehearsal(among: names, in: "calls")
    }

    @Test func `without a word it is the recording of the same name, heard out, and the program ends well`() throws {
        let rehearsal = try read("")
        #expect(rehearsal.name == "order")
        #expect(rehearsal.recording == "calls/order.ndjson")
        #expect(rehearsal.session == "@last")
        #expect(rehearsal.exit == 0)
        #expect(rehearsal.isComplete)
        #expect(!rehearsal.isStrict)
        #expect(rehearsal.timeout == .seconds(60))
    }

    @Test func `every setting is taken`() throws {
        let rehearsal = try read(
            """
            recording = "other.har"
            session = "@-2"
            strict = true
            speed = 10
            timeout_s = 1.5
            [expect]
            exit = "any"
            complete = false
            tools = [{ name = "get_order", arguments = { id = 7, tags = ["a", 1.5, true] }, within_ms = 800 }]
            model_says = ["on its way"]
            user_says = ["/wh[eo]re/"]
            answered_within_ms = 1200
            no_finding_from = "warning"
            allowed = ["prompt-hygiene"]
            closed_by = "server"
            close_code = 1011
            connections = 2
            """)
        #expect(rehearsal.recording == "calls/other.har")
        #expect(rehearsal.session == "@-2")
        #expect(rehearsal.isStrict)
        #expect(rehearsal.speed == 10)
        #expect(rehearsal.timeout == .milliseconds(1_500))
        #expect(rehearsal.exit == nil)
        #expect(!rehearsal.isComplete)
        let expectation = rehearsal.expectation
        #expect(expectation.tools.map(\.name) == ["get_order"])
        #expect(expectation.tools.first?.arguments?.text == #"{"id":7,"tags":["a",1.5,true]}"#)
        #expect(expectation.tools.first?.within == .milliseconds(800))
        #expect(expectation.modelSays.count == 1)
        #expect(expectation.userSays.count == 1)
        #expect(expectation.answeredWithin == .milliseconds(1_200))
        #expect(expectation.noFindingFrom == .warning)
        #expect(expectation.allowed == ["prompt-hygiene"])
        #expect(expectation.closedBy == .server)
        #expect(expectation.closeCode == 1_011)
        #expect(expectation.connections == 2)
    }

    @Test(arguments: [
        ("recording = 7", "recording is no text"), ("strict = \"yes\"", "strict is neither true nor false"),
        ("speed = 0", "speed is no number from 0.25 to 1000"), ("speed = nan", "speed is no number"),
        ("timeout_s = 1e9", "timeout_s is no number from 0.1 to 86400"), ("expected = 1", "there is no 'expected'"),
        ("expect = 1", "expect is no table"), ("[expect]\nmodel_say = []", "there is no 'model_say' in [expect]"),
        ("[expect]\nexit = 256", "exit is no number from 0 to 255"), ("[expect]\ntools = \"x\"", "tools is no list"),
        ("[expect]\ntools = [1]", "a tool is no table"), ("[expect]\ntools = [{ name = \"\" }]", "name is no text"),
        ("[expect]\ntools = [{ name = \"a\", with = 1 }]", "a tool has no 'with'"),
        ("[expect]\nmodel_says = [1]", "model_says holds what is no text"),
        ("[expect]\nuser_says = [\"/(/\"]", "user_says: "), ("[expect]\nclosed_by = \"me\"", "closed_by is none of"),
        ("[expect]\nclose_code = 70000", "close_code is no number from 1000 to 4999"),
        ("[expect]\nallowed = [\"prompt-hygeine\"]", "there is no rule 'prompt-hygeine'"), ("a = ", "not valid TOML"),
    ])
    func `a mistake is told with what is wrong`(text: String, part: String) throws {
        let error = try #require(throws: UserError.self) { try read(text) }
        #expect("\(error.what): \(error.why)".contains(part))
        #expect(error.what.contains("order.toml"))
        #expect(!error.remedy.isEmpty)
    }

    @Test func `the nearest name is suggested`() throws {
        let setting = try #require(throws: UserError.self) { try read("recrding = \"a\"") }
        #expect(setting.remedy == "did you mean recording?")
        let rule = try #require(throws: UserError.self) { try read("[expect]\nallowed = [\"prompt-hygeine\"]") }
        #expect(rule.remedy == "did you mean prompt-hygiene?")
    }

    @Test func `a test without a recording says which name it looked for`() throws {
        let error = try #require(throws: UserError.self) { try read("", among: ["other.ndjson", ".order.har"]) }
        #expect(error.why == "it names no recording, and there is none called order")
    }

    @Test func `a folder's tests are its files, and its recordings without one`() throws {
        for name in ["order.toml", "order.ndjson", "cancel.har", "notes.txt", ".hidden.har"] {
            try Data().write(to: URL(filePath: folder.file(name)))
        }
        #expect(try Rehearsal.all(in: folder.path).map(\.name) == ["cancel", "order"])
        let error = try #require(throws: UserError.self) { try Rehearsal.all(in: folder.file("nowhere")) }
        #expect(error.what == "cannot read \(folder.file("nowhere"))")
    }
}
