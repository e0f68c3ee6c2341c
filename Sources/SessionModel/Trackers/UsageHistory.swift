public import LiveProtocol

/// What each turn's last usage message said of the context: how it grows.
public struct UsageHistory: Codable, Hashable, Sendable {
    /// The latest 32, oldest first.
    public private(set) var marks = Ring<Mark>(capacity: 32)
    /// The prompt of the first report of the session: instructions and tools, mostly.
    public private(set) var firstPrompt: Int64?

    public struct Mark: Codable, Hashable, Sendable {
        public var connection: ConnectionID
        public var frame: FrameMark
        public var prompt: Int64
        /// Prompt, response and thoughts.
        public var context: Int64
        /// Kinds of content that the details of the prompt name; nil without details.
        public var promptModalities: Set<Modality>?
        /// Pictures that the client sent since the mark before.
        public var images = 0
        /// The first of them.
        public var firstImage: FrameMark?
    }

    private var images = 0
    private var firstImage: FrameMark?

    private var isTurnOpen = false

    public init() {}

    mutating func apply(_ event: LiveEvent) {
        switch event.kind {
        case .server(.usage(let usage)): add(usage, event)
        case .client(.video): note(1, event)
        case .client(.content(let content)):
            note(content.turns.reduce(0) { $0 + $1.parts.count(where: \.isPicture) }, event)
        case .client(.toolResponse(let response)): note(response.partCount, event)
        case .server(.turnComplete), .wire(.closed): isTurnOpen = false
        default: break
        }
    }

    private mutating func note(_ count: Int, _ event: LiveEvent) {
        guard count > 0 else { return }
        if firstImage == nil { firstImage = event.mark }
        images += count
    }

    private mutating func add(_ usage: UsageMetadata, _ event: LiveEvent) {
        guard usage.context > 0 else { return }
        let frame = event.mark
        var mark = Mark(connection: event.connection, frame: frame, prompt: usage.prompt, context: usage.context)
        mark.promptModalities = usage.promptModalities
        (mark.images, mark.firstImage) = (images, firstImage)
        if firstPrompt == nil, usage.prompt > 0 { firstPrompt = usage.prompt }
        // Usage messages inside a turn are snapshots of the same growing count.
        if isTurnOpen, let last = marks.last {
            (mark.images, mark.firstImage) = (last.images, last.firstImage)
            _ = marks.updateLast(where: { _ in true }) { $0 = mark }
            return
        }
        (images, firstImage) = (0, nil)
        isTurnOpen = true
        marks.append(mark)
    }
}

extension UsageMetadata {
    fileprivate var promptModalities: Set<Modality>? {
        let details = promptDetails + toolUsePromptDetails
        return details.isEmpty ? nil : Set(details.filter { $0.count > 0 }.map(\.modality))
    }
}

extension Part {
    fileprivate var isPicture: Bool {
        if case .blob(let blob) = self { blob.mimeType?.lowercased().hasPrefix("image/") == true } else { false }
    }
}
