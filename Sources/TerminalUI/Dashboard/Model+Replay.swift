import Diagnosis
import SessionModel

extension Model {
    /// A replay has come to another place, or has just begun.
    mutating func follow(_ playback: Playback) {
        let before = mode.playback
        mode = .replay(playback)
        if before == nil { open(playback.session, .session) }
        if let finding = playback.finding, finding != before?.finding { show(finding) }
    }

    private mutating func show(_ key: Finding.Key) {
        let all = openedFindings ?? []
        guard let index = all.firstIndex(where: { $0.key == key }) else { return }
        findings.select(index, in: all)
        notice = "\(all[index].rule): \(privacy.maskedQuotes(all[index].title))"
    }

    /// The contexts whose keys count, those of the first before those of the next.
    var layers: [KeyMap.Context] { isReplaying ? [.replay, context] : [context] }

    /// The layers whose keys the help overlay explains.
    var screenLayers: [KeyMap.Context] { mode.playback == nil ? [screenContext] : [.replay, screenContext] }

    /// The screen has the keyboard, and shows a replay.
    private var isReplaying: Bool { mode.playback != nil && typed == nil && overlay == nil }

    /// Nil where the action is none of a replay.
    func command(for action: Action) -> PlaybackCommand? {
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
            notice = "✗ \"\(target)\" is neither a time such as 03:12 nor a turn such as #7"
            return []
        }
        return [.playback(.seek(position))]
    }
}

extension KeyMap {
    /// Those of several contexts, of which the earlier ones hide keys of the later.
    func bindings(in layers: [Context]) -> [Binding] {
        var taken: Set<Key> = []
        return layers.flatMap { context in
            let free = bindings(in: context).compactMap { binding -> Binding? in
                var binding = binding
                binding.keys.removeAll(where: taken.contains)
                return binding.keys.isEmpty ? nil : binding
            }
            taken.formUnion(free.flatMap(\.keys))
            return free
        }
    }

    func action(for key: Key, in layers: [Context]) -> Action? {
        layers.lazy.compactMap { action(for: key, in: $0) }.first
    }
}
