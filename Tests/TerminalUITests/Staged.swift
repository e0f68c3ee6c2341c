import Diagnosis
import LiveProtocol
import SessionModel
import Snapshots

@testable import TerminalUI

/// Snapshots that the goldens show, at one fixed instant.
enum Staged: String, CaseIterable, Sendable {
    case empty, one, many, alarm, folded
    case nonLatin = "non-latin"

    static let now = Timestamp.seconds(1_789_898_400)

    var snapshot: FleetSnapshot {
        FleetSnapshot(now: Self.now, summaries: summaries, findings: findings, process: gauges)
    }

    var gauges: ProcessGauges {
        var gauges = ProcessGauges(
            framesPerSecond: 0, bytesPerSecond: 0, databaseBytes: 412_300_000, freeBytes: 38_200_000_000, port: 8910,
            baseURL: "https://localhost:8910", caPath: "/home/ada/.local/share/livetop/ca.pem",
            caBundlePath: "/home/ada/.local/share/livetop/ca-bundle.pem",
            dataDirectory: "/home/ada/.local/share/livetop")
        guard self != .empty else { return gauges }
        gauges.framesPerSecond = 412.6
        gauges.bytesPerSecond = 1_148_300
        gauges.frames = 120_440
        gauges.overheadP99 = .microseconds(84)
        if self == .alarm {
            gauges.droppedFrames = 37
            gauges.freeBytes = 812_000_000
            gauges.recorderProblem = "the disk is full (/home/ada/.local/share/livetop)"
        }
        return gauges
    }

    private var findings: [SessionID: [Finding]] {
        var findings = Dictionary(uniqueKeysWithValues: summaries.map { ($0.id, [Finding]()) })
        if self == .folded {
            for session in summaries where session.tag == "typo" { findings[session.id] = [StagedFindings.notLive] }
            findings[Self.leaving.id] = StagedFindings.all
        }
        if self == .alarm {
            findings[Self.leaving.id] = StagedFindings.all
            findings[Self.checkout.id] = [StagedFindings.quiet]
        }
        return findings
    }

    private var summaries: [SessionSummary] {
        switch self {
        case .empty: []
        case .one: [Self.checkout]
        case .many: [Self.checkout, Self.untagged, Self.ended, Self.old] + (4..<32).map(Self.plain)
        case .alarm: [Self.checkout, Self.leaving, Self.full, Self.old, Self.cut, Self.refused, Self.ended]
        case .folded:
            [Self.checkout, Self.leaving, Self.cut, Self.ended] + (0..<18).map(Self.typo)
                + (0..<3).map { Self.unreachable($0) }
        case .nonLatin: [Self.japanese, Self.arabic, Self.hostile]
        }
    }
}

extension Staged {
    static func id(_ number: UInt64) -> SessionID {
        SessionID(ConnectionID(rawValue: 0x34_0000_0000 + number * 77_777))
    }

    /// An open session, `age` seconds old.
    static func open(_ number: UInt64, _ tag: String?, _ activity: SessionActivity, age: Int) -> SessionSummary {
        let opened = now - .seconds(age)
        var session = SessionSummary(
            id: id(number), tag: tag, model: "models/gemini-live-2.5-flash-preview", activity: activity,
            openedAt: opened, connectionSince: opened, frames: Int64(age) * 26, bytesUp: Int64(age) * 45_000,
            bytesDown: Int64(age) * 60_000, bytesPerSecond: 104_300, framesPerSecond: 51, usedTokens: Int64(age) * 41,
            limitTokens: 131_072, turns: age / 9, interruptions: age / 60)
        session.contextLeft = .seconds(2_400 - age)...(.seconds(3_900 - age))
        session.sessionCap = .seconds(900)
        session.sessionDeadline = opened + .seconds(900)
        session.cost = Double(age) * 0.000_13
        session.responseP95 = age > 8 ? .milliseconds(480 + Int64(number) * 77 % 1_300) : nil
        session.lastBargeIn = age > 60 ? .milliseconds(180 + Int64(number) * 53 % 600) : nil
        return session
    }

