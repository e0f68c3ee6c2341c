import Diagnosis
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import Settings

/// The setup that is linted, wherever it comes from, with another model or surface where one is named.
struct LintSubject {
    let configuration: Configuration
    var model: String?
    var surface: Endpoint.Surface?

    /// Of a recorded session.
    func recorded(_ name: String) throws -> SetupSummary {
        let recordings = try configuration.recordings()
        let id = try recordings.find(name)
        guard let recorded = try recordings.open(id).state.setup else {
            throw UserError(
                .badData, what: "session \(id) has no setup", why: "no setup crossed, or its frame was not captured",
                remedy: "livetop ls")
        }
        return changed(recorded.setup, recorded.endpoint)
    }

    /// In a text, with `setup` around it or without.
    ///
    /// - Parameter place: where the text stands, for errors.
    /// - Returns: The setup, and its fields that livetop does not know.
    func written(_ bytes: [UInt8], in place: String) throws(UserError) -> (SetupSummary, [String]) {
        var reader = MessageReader()
        let message = reader.clientMessage(try document(bytes, place))
        guard let setup = message.setup else {
            throw UserError(
                .badData, what: "there is no setup in \(place)", why: "it is no JSON object with a setup in it",
                remedy: "write {\"setup\": {\"model\": \"models/gemini-3.8-live\"}}")
        }
        return (changed(setup, Endpoint(surface: .geminiAPI, version: nil, method: .bidiGenerateContent)), reader.drift)
    }

    private func document(_ bytes: [UInt8], _ place: String) throws(UserError) -> JSONDocument {
        do {
            let document = try JSONDocument(bytes)
            if document.root["setup"] != nil || !document.root.isObject { return document }
            return try JSONDocument(Array("{\"setup\":".utf8) + bytes + Array("}".utf8))
        } catch {
            throw UserError(
                .badData, what: "\(place) is not valid JSON", why: "\(error)", remedy: "mend it, then lint it again")
        }
    }

    private func changed(_ setup: Setup, _ endpoint: Endpoint) -> SetupSummary {
        var (setup, endpoint) = (setup, endpoint)
        if let surface { endpoint.surface = surface }
        // A bare id is written as the service has it: its path is not what was asked about.
        if let model { setup.model = model.contains("/") || endpoint.surface == .vertex ? model : "models/\(model)" }
        return SetupSummary(setup, at: .wallClock, connection: ConnectionID(rawValue: 1), endpoint: endpoint)
    }
}
