import LiveProtocol
import SessionModel
import Wording

extension FrameRow {
    var arrow: String { entry.direction == .clientToServer ? "↑" : "↓" }

    var style: Style { entry.direction == .clientToServer ? .up : .down }

    /// The last part of the kind: the direction tells which of `serverContent` and `realtimeInput` it was.
    var kindName: String {
        let name = entry.kind.split(separator: ".").last.map(String.init) ?? entry.kind
        return switch shape {
        case .single: name
        case .run(_, let isExpanded): (isExpanded ? "▾ " : "▸ ") + name
        case .member: "  " + name
        }
    }

    /// One line about what is in it.
    func words(_ privacy: Privacy) -> StyledText {
        guard let fault = entry.fault else { return content(privacy) }
        // Before anything else: whose word it is.
        return StyledText("■ \(fault.name) ", .alert) + content(privacy)
    }

    private func content(_ privacy: Privacy) -> StyledText {
        if case .run(let count, _) = shape {
            let length = audio.map { ", " + Format.latency($0) } ?? ""
            return StyledText("\(Format.counted(count, "frame"))\(length)", .strong)
        }
        if let problem = entry.problem { return StyledText("✗ \(problem)", .alert) }
        if let code = entry.closeCode {
            return StyledText("\(code.rawValue) ", .warning) + StyledText(privacy.masked(entry.text))
        }
        let remark = entry.isIncomplete ? StyledText(" not captured", .warning) : ""
        if let audio, entry.isAudioAlone { return StyledText(Format.latency(audio)) + remark }
        return StyledText(privacy.masked(entry.text)) + remark
    }
}
