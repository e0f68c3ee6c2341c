public import LiveProtocol

/// A turn as a filter sees it.
public struct FilteredTurn: FilterSubject {
    public let turn: Turn
    /// Start of the session.
    public let openedAt: Timestamp

    public init(_ turn: Turn, openedAt: Timestamp) {
        self.turn = turn
        self.openedAt = openedAt
    }

    public func values(of key: FilterKey.ID) -> [FilterValue] {
        switch key {
        case .turn: .number(turn.index)
        case .dur: turn.audioByteCount > 0 ? .seconds(turn.audioDuration) : []
        case .at: .seconds(turn.openedAt - openedAt)
        case .reason: .word(turn.reason)
        case .is:
            .words([
                ("open", turn.isOpen), ("interrupted", turn.interruptedAt != nil), ("incomplete", turn.isCutOff),
            ])
        case .has:
            .words([
                ("audio", turn.audioByteCount > 0), ("tool", turn.toolCalls > 0),
                ("text", !turn.modelText.value.isEmpty), ("transcript", !turn.userText.value.isEmpty),
                ("thought", !turn.thoughts.value.isEmpty),
            ])
        default: []
        }
    }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        [turn.userText.value, turn.modelText.value, turn.thoughts.value].contains { test(.string($0)) }
    }
}
