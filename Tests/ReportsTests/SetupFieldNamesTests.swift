import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Reports

@Suite struct SetupFieldNamesTests {
    @Test(arguments: [
        ("setup.generationConfig.temprature", "generationConfig.temperature"),
        ("setup.temperature", "generationConfig.temperature"), ("setup.generation_confg", "generationConfig"),
        ("setup.generationConfig.max_output_token", "generationConfig.maxOutputTokens"),
        (
            "setup.realtimeInputConfig.automaticActivityDetection.silenceDuration",
            "realtimeInputConfig.automaticActivityDetection.silenceDurationMs"
        ),
        ("setup.tools.googleSerch", "tools.googleSearch"),
    ])
    func `a mistyped field leads to the one that was meant, and a misplaced one to its place`(
        path: String, expected: String
    ) {
        #expect(SetupFieldNames.nearest(to: path) == expected)
    }

    @Test func `what is like no field gets no suggestion`() {
        #expect(SetupFieldNames.nearest(to: "setup.generationConfig.xyzzy") == nil)
        #expect(SetupFieldNames.nearest(to: "") == nil)
    }

    @Test func `every field that is suggested is one that livetop reads`() throws {
        for (parent, names) in SetupFieldNames.all {
            for name in names {
                let path = (["setup"] + parent.split(separator: ".").map(String.init) + [name])
                let opening = path.map { "{\"\($0)\":" }.joined()
                let text = opening + "null" + String(repeating: "}", count: path.count)
                // A tool is an element of a list.
                let json = parent == "tools" ? "{\"setup\":{\"tools\":[{\"\(name)\":{}}]}}" : text
                var reader = MessageReader()
                _ = reader.clientMessage(try JSONDocument(Array(json.utf8)))
                #expect(reader.drift.isEmpty, "\(json)")
            }
        }
    }

    @Test func `lint names the field that was meant`() throws {
        var reader = MessageReader()
        let json = #"{"setup":{"model":"models/gemini-3.8-live","generationConfig":{"temprature":1}}}"#
        let setup = try #require(reader.clientMessage(try JSONDocument(Array(json.utf8))).setup)
        let summary = SetupSummary(
            setup, at: WrittenCall.start, connection: ConnectionID(rawValue: 1),
            endpoint: Endpoint(surface: .geminiAPI, version: nil, method: .bidiGenerateContent))
        let rows = SetupLint.rows(of: summary, unknown: reader.drift, models: .builtIn, on: nil)
        let report = LintReport(setup: summary, rows: rows, day: nil, dated: "2026-11-28")
        #expect(report.text.contains("livetop does not know it: did you mean generationConfig.temperature?"))
    }
}
