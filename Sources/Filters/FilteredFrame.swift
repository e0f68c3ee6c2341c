public import LiveProtocol
public import SessionModel

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

    public static func getter<Value>(
        among getters: FilterGetters<Value>
    ) -> (@Sendable (FilteredFrame) -> Value?)? { getters.frames }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool {
        test(.string(entry.text)) || entry.problem.map { test(.string($0)) } == true
            || !payload.isEmpty && test(.bytes(payload))
    }
}

// MARK: - What the table asks

extension FilteredFrame {
    var kinds: [FilterValue] { entry.kinds?.filterWords ?? .word(entry.opcode.name) }

    var contents: MessageContents { entry.kinds.map { MessageContents($0) } ?? [] }

    /// Since the session began.
    var offset: Duration? { openedAt.map { entry.at - $0 } }

    /// Since the frame before.
    var pause: Duration? { previousAt.map { entry.at - $0 } }
}

extension MessageKinds {
    /// Whole names, and their first and last parts.
    var filterWords: [FilterValue] { all.flatMap { [.word($0.rawValue), .word($0.lastPart), .word($0.firstPart)] } }
}
