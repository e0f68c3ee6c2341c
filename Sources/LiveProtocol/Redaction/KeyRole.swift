/// What a key does for its neighbours, wherever it stands.
enum KeyRole: UInt8, Sendable {
    case none
    /// Its value is a name, and says what stands under `value` beside it.
    case name
    /// Its value is a path, whose last step is such a name.
    case path
    /// What is named so.
    case value
    /// What is beside it under `data` is media.
    case mimeType
    /// In it are texts that come in pieces, one in each message.
    case stream
    /// The number of the step whose piece this is.
    case index
    /// The kind of an event.
    case event
    /// A piece is not the last one.
    case continuation
    /// What came in pieces is complete.
    case turnEnd

    static func of(_ key: KeyHash) -> KeyRole { table[key] ?? .none }

    private static let table = KeyTable<KeyRole>([
        (
            .name,
            [
                "name", "key", "header", "headerName", "field", "fieldName", "param", "parameter", "variable",
                "attribute", "id", "label",
            ]
        ),
        (.path, ["jsonPath"]), (.value, ["value", "values", "headerValue", "stringValue", "numberValue"]),
        (.mimeType, ["mimeType", "imageMimeType"]),
        (.stream, ["modelTurn", "inputTranscription", "outputTranscription", "delta", "partialArgs"]),
        (.index, ["index"]), (.event, ["eventType"]), (.continuation, ["willContinue"]),
        (.turnEnd, ["turnComplete", "generationComplete", "interrupted"]),
    ])
}
