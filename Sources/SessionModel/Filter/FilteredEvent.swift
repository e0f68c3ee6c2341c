import LiveProtocol

/// A live event as a filter sees it: for lines that follow a session as it happens.
public struct FilteredEvent: FilterSubject {
    public let event: LiveEvent

    public init(_ event: LiveEvent) { self.event = event }

    public func values(of key: FilterKey.ID) -> [FilterValue] {
        switch key {
        case .kind: kinds
        case .dir: .word(direction?.name)
        case .seq: .number(event.sequence)
        case .size: .number(byteCount)
        case .dur: .seconds(audio?.duration)
        case .opcode: if case .frame(_, let opcode, _) = event.kind { .word(opcode.name) } else { [] }
        case .close: .number(closeCode?.rawValue)
        case .is: flags
        case .has: contents
        default: connectionValues(of: key)
        }
    }

    private func connectionValues(of key: FilterKey.ID) -> [FilterValue] {
        guard case .wire(let kind) = event.kind else {
            if key == .reason, case .closeFrame(_, _, let reason) = event.kind { return .word(reason) }
            return []
        }
        switch (key, kind) {
        case (.host, .opened(let info)): return .word(info.host)
        case (.path, .opened(let info)): return .word(info.target)
        case (.by, .closed(let closure)): return .word(closure.by.rawValue)
        case (.by, .refused(let refusal)): return .word(refusal.by.rawValue)
        case (.reason, .closed(let closure)): return .word(closure.reason ?? closure.detail)
        case (.reason, .refused(let refusal)): return .word(refusal.reason)
        case (.status, .refused(let refusal)): return .number(refusal.status)
        default: return []
        }
    }

    public func hasText(_ test: (FilterText) -> Bool) -> Bool { texts.contains { test(.string($0)) } }
}

// MARK: - What is in an event

extension FilteredEvent {
    private var direction: Direction? {
        switch event.kind {
        case .frame(let direction, _, _), .closeFrame(let direction, _, _), .message(let direction, _),
            .undecodable(let direction, _, _), .unknownField(let direction, _):
            direction
        case .client: .clientToServer
        case .server: .serverToClient
        case .wire: nil
        }
    }

    private var kinds: [FilterValue] {
        switch event.kind {
        case .message(_, let digest): digest.kinds.filterWords
        case .frame(_, let opcode, _): .word(opcode.name)
        case .closeFrame: .word("close")
        case .client(let fact): fact.kind.map { MessageKinds($0).filterWords } ?? []
        case .server(let fact): fact.kind.map { MessageKinds($0).filterWords } ?? []
        case .unknownField, .undecodable: .word("unknown")
        case .wire: []
        }
    }

    private var byteCount: Int? {
        switch event.kind {
        case .frame(_, _, let byteCount): byteCount
        case .message(_, let digest): digest.byteCount
        default: audio?.byteCount
        }
    }

    private var audio: AudioChunk? {
        switch event.kind {
        case .client(.audio(let chunk)), .server(.audio(let chunk)), .server(.music(let chunk)): chunk
        default: nil
        }
    }

    private var closeCode: CloseCode? {
        switch event.kind {
        case .closeFrame(_, let code, _): code
        case .wire(.closed(let closure)): closure.code
        default: nil
        }
    }

    private var flags: [FilterValue] {
        switch event.kind {
        case .server(.interrupted): .word("interrupted")
        case .undecodable: .word("unreadable")
        case .wire(.refused): .word("refused")
        case .wire(.captureGap): .word("incomplete")
        case .frame(_, let opcode, _): .words([("control", opcode.isControl), ("fragment", opcode == .continuation)])
        default: []
        }
    }

    private var contents: [FilterValue] {
        switch event.kind {
        case .message(_, let digest): digest.kinds.filterContents
        case .client(let fact): fact.kind.map { MessageKinds($0).filterContents } ?? []
        case .server(.thought): .word("thought")
        case .server(let fact): fact.kind.map { MessageKinds($0).filterContents } ?? []
        case .wire(.captureGap): .word("drops")
        default: []
        }
    }

    private var texts: [String] {
        switch event.kind {
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
        case .client(.toolResponse(let response)): [response.name, response.response].compactMap { $0 }
        case .wire(.closed(let closure)): [closure.reason, closure.detail].compactMap { $0 }
        case .wire(.refused(let refusal)): [refusal.reason]
        case .wire(.opened(let info)): [info.tag, info.target].compactMap { $0 }
        default: []
        }
    }
}

extension ConnectionInfo {
    /// Of `https://host:port`.
    fileprivate var host: String {
        let authority =
            upstream.split(separator: "/", omittingEmptySubsequences: true).dropFirst().first ?? upstream[...]
        return String(authority.split(separator: ":").first ?? authority)
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
        case .contextUpdate, .musicConfig, .playbackControl: nil
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
