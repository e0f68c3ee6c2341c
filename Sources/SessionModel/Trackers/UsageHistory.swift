public import LiveProtocol

/// What each turn's last usage message said of the context: how it grows.
public struct UsageHistory: Hashable, Sendable {
    /// The latest 32, oldest first.
    public private(set) var marks = Ring<Mark>(capacity: 32)
    /// The prompt of the first report of the session: instructions and tools, mostly.
    public private(set) var firstPrompt: Int64?

    public struct Mark: Hashable, Sendable {
        public var connection: ConnectionID
        public var frame: FrameMark
        public var prompt: Int64
        /// Prompt, response and thoughts.
        public var context: Int64
    }

    private var isTurnOpen = false

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .server(.usage(let usage)): add(usage, event)
        case .server(.turnComplete), .wire(.closed): isTurnOpen = false
        default: break
        }
    }

    private mutating func add(_ usage: UsageMetadata, _ event: LiveEvent) {
        guard usage.context > 0 else { return }
        let frame = event.mark
        let mark = Mark(connection: event.connection, frame: frame, prompt: usage.prompt, context: usage.context)
        if firstPrompt == nil, usage.prompt > 0 { firstPrompt = usage.prompt }
        // Usage messages inside a turn are snapshots of the same growing count.
        if isTurnOpen, marks.updateLast(where: { _ in true }, { $0 = mark }) { return }
        isTurnOpen = true
        marks.append(mark)
    }
}
