internal import Diagnosis
internal import LiveProtocol
internal import SessionModel
internal import Wording

/// How a line of the log of calls is written.
package enum CallLogFormat: String, CaseIterable, Sendable {
    case text, json
}

extension CallNews.Note {
    /// One line.
    ///
    /// - Parameter time: of the line, in UTC, such as `2026-09-20T10:00:00.123Z`.
    package func line(_ format: CallLogFormat, time: String) -> String {
        switch format {
        case .text:
            let names = [session.description, tag, model.map(ModelTable.bareID)].compactMap(\.self).joined(
                separator: " ")
            return ForeignText.clean("\(time) \(level.rawValue) \(names) \(words)")
        case .json:
            let known: [(String, JSONValue)] = [
                ("time", .string(time)), ("level", .string(level.rawValue)), ("event", .string(event.rawValue)),
                ("session", .string(session.description)), ("tag", .string(tag)),
                ("model", .string(model.map(ModelTable.bareID))), ("message", .string(words)),
            ]
            return JSONValue.object(known + fields.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }).text
        }
    }
}
