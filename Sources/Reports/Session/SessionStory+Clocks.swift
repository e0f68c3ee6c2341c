import LiveProtocol
import SessionModel
import Wording

extension SessionStory {
    var clocks: String {
        let limit = state.tokens.limit.map {
            "\(Format.count($0.tokens))\($0.isAssumed ? " (assumed from the model's family)" : "")"
        }
        var lines = [
            "clocks",
            "  context    \(Format.count(state.tokens.context)) of \(limit ?? Format.unknown), \(Format.percent(state.tokens.occupancy))",
        ]
        if let trigger = state.tokens.compressionTrigger {
            lines.append(
                "             compresses at \(Format.count(trigger)), so far \(Format.counted(state.tokens.compressions, "time"))"
            )
        }
        if let left = summary.contextLeft {
            let (fast, slow) = (Format.clock(left.lowerBound), Format.clock(left.upperBound))
            lines.append("             ~\(fast) to \(slow) left at the pace of the last minutes")
        }
        let cap =
            state.cap.limit.map { Format.clock($0) + (state.cap.hasVideo ? " with video" : "") }
            ?? (state.connection?.isLive == false ? "limit not known" : "no limit")
        let left = summary.sessionDeadline.map { ", \(Format.clock($0 - now)) left" } ?? ""
        lines.append("  session    \(state.cap.startedAt == nil ? Format.unknown : cap)\(left)")
        return lines.joined(separator: "\n")
    }

    var tokens: String {
        let tokens = state.tokens
        guard tokens.reports > 0 else { return "tokens\n  billed     \(Format.unknown)" }
        let thoughts = tokens.billedThoughts > 0 ? ", of which \(Format.count(tokens.billedThoughts)) thinking" : ""
        return """
            tokens
              billed     \(Format.count(tokens.billedInput.total)) in\(modalities(tokens.billedInput))
                         \(Format.count(tokens.billedOutput.total)) out\(modalities(tokens.billedOutput))\(thoughts)
              cost       \(Format.metric(tokens.cost, .dollars))
            """
    }

    private func modalities(_ counts: TokenCounts) -> String {
        let parts = Modality.allCases.filter { counts[$0] > 0 }.map { modality in
            let name = modality == .unspecified ? "unattributed" : modality.rawValue.lowercased()
            return "\(name) \(Format.count(counts[modality]))"
        }
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    var resumption: String {
        let resumption = state.resumption
        guard resumption.updates > 0 || resumption.resumptions > 0 else { return "" }
        let readiness = resumption.isResumable.map { $0 ? "resumable" : "not resumable at the end" } ?? Format.unknown
        let handle = resumption.handleAt.map { ", last handle at \(position($0))" } ?? ""
        return """
            resumption
              \(readiness)\(handle)
              \(Format.counted(resumption.updates, "update")), resumed \(Format.counted(resumption.resumptions, "time"))
            """ + resumption.gaps.map { "\n  \(words($0))" }.joined()
    }

    private func words(_ gap: ReconnectGap) -> String {
        let lost =
            (state.isTimed ? gap.lostAudio : nil).map { ", \(Format.latency($0)) of the user's audio lost" } ?? ""
        return "gap of \(Format.latency(timed(gap.duration))) at \(position(gap.start))\(lost)"
    }
}
