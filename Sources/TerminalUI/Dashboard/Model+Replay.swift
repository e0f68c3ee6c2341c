import Diagnosis
import SessionModel
import Snapshots
import Wording

extension Model {
    /// A replay has come to another place, or has just begun.
    mutating func follow(_ playback: Playback) {
        let before = mode.playback
        mode = .replay(playback)
        if before == nil { open(playback.session, .session) }
        if let finding = playback.finding, finding != before?.finding { show(finding) }
    }

    private mutating func show(_ key: Finding.Key) {
        guard let finding = context.findings?.first(where: { $0.key == key }) else { return }
        _ = screens[FindingsScreen.self].show(.finding(key), context)
        notice = words(finding)
    }

    /// Nil where the action is none of a replay.
    func playbackCommand(for action: Action) -> PlaybackCommand? {
        guard mode.playback != nil else { return nil }
        switch action {
        case .play, .freeze: return .togglePlaying
        case .faster: return .faster
        case .slower: return .slower
        case .frameForward: return .stepFrames(1)
        case .frameBack: return .stepFrames(-1)
        case .skipForward: return .skip(.seconds(5))
        case .skipBack: return .skip(.seconds(-5))
        case .nudgeForward: return .skip(.seconds(1))
        case .nudgeBack: return .skip(.seconds(-1))
        case .nextTurn: return .stepTurns(1)
        case .previousTurn: return .stepTurns(-1)
        case .nextFinding: return .stepFindings(1)
        case .previousFinding: return .stepFindings(-1)
        default: return nil
        }
    }

    /// `:goto` in a replay: to `03:12`, or to where turn `#12` began.
    mutating func seek(to target: String) -> [Effect] {
        if target.hasPrefix("#"), let number = Int(target.dropFirst()) {
            return [.playback(.seekTurn(number))]
        }
        guard let position = Format.parsedPosition(target) else {
            notice = Self.noPlace(target)
            return []
        }
        return [.playback(.seek(position))]
    }
}
