public import LiveProtocol
public import SessionModel

/// A turn as a filter sees it.
public struct FilteredTurn: FilterSubject {
    public let turn: Turn
    /// Start of the session.
    public let openedAt: Timestamp

    public init(_ turn: Turn, openedAt: Timestamp) {
        self.turn = turn
        self.openedAt = openedAt
    }

    public static func getter<Value>(
        among getters: FilterGetters<Value>
    ) -> (@Sendable (FilteredTurn) -> Value?)? { getters.turns }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        [turn.userText.value, turn.modelText.value, turn.thoughts.value].contains { test(.string($0)) }
    }

    var audioLength: Duration? { turn.audioByteCount > 0 ? turn.audioDuration : nil }

    /// Since the session began.
    var offset: Duration { turn.openedAt - openedAt }
}
