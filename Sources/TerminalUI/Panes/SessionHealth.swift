import Diagnosis
import LiveProtocol
import SessionModel

/// The one thing about a session that deserves attention most.
///
/// The cases are in the order of the Sessions screen, worst first: what will end or hurt a running call comes before
/// what already ended badly, because something can still be done about it; a bad end counts as news for two minutes
/// and as history afterwards, so that yesterday's failures never push today's calls off the screen.
enum Concern: Int, Comparable, CaseIterable {
    /// `goAway` came, and there is nothing to come back with or the time is over.
    case closing
    /// At least 90 % of the context is used.
    case contextNearlyFull
    /// Something is broken that a rule knows.
    case broken
    /// Frames of an open session were not captured.
    case framesDropped
    /// At least 70 % of the context is used.
    case contextFilling
    /// The connection is eight minutes old; most end at about ten.
    case connectionOld
    /// A rule has found something that may become trouble.
    case suspect
    /// The connection is about to end as connections do: the client has a handle, or said goodbye.
    case leaving
    case justEndedBadly
    case none
    case endedBadly
    case ended

    static func < (left: Concern, right: Concern) -> Bool { left.rawValue < right.rawValue }
}

/// How a session is, as a mark that differs in shape, letter and colour.
enum Health {
    case good
    case warning
    case alert
    /// Over, it ended as calls should, and nothing was broken in it.
    case over

    var mark: StyledText {
        switch self {
        case .good: StyledText("●", .good)
        case .warning: StyledText("▲", .warning)
        case .alert: StyledText("■", .alert)
        case .over: StyledText("○", .faint)
        }
    }
}

extension Concern {
    var health: Health {
        switch self {
        case .closing, .contextNearlyFull, .broken, .framesDropped, .justEndedBadly, .endedBadly: .alert
        case .contextFilling, .connectionOld, .suspect: .warning
        case .none, .leaving: .good
        case .ended: .over
        }
    }

    private static let news = Duration.seconds(2 * 60)

    /// - Parameter findings: what is known to be wrong with the session.
    init(_ session: SessionSummary, at now: Timestamp, findings: [Finding]? = nil) {
        if let closedAt = session.closedAt {
            let isBad = session.endedBadly || findings.has(.error)
            self = !isBad ? .ended : now - closedAt < Self.news ? .justEndedBadly : .endedBadly
            return
        }
        let context = session.contextShare ?? 0
        let age = session.connectionAge(at: now) ?? .zero
        self =
            switch true {
            case session.isLost(at: now): .closing
            case context >= 0.9: .contextNearlyFull
            case findings.has(.error): .broken
            case session.droppedFrames > 0: .framesDropped
            case context >= 0.7: .contextFilling
            case age >= ConnectionClock.warningAge: .connectionOld
            case findings.has(.warning): .suspect
            case session.activity == .closing || session.goAwayDeadline != nil: .leaving
            default: .none
            }
    }
}

extension [Finding]? {
    /// One that is sure.
    fileprivate func has(_ severity: Severity) -> Bool {
        guard let self else { return false }
        // By index: an element in hand is a copy, and a finding is large.
        return self.indices.contains { self[$0].severity == severity && self[$0].confidence == .high }
    }
}

extension SessionSummary {
    /// Neither a normal end: refused, cut, or closed with a code other than 1000 and 1001. An empty close frame is
    /// what JavaScript clients send, and fine.
    var endedBadly: Bool {
        if refusal != nil { return true }
        guard let closure else { return false }
        if let code = closure.code { return code.rawValue != 1000 && code.rawValue != 1001 }
        return closure.by == .transport || closure.by == .proxy
    }

    /// The service ends the connection, and the client has no handle to come back with, or stays too long.
    func isLost(at now: Timestamp) -> Bool {
        goAwayDeadline.map { !canResume || $0 <= now } ?? false
    }

    /// Used part of the context; nil when either number is unknown.
    var contextShare: Double? {
        guard let usedTokens, let limitTokens, limitTokens > 0 else { return nil }
        return Double(usedTokens) / Double(limitTokens)
    }

    /// Since the upgrade of the current connection, or how long the last one lived.
    func connectionAge(at now: Timestamp) -> Duration? {
        connectionSince.map { max(.zero, (closedAt ?? now) - $0) }
    }
}
