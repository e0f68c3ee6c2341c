import Simulator

/// A model as callers of the field name it.
struct FieldModel: Hashable, Sendable {
    var name: String
    var family: Family
    var isVertex = false

    enum Family { case two5, half25, three1, three8, translate, transcribe, robotics }

    var answersInText: Bool { family == .transcribe || family == .robotics }

    /// Typed text goes as `realtimeInput.text`.
    var isThree: Bool { family == .three1 || family == .three8 }

    var path: String {
        isVertex
            ? "projects/field-project/locations/us-central1/publishers/google/models/\(name)" : "models/\(name)"
    }

    static let live38 = FieldModel(name: "gemini-3.8-live", family: .three8)
    static let vertex38 = FieldModel(name: "gemini-3.8-live", family: .three8, isVertex: true)
    static let extended38 = FieldModel(name: "gemini-3.8-live-extended-thinking", family: .three8)
    static let live31 = FieldModel(name: "gemini-3.1-flash-live-preview", family: .three1)
    static let native12 = FieldModel(name: "gemini-2.5-flash-native-audio-preview-12-2025", family: .two5)
    static let native = FieldModel(name: "gemini-2.5-flash-native-audio-latest", family: .two5)
    static let vertex25 = FieldModel(name: "gemini-live-2.5-flash-native-audio", family: .two5, isVertex: true)
    static let half25 = FieldModel(name: "gemini-live-2.5-flash", family: .half25, isVertex: true)
    static let translate = FieldModel(name: "gemini-3.5-live-translate-preview", family: .translate)
    static let transcribe = FieldModel(name: "gemini-3.5-transcribe-live", family: .transcribe)
    static let robotics = FieldModel(name: "gemini-robotics-er-2-streaming-preview", family: .robotics)

    /// Those that people talk to.
    static let spoken = [live38, vertex38, live31, native12, native, vertex25, half25, live38]
    static let twos = [native12, native, vertex25, half25]
    static let threes = [live38, vertex38, live31]
}