    static func closed(_ session: SessionSummary, before seconds: Int, _ closure: Closure) -> SessionSummary {
        var session = session
        session.activity = .closed
        session.contextLeft = nil
        session.sessionDeadline = nil
        session.closedAt = now - .seconds(seconds)
        session.bytesPerSecond = nil
        session.framesPerSecond = nil
        session.closure = closure
        return session
    }

    static let checkout = open(1, "checkout", .speaking, age: 252)

    static var untagged: SessionSummary {
        var session = open(2, nil, .connecting, age: 0)
        session.usedTokens = nil
        session.limitTokens = nil
        session.model = nil
        session.connectionSince = nil
        (session.contextLeft, session.sessionCap, session.sessionDeadline, session.cost) = (nil, nil, nil, nil)
        return session
    }

    static var old: SessionSummary {
        var session = open(3, "kiosk-lobby", .listening, age: 517)
        session.isLimitAssumed = true
        session.limitTokens = 32_000
        return session
    }

    static var ended: SessionSummary {
        closed(
            open(0, "support", .closed, age: 900), before: 400,
            Closure(by: .client, code: CloseCode(rawValue: 1000), reason: ""))
    }

    static var leaving: SessionSummary {
        var session = open(4, "drive-thru", .closing, age: 571)
        session.goAwayDeadline = now + .seconds(29)
        return session
    }

    static var full: SessionSummary {
        var session = open(5, "tutor", .thinking, age: 301)
        session.usedTokens = 121_900
        session.droppedFrames = 37
        return session
    }

    static var cut: SessionSummary {
        closed(
            open(6, "tablet-17", .closed, age: 95), before: 61,
            Closure(by: .transport, detail: "connection reset by the client"))
    }

    static var refused: SessionSummary {
        var session = open(7, "nightly", .closed, age: 3)
        session.activity = .closed
        session.closedAt = now - .seconds(3)
        session.connectionSince = nil
        session.bytesPerSecond = nil
        session.usedTokens = nil
        (session.contextLeft, session.sessionCap, session.sessionDeadline, session.cost) = (nil, nil, nil, nil)
        session.refusal = Refusal(status: 429, by: .server, reason: "Resource has been exhausted (e.g. check quota).")
        return session
    }

    static var japanese: SessionSummary {
        closed(
            open(8, "受付-ロビー", .closed, age: 30), before: 10,
            Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "内部エラーが発生しました"))
    }

    static var arabic: SessionSummary { open(9, "خدمة\u{202E}العملاء", .listening, age: 77) }

    /// Escape sequences, zalgo, a joined emoji and a newline in a tag.
    static var hostile: SessionSummary {
        open(10, "\u{1B}[31mre\u{0301}\u{0302}\u{0303}\u{0304}d\u{1B}[0m\n👩‍👩‍👧", .tool, age: 12)
    }

    /// Always the same failure, one every twelve seconds.
    static func typo(_ number: Int) -> SessionSummary {
        var session = closed(
            open(UInt64(60 + number), "typo", .closed, age: 12 * (18 - number)), before: 12 * (18 - number),
            Closure(
                by: .server, code: CloseCode(rawValue: 1008),
                reason: "models/gemini-2.5-pro is not found for API version v1beta, or is not supported for bidi"))
        session.model = "models/gemini-2.5-pro"
        (session.usedTokens, session.cost, session.responseP95, session.lastBargeIn) = (nil, nil, nil, nil)
        return session
    }

    /// Turned away by livetop.
    static func unreachable(_ number: Int) -> SessionSummary {
        var session = refused
        session.id = id(UInt64(90 + number))
        session.refusal = Refusal(
            status: 502, by: .proxy,
            reason: "livetop cannot reach https://generativelanguage.googleapis.com: connection refused")
        return session
    }

    static func plain(_ number: Int) -> SessionSummary {
        let activities: [SessionActivity] = [.listening, .speaking, .thinking, .speaking, .tool]
        return open(
            UInt64(10 + number), "caller-\(number)", activities[number % activities.count], age: 7 + number * 13)
    }
}
