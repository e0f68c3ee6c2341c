public import LiveProtocol

/// A recorded frame as a filter sees it.
public struct FilteredFrame: FilterSubject {
    public let entry: FrameEntry
    /// Start of the session; nil where it is not known: then `at:` matches nothing.
    public let openedAt: Timestamp?
    /// When the frame before it crossed, on the same connection.
    public let previousAt: Timestamp?
    /// What full text is searched in, besides the entry's line.
    public let payload: [UInt8]

    public init(
        _ entry: FrameEntry, openedAt: Timestamp? = nil, previousAt: Timestamp? = nil, payload: [UInt8] = []
    ) {
        self.entry = entry
        self.openedAt = openedAt
        self.previousAt = previousAt
        self.payload = payload
    }

    public func values(of key: FilterKey.ID) -> [FilterValue] {
        switch key {
        case .kind: entry.kinds.map(\.filterWords) ?? .word(entry.opcode.name)
        case .dir: .word(entry.direction.name)
        case .opcode: .word(entry.opcode.name)
        case .size: .number(entry.byteCount)
        case .dur: .seconds(entry.audio)
        case .at: .seconds(openedAt.map { entry.at - $0 })
        case .delta: .seconds(previousAt.map { entry.at - $0 })
        case .seq: .number(entry.sequence)
        case .close: .number(entry.closeCode?.rawValue)
        case .is:
            .words([
                ("interrupted", entry.kinds?.contains(.interrupted) == true), ("incomplete", entry.isIncomplete),
                ("unreadable", entry.problem != nil), ("control", entry.opcode.isControl),
                ("fragment", !entry.isFinal || entry.opcode == .continuation),
            ])
        case .has: entry.kinds?.filterContents ?? []
        default: []
        }
    }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        test(.string(entry.text)) || entry.problem.map { test(.string($0)) } == true
            || !payload.isEmpty && test(.bytes(payload))
    }
}

extension MessageKinds {
    /// Whole names, and their first and last parts.
    var filterWords: [FilterValue] { all.flatMap { [.word($0.rawValue), .word($0.lastPart), .word($0.firstPart)] } }

    /// For `has:`.
    var filterContents: [FilterValue] {
        .words([
            ("audio", contains(.audio) || contains(.realtimeAudio)), ("video", contains(.realtimeVideo)),
            ("text", contains(.text) || contains(.realtimeText) || contains(.clientContent)),
            ("tool", contains(.toolCall) || contains(.toolResponse) || contains(.toolCallCancellation)),
            ("usage", contains(.usageMetadata)), ("goaway", contains(.goAway)),
            ("transcript", contains(.inputTranscription) || contains(.outputTranscription)),
        ])
    }
}
