/// What a scripted client has received and its script has not waited for yet. One waiter at a time.
///
/// Only kinds are kept, equal ones in a row once, so that a minute of audio takes one place.
actor Inbox {
    private var kinds: [ServerKind] = []
    private var isClosed = false
    private var waiter: (kind: ServerKind, number: Int, continuation: CheckedContinuation<Bool, Never>)?
    private var waits = 0

    func put(_ new: [ServerKind]) {
        for kind in new where kinds.last != kind { kinds.append(kind) }
        // An interrupted answer is still in flight when the next one starts: nobody will ask for all of it.
        if kinds.count > 1024 { kinds.removeFirst(512) }
        guard let waiter, take(waiter.kind) else { return }
        finish(true)
    }

    func close() {
        isClosed = true
        finish(false)
    }

    /// Takes everything up to and including the first `kind`, waiting for it at most `patience`. False when it did
    /// not come.
    func wait(for kind: ServerKind, patience: Duration) async -> Bool {
        if take(kind) { return true }
        guard !isClosed else { return false }
        waits += 1
        let number = waits
        let alarm = Task {
            // Cancelled as soon as the wait is over.
            guard (try? await Task.sleep(for: patience)) != nil else { return }
            giveUp(number)
        }
        defer { alarm.cancel() }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                if Task.isCancelled { return continuation.resume(returning: false) }
                waiter = (kind, number, continuation)
            }
        } onCancel: {
            Task { await giveUp(number) }
        }
    }

    private func take(_ kind: ServerKind) -> Bool {
        guard let index = kinds.firstIndex(of: kind) else { return false }
        kinds.removeSubrange(...index)
        return true
    }

    private func giveUp(_ number: Int) {
        guard waiter?.number == number else { return }
        finish(false)
    }

    private func finish(_ hasCome: Bool) {
        waiter?.continuation.resume(returning: hasCome)
        waiter = nil
    }
}

/// What a script's client can wait for.
enum ServerKind: Equatable, Sendable {
    case setupComplete, audio, text, inputTranscription, outputTranscription, interrupted, generationComplete
    case turnComplete, toolCall, toolCallCancellation, resumptionUpdate, goAway, close, voiceActivity, usage

    /// Nil for what no message shows.
    init?(_ line: ServerLine) {
        let kind: ServerKind? =
            switch line {
            case .setupComplete: .setupComplete
            case .audio, .silence, .samples: .audio
            case .text: .text
            case .inputTranscription: .inputTranscription
            case .outputTranscription: .outputTranscription
            case .voiceActivity: .voiceActivity
            case .interrupted: .interrupted
            case .generationComplete: .generationComplete
            case .usage: .usage
            case .turnComplete, .turnCompleteWith: .turnComplete
            case .toolCall: .toolCall
            case .toolCallCancellation: .toolCallCancellation
            case .resumptionUpdate: .resumptionUpdate
            case .goAway: .goAway
            case .json(let text): ServerKind.kinds(of: ServerJSON(reading: text)).first
            case .pong: nil
            case .close, .hangUp: .close
            }
        guard let kind else { return nil }
        self = kind
    }

    /// Everything that one message says.
    static func kinds(of message: ServerJSON) -> [ServerKind] {
        let content = message.serverContent
        let parts = content?.modelTurn?.parts ?? []
        let table: [(Bool, ServerKind)] = [
            (message.setupComplete != nil, .setupComplete),
            (message.toolCall != nil, .toolCall),
            (message.toolCallCancellation != nil, .toolCallCancellation),
            (message.goAway != nil, .goAway),
            (message.sessionResumptionUpdate?.newHandle != nil, .resumptionUpdate),
            (content?.interrupted == true, .interrupted),
            (message.voiceActivity != nil, .voiceActivity),
            (parts.contains { $0.inlineData != nil }, .audio),
            (parts.contains { $0.text != nil }, .text),
            (content?.inputTranscription != nil, .inputTranscription),
            (content?.outputTranscription != nil, .outputTranscription),
            (content?.generationComplete == true, .generationComplete),
            (message.usageMetadata != nil && content == nil, .usage),
            (content?.turnComplete == true, .turnComplete),
        ]
        return table.filter(\.0).map(\.1)
    }
}
