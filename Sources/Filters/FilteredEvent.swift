public import LiveProtocol
public import SessionModel

/// A line of `tail` as a filter sees it: an event of a session that is followed as it happens, or a finding about it.
public struct FilteredEvent: FilterSubject {
    /// Nil for a finding.
    let event: LiveEvent?
    /// The ids of the finding, with and without its case; none for an event.
    let findings: [String]
    /// What the finding says.
    private let title: String?
    public let origin: Origin

    /// Whose the event is: what lines of several sessions are told apart by.
    public struct Origin: Hashable, Sendable {
        public var session: SessionID
        public var tag: String?
        public var model: String?
        public var targets: CallTargets
        /// Somebody has marked the session as a whole.
        public var isMarked: Bool

        public init(
            session: SessionID, tag: String? = nil, model: String? = nil, targets: CallTargets = CallTargets(),
            isMarked: Bool
        ) {
            self.session = session
            self.tag = tag
            self.model = model
            self.targets = targets
            self.isMarked = isMarked
        }
    }

    public init(_ event: LiveEvent, of origin: Origin) {
        self.event = event
        findings = []
        title = nil
        self.origin = origin
    }

    /// - Parameter findings: the ids of a finding, with and without its case.
    public init(findings: [String], title: String, of origin: Origin) {
        event = nil
        self.findings = findings
        self.title = title
        self.origin = origin
    }

    public static func getter<Value>(
        among getters: FilterGetters<Value>
    ) -> (@Sendable (FilteredEvent) -> Value?)? { getters.events }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool { texts.contains { test(.string($0)) } }
}

// MARK: - What the table asks

extension FilteredEvent {
    var sequence: Int64? { event?.sequence }

    var direction: Direction? {
        switch event?.kind {
        case .frame(let direction, _, _), .closeFrame(let direction, _, _), .message(let direction, _),
            .undecodable(let direction, _, _), .unknownField(let direction, _), .undecoded(let direction, _):
            direction
        case .client: .clientToServer
        case .server: .serverToClient
        case .wire, nil: nil
        }
    }

    var kinds: [FilterValue] {
        switch event?.kind {
        case .message(_, let digest): digest.kinds.filterWords
        case .frame(_, let opcode, _): .word(opcode.name)
        case .closeFrame: .word("close")
        case .client(let fact): fact.kind.map { MessageKinds($0).filterWords } ?? []
        case .server(let fact): fact.kind.map { MessageKinds($0).filterWords } ?? []
        case .unknownField, .undecodable, .undecoded: .word("unknown")
        case .wire, nil: []
        }
    }

    var opcode: Opcode? {
        if case .frame(_, let opcode, _) = event?.kind { opcode } else { nil }
    }

    var byteCount: Int? {
        switch event?.kind {
        case .frame(_, _, let byteCount): byteCount
        case .message(_, let digest): digest.byteCount
        default: audio?.byteCount
        }
    }

    var audio: AudioChunk? {
        switch event?.kind {
        case .client(.audio(let chunk)), .server(.audio(let chunk)), .server(.music(let chunk)): chunk
        default: nil
        }
    }

    var closeCode: CloseCode? {
        switch event?.kind {
        case .closeFrame(_, let code, _): code
        case .wire(.closed(let closure)): closure.code
        default: nil
        }
    }

    var closure: Closure? {
        if case .wire(.closed(let closure)) = event?.kind { closure } else { nil }
    }

    var refusal: Refusal? {
        if case .wire(.refused(let refusal)) = event?.kind { refusal } else { nil }
    }

    var endedBy: Party? { closure?.by ?? refusal?.by }

    var reason: String? {
        if case .closeFrame(_, _, let reason) = event?.kind { return reason }
        return refusal?.reason ?? closure?.reason ?? closure?.detail
    }

    var isRefusal: Bool { refusal != nil }

    var isInterruption: Bool { if case .server(.interrupted) = event?.kind { true } else { false } }

    var isUndecodable: Bool { if case .undecodable = event?.kind { true } else { false } }

    var isCaptureGap: Bool { if case .wire(.captureGap) = event?.kind { true } else { false } }

    var contents: MessageContents {
        switch event?.kind {
        case .message(_, let digest): MessageContents(digest.kinds)
        case .client(let fact): fact.kind.map { MessageContents(MessageKinds($0)) } ?? []
        case .server(.thought): .thought
        case .server(let fact): fact.kind.map { MessageContents(MessageKinds($0)) } ?? []
        default: []
        }
    }

    private var texts: [String] {
        switch event?.kind {
        case .message(_, let digest): [digest.text]
        case .closeFrame(_, _, let reason): [reason].compactMap { $0 }
        case .undecodable(_, let reason, _): [reason]
        case .unknownField(_, let path): [path]
        case .client(.text(let text)), .server(.text(let text)), .server(.thought(let text)): [text]
        case .server(.inputTranscription(let piece)), .server(.outputTranscription(let piece)):
            [piece.text].compactMap { $0 }
        case .client(.musicPrompts(let prompts)): prompts.map(\.text)
        case .server(.filteredPrompt(let prompt)): [prompt.text, prompt.reason].compactMap { $0 }
        case .server(.warning(let text)): [text]
        case .server(.toolCall(let call)): [call.name, call.arguments].compactMap { $0 }
        case .server(.serviceCall(let call)): [call.name, call.arguments].compactMap { $0 }
        case .server(.serviceResult(let result)): [result.name, result.response].compactMap { $0 }
        case .client(.toolResponse(let response)): [response.name, response.response].compactMap { $0 }
        case .wire(.closed(let closure)): [closure.reason, closure.detail].compactMap { $0 }
        case .wire(.refused(let refusal)): [refusal.reason]
        case .wire(.opened(let info)): [info.tag, info.target].compactMap { $0 }
        case nil: [title].compactMap(\.self) + findings
        default: []
        }
    }
}

extension MessageKinds {
    fileprivate init(_ kind: MessageKind) {
        self.init()
        insert(kind)
    }
}

extension ClientFact {
    fileprivate var kind: MessageKind? {
        switch self {
        case .setup: .setup
        case .content: .clientContent
        case .audio: .realtimeAudio
        case .video: .realtimeVideo
        case .text: .realtimeText
        case .activityStart: .activityStart
        case .activityEnd: .activityEnd
        case .audioStreamEnd: .audioStreamEnd
        case .toolResponse: .toolResponse
        case .musicPrompts: .clientContent
        case .interactionConnect: .setup
        case .contextUpdate, .musicConfig, .playbackControl, .interactionEnd: nil
        }
    }
}

extension ServerFact {
    fileprivate var kind: MessageKind? {
        switch self {
        case .setupComplete: .setupComplete
        case .interrupted: .interrupted
        case .inputTranscription: .inputTranscription
        case .audio, .music: .audio
        case .text: .text
        case .outputTranscription: .outputTranscription
        case .toolCall: .toolCall
        case .toolCallCancellation: .toolCallCancellation
        case .generationComplete: .generationComplete
        case .usage: .usageMetadata
        case .turnComplete: .turnComplete
        case .goAway: .goAway
        case .resumptionUpdate: .sessionResumptionUpdate
        default: nil
        }
    }
}
