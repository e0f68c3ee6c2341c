internal import LiveProtocol
internal import SessionModel

/// A word that may stand behind `is:` or `has:`, and how it is found out.
struct FilterWord: Sendable {
    let name: String
    let getters: FilterGetters<Bool>

    init(
        _ name: String, sessions: FilterGetters<Bool>.Getter<FilteredSession>? = nil,
        turns: FilterGetters<Bool>.Getter<FilteredTurn>? = nil,
        frames: FilterGetters<Bool>.Getter<FilteredFrame>? = nil,
        events: FilterGetters<Bool>.Getter<FilteredEvent>? = nil
    ) {
        self.name = name
        getters = FilterGetters(sessions: sessions, turns: turns, frames: frames, events: events)
    }

    func isKnown(of scope: FilterScope?) -> Bool { scope.map(getters.scopes.contains) ?? true }
}

extension FilterWord {
    /// What is true of a subject: `is:`.
    static let conditions: [FilterWord] =
        SessionActivity.allCases.map { activity in
            FilterWord(activity.rawValue, sessions: { $0.summary.activity == activity })
        } + [
            FilterWord("open", sessions: { $0.summary.closedAt == nil }, turns: { $0.turn.isOpen }),
            FilterWord("refused", sessions: { $0.summary.refusal != nil }, events: { $0.isRefusal }),
            FilterWord(
                "interrupted", sessions: { $0.summary.interruptions > 0 }, turns: { $0.turn.interruptedAt != nil },
                frames: { $0.entry.kinds?.contains(.interrupted) == true }, events: { $0.isInterruption }),
            FilterWord(
                "incomplete", sessions: { $0.summary.droppedFrames > 0 }, turns: { $0.turn.isCutOff },
                frames: { $0.entry.isIncomplete }, events: { $0.isCaptureGap }),
            FilterWord("unreadable", frames: { $0.entry.problem != nil }, events: { $0.isUndecodable }),
            FilterWord(
                "fragment", frames: { !$0.entry.isFinal || $0.entry.opcode == .continuation },
                events: { $0.opcode == .continuation }),
            FilterWord(
                "control", frames: { $0.entry.opcode.isControl }, events: { $0.opcode?.isControl == true }),
            FilterWord("marked", sessions: { $0.isMarked }, events: { $0.origin.isMarked }),
        ]

    /// What is in a subject: `has:`.
    static let contents: [FilterWord] = [
        FilterWord(
            "audio", sessions: { $0.contains(.audio) }, turns: { $0.turn.audioByteCount > 0 },
            frames: { $0.contents.contains(.audio) }, events: { $0.contents.contains(.audio) }),
        FilterWord(
            "video", sessions: { $0.contains(.video) }, frames: { $0.contents.contains(.video) },
            events: { $0.contents.contains(.video) }),
        FilterWord(
            "text", sessions: { $0.contains(.text) }, turns: { !$0.turn.modelText.value.isEmpty },
            frames: { $0.contents.contains(.text) }, events: { $0.contents.contains(.text) }),
        FilterWord(
            "tool", sessions: { $0.contains(.tool) }, turns: { $0.turn.toolCalls > 0 },
            frames: { $0.contents.contains(.tool) }, events: { $0.contents.contains(.tool) }),
        FilterWord(
            "usage", sessions: { $0.summary.usedTokens != nil ? true : $0.contains(.usage) },
            frames: { $0.contents.contains(.usage) }, events: { $0.contents.contains(.usage) }),
        FilterWord(
            "transcript", sessions: { $0.contains(.transcript) }, turns: { !$0.turn.userText.value.isEmpty },
            frames: { $0.contents.contains(.transcript) }, events: { $0.contents.contains(.transcript) }),
        FilterWord(
            "thought", sessions: { $0.contains(.thought) }, turns: { !$0.turn.thoughts.value.isEmpty },
            events: { $0.contents.contains(.thought) }),
        FilterWord(
            "goaway", sessions: { $0.contains(.goAway) }, frames: { $0.contents.contains(.goAway) },
            events: { $0.contents.contains(.goAway) }),
        FilterWord("drops", sessions: { $0.summary.droppedFrames > 0 }, events: { $0.isCaptureGap }),
    ]
}
