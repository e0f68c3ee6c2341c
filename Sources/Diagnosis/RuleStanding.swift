import Listening
import LiveProtocol
import SessionModel

/// What becomes of a rule's finding when the rule says it no longer.
///
/// A rule sees a session's state, and a state forgets: signals are measured over 30 seconds, turns and utterances are
/// kept up to a number. What a rule has found is kept by the `FindingLedger` where the state has forgotten it, and
/// withdrawn where it turned out to be untrue.
enum RuleStanding: Codable, Hashable, Sendable {
    /// At each instant it says all that there is to say of the session: what it says no longer is not so. Rules about
    /// setups, closes and totals, which a state keeps; predictions; and whatever is said while it may yet be disproved.
    case whole
    /// A state of things that comes and goes. When it is over it has been, if it stood for so long. What would often be
    /// taken back before that is not told before, either, while the call goes on.
    case passing(after: Duration = .zero, of: Subject, isToldAtOnce: Bool = true)
    /// It judges what the state remembers of something. What is older is kept as it was found; what it can still see and
    /// says no longer is withdrawn.
    case remembered(Memory)

    /// Which statements of a rule are about one thing.
    enum Subject: Codable, Hashable, Sendable {
        /// All of them.
        case session
        /// Those of one variant, on whichever connection.
        case variant
        /// Those of one variant about one connection.
        case connection
    }

    /// What of a session a rule judges as far as the state remembers it.
    enum Memory: Codable, Hashable, Sendable {
        case turns, utterances, interruptions, speech, missedBargeIns, calls

        /// The instant back to which the state remembers; nil for all of it.
        func start(in session: SessionState) -> Timestamp? {
            switch self {
            case .turns: session.turns.recent.since(\.openedAt)
            case .utterances: session.utterances.recent.since(\.onset)
            case .interruptions: session.interruptions.recent.since(\.at)
            case .speech: session.inputAudio.speech.since(\.onset)
            case .missedBargeIns: session.interruptions.missed.since(\.onset)
            case .calls: session.tools.recent.since { $0.calledAt ?? $0.answeredAt }
            }
        }
    }

    var isWhole: Bool { if case .whole = self { true } else { false } }

    /// How long something has to stand to be kept.
    var patience: Duration {
        if case .passing(let duration, _, _) = self { duration } else { .zero }
    }

    var isToldAtOnce: Bool { if case .passing(_, _, false) = self { false } else { true } }

    func key(of finding: Finding) -> Finding.Key {
        var key = finding.key
        guard case .passing(_, let subject, _) = self else { return key }
        switch subject {
        case .session: (key.variant, key.connection) = (nil, nil)
        case .variant: key.connection = nil
        case .connection: break
        }
        return key
    }
}

extension RuleStanding {
    /// What is measured of the microphone over the last 30 seconds: a cough is no fault of the device.
    static let signal = passing(after: .seconds(5), of: .variant, isToldAtOnce: false)

    static let ofTurns = remembered(.turns)
    static let ofUtterances = remembered(.utterances)
    static let ofInterruptions = remembered(.interruptions)
    static let ofSpeech = remembered(.speech)
    static let ofMissedBargeIns = remembered(.missedBargeIns)
    static let ofCalls = remembered(.calls)
}

extension Ring {
    /// The instant of the oldest element of a ring that has begun to forget.
    fileprivate func since(_ instant: (Element) -> Timestamp?) -> Timestamp? {
        count == capacity ? first.flatMap(instant) : nil
    }
}

extension RuleMatch {
    /// Another standing than the rule's findings have as a rule.
    func standing(_ standing: RuleStanding) -> RuleMatch {
        var match = self
        match.standing = standing
        return match
    }

    /// How bad it is, for telling which of several instants shows a finding at its worst; more is worse.
    func gravity(_ gravity: Double?) -> RuleMatch {
        var match = self
        match.gravity = gravity
        return match
    }
}
