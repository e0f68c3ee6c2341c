import Diagnosis
import LiveProtocol
import SessionModel
import Wording

extension LiveWords {
    /// Nil for what has no line: frames and messages (their facts have), audio (it comes in runs), measurements.
    init?(_ kind: LiveEvent.Kind) {
        switch kind {
        case .client(let fact): self.init(fact)
        case .server(let fact): self.init(fact)
        case .wire(let kind): self.init(kind)
        case .closeFrame(let direction, let code, let reason):
            let text = [code?.description, reason].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: ", ")
            self.init(
                direction, "closeFrame", text,
                [("code", .integer(code.map { Int64($0.rawValue) })), ("reason", .string(reason))])
        case .undecodable(let direction, let reason, let byteOffset):
            self.init(
                direction, "undecodable", reason,
                [("reason", .string(reason)), ("byteOffset", .integer(byteOffset))])
        case .undecoded: return nil
        case .unknownField(let direction, let path):
            self.init(direction, "unknownField", path, [("path", .string(path))])
        case .frame, .message: return nil
        }
    }

    private init?(_ kind: WireEvent.Kind) {
        switch kind {
        case .opened(let info):
            self.init(
                nil, "opened", info.tag.map { "tag \($0)" },
                [("tag", .string(info.tag)), ("surface", .string(info.endpoint.surface.rawValue))])
        case .upgraded(let handshake):
            self.init(nil, "upgraded", "\(handshake.status)", [("status", .integer(handshake.status))])
        case .refused(let refusal):
            self.init(
                nil, "refused", "\(refusal.status) by \(Format.party(refusal.by)): \(refusal.words)",
                [
                    ("status", .integer(refusal.status)), ("by", .string(refusal.by.rawValue)),
                    ("reason", .string(refusal.reason)),
                ])
        case .paused(let direction): self.init(direction, "paused", "the receiver takes nothing")
        case .resumed(let direction): self.init(direction, "resumed")
        case .framingLost(let direction, let reason):
            self.init(direction, "framingLost", reason, [("reason", .string(reason))])
        case .captureGap(let gap):
            self.init(
                nil, "captureGap", "\(Format.counted(gap.frames, "frame")) not captured: \(gap.cause.rawValue)",
                [
                    ("frames", .integer(gap.frames)), ("bytes", .integer(gap.bytes)),
                    ("cause", .string(gap.cause.rawValue)),
                ])
        case .pathSample(let sample):
            self.init(
                nil, "pathSample",
                "client \(Format.latency(sample.client)), upstream \(Format.latency(sample.upstream))",
                [
                    ("clientMs", .number(sample.client?.milliseconds)),
                    ("upstreamMs", .number(sample.upstream?.milliseconds)),
                ])
        case .fault(let note):
            self.init(
                note.direction, "fault", "injected \(note.fault): \(note.text)",
                [("fault", .string(note.fault)), ("what", .string(note.text))])
        case .closed(let closure): self.init(closure)
        default: return nil
        }
    }

    private init(_ closure: Closure) {
        self.init(
            nil, "closed", (["by \(Format.party(closure.by))"] + closure.parts).joined(separator: ", "),
            [
                ("closeBy", .string(closure.by.rawValue)),
                ("closeCode", .integer(closure.code.map { Int64($0.rawValue) })),
                ("closeReason", .string(closure.reason)), ("closeDetail", .string(closure.detail)),
            ])
    }
}
