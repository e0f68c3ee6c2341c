import LiveProtocol

/// A model that the mock offers: those of the Live service, with their context windows, what they answer in, and when
/// they ended. A table of its own, not `SessionModel`'s, so that one mistake cannot hide behind the other
/// (`docs/protocol.md#models`).
struct MockModel: Sendable {
    let name: String
    /// Tokens.
    let contextLimit: Int
    let family: Family
    /// The first day on which the service takes it no more, as `2026-11-17`; nil where none is known.
    let ends: String?

    enum Family: Sendable { case native25, half25, half20, live31, live38, extended38, translate, transcribe, robotics }

    init(_ name: String, _ family: Family, contextLimit: Int = 131_072, ends: String? = nil) {
        (self.name, self.family, self.contextLimit, self.ends) = (name, family, contextLimit, ends)
    }

    static let all = [
        MockModel("gemini-3.8-live", .live38),
        MockModel("gemini-3.8-live-extended-thinking", .extended38),
        MockModel("gemini-3.1-flash-live-preview", .live31, ends: "2026-11-17"),
        MockModel("gemini-2.5-flash-native-audio-latest", .native25),
        MockModel("gemini-2.5-flash-native-audio-preview-12-2025", .native25, ends: "2026-11-17"),
        MockModel("gemini-2.5-flash-native-audio-preview-09-2025", .native25),
        MockModel("gemini-live-2.5-flash-native-audio", .native25, ends: "2026-12-13"),
        MockModel("gemini-live-2.5-flash", .half25),
        MockModel("gemini-robotics-er-2-streaming-preview", .robotics),
        MockModel("gemini-3.5-live-translate-preview", .translate),
        MockModel("gemini-3.5-transcribe-live", .transcribe),
        MockModel("gemini-3.5-transcribe-live-preview", .transcribe),
        MockModel("gemini-live-2.5-flash-preview-native-audio-09-2025", .native25),
        MockModel("gemini-live-2.5-flash-preview-native-audio", .native25),
        MockModel("gemini-2.5-flash-preview-native-audio-dialog", .native25),
        MockModel("gemini-2.5-flash-exp-native-audio-thinking-dialog", .native25),
        MockModel("gemini-live-2.5-flash-preview", .half25, contextLimit: 32_000, ends: "2025-12-09"),
        MockModel("gemini-2.0-flash-live-001", .half20, contextLimit: 32_000, ends: "2025-12-09"),
        // No day is known; they are gone on any day that can be asked for.
        MockModel("gemini-2.0-flash-live-preview-04-09", .half20, contextLimit: 32_000, ends: "0001-01-01"),
        MockModel("gemini-2.0-flash-exp", .half20, contextLimit: 32_000, ends: "0001-01-01"),
    ]

    /// By `models/ID`, `publishers/google/models/ID`, `projects/…/models/ID` or the bare `ID`.
    /// - Parameter day: only if it was taken on that day; nil takes ended ones too.
    static func named(_ path: String, on day: CalendarDay? = nil) -> MockModel? {
        let name = path.split(separator: "/").last.map(String.init)
        return all.first { $0.name == name && $0.isTaken(on: day) }
    }

    static func taken(on day: CalendarDay?) -> [MockModel] { all.filter { $0.isTaken(on: day) } }

    private func isTaken(on day: CalendarDay?) -> Bool {
        guard let day, let end = ends.flatMap(CalendarDay.init) else { return true }
        return day < end
    }

    /// Refuses `TEXT`.
    var speaksOnly: Bool {
        switch family {
        case .native25, .live31, .live38, .extended38, .translate: true
        case .half25, .half20, .transcribe, .robotics: false
        }
    }

    /// Refuses `AUDIO`.
    var writesOnly: Bool { family == .transcribe || family == .robotics }
}
