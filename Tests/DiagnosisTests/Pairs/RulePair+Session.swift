import Diagnosis
import LiveProtocol

extension RulePair {
    static let context: [RulePair] = [
        RulePair("context-limit-close") {
            $0.fill(to: 128_000); $0.close(1000, after: 5)
        } isSilent: {
            $0.fill(to: 60_000); $0.close(1000, after: 5)
        },
        RulePair("context-limit-close", nil, .warning) {
            $0.fill(to: 129_500)
        } isSilent: {
            $0.fill(to: 129_500, sliding)
        },
        RulePair("context-near-limit", nil, .warning) {
            $0.fill(to: 100_000)
        } isSilent: {
            $0.fill(to: 60_000)
        },
        RulePair("context-near-limit") {
            $0.fill(to: 125_000)
        } isSilent: {
            $0.fill(to: 125_000, sliding)
        },
        RulePair("no-context-compression", "absent", .warning, after: 301) {
            $0.talk()
        } isSilent: {
            $0.begin(sliding); $0.exchange()
        },
        RulePair("no-context-compression", "bad-values", .warning) {
            $0.begin(#""contextWindowCompression":{"triggerTokens":"1000","slidingWindow":{"targetTokens":"2000"}}"#)
        } isSilent: {
            $0.begin(sliding)
        },
        RulePair("no-context-compression", "ineffective", .warning) {
            $0.fill(to: 99_000, sliding)
        } isSilent: {
            $0.fill(to: 70_000, sliding)
        },
        RulePair("video-token-burn", nil, .warning) {
            $0.begin(); $0.video(perSecond: 4, seconds: 12)
        } isSilent: {
            $0.begin(); $0.video(perSecond: 1, seconds: 12)
        },
    ]

    private static let sliding =
        #""contextWindowCompression":{"triggerTokens":"80000","slidingWindow":{"targetTokens":"4000"}}"#

    static let resumption: [RulePair] = [
        RulePair("no-resumption-configured", nil, .warning, after: 200) {
            $0.talk()
        } isSilent: {
            $0.begin(resumable); $0.exchange()
        },
        RulePair("no-resumption-configured") {
            $0.talk(); $0.drop(after: 9)
        } isSilent: {
            $0.talk(); $0.close(1000, by: .client, after: 9)
        },
        RulePair("goaway-ignored") {
            $0.begin(resumable); $0.exchange(); $0.handle(); $0.goAway(); $0.close(1011, after: 10)
        } isSilent: {
            $0.begin(resumable); $0.exchange(); $0.handle(); $0.goAway(); $0.close(1000, by: .client, after: 3)
        },
        RulePair("goaway-ignored", nil, .warning) {
            $0.talk(); $0.goAway()
        } isSilent: {
            $0.begin(resumable); $0.handle(); $0.goAway()
        },
        RulePair("goaway-ignored", calls: { moved(after: 40) }, silent: { moved(after: 4) }),
        RulePair("session-cap-close", "connection-10min") {
            $0.begin(resumable); $0.exchange();
            $0.close(1011, "Deadline expired before operation could complete.", after: 597)
        } isSilent: {
            $0.begin(resumable); $0.exchange(); $0.close(1011, "Internal error encountered.", after: 97)
        },
        RulePair("resume-rejected", "unknown-handle") {
            $0.begin(#""sessionResumption":{"handle":"old"}"#, isAccepted: false)
            $0.close(1008, "BidiGenerateContent session not found", after: 0.5)
        } isSilent: {
            $0.begin(#""sessionResumption":{"handle":"old"}"#); $0.exchange()
        },
        RulePair(
            "resume-rejected", "too-early", calls: { resumed(after: 0.2, refused: true) },
            silent: {
                resumed(after: 0.2, refused: false)
            }),
        RulePair("resume-misused", "null-handle", .warning) {
            $0.begin(model: "models/gemini-3.8-live", #""sessionResumption":{"handle":null}"#, isAccepted: false)
        } isSilent: {
            $0.begin(model: "models/gemini-3.8-live", resumable, isAccepted: false)
        },
        RulePair(
            "resume-misused", "stale-handle", .warning, calls: { resumed(after: 2, handle: "h1") },
            silent: {
                resumed(after: 2, handle: "h2")
            }),
        RulePair(
            "resume-misused", "handle-unused", .warning, calls: { resumed(after: 2, handle: nil) },
            silent: {
                resumed(after: 2, handle: "h2")
            }),
        RulePair(
            "resume-misused", "no-replay", .info, calls: { speaking(replayed: 0) },
            silent: {
                speaking(replayed: 2.4)
            }),
        RulePair("reconnect-storm", calls: { storm(gap: 3) }, silent: { storm(gap: 40) }),
    ]

    private static let resumable = #""sessionResumption":{}"#

    /// A connection that is told to go, and one that continues it.
    private static func moved(after seconds: Double) -> [StagedCall] {
        var first = StagedCall(1)
        first.begin(resumable)
        first.handle("h1")
        first.goAway()
        let start = Double(first.now.nanoseconds) / 1e9 + seconds
        first.close(1011, "Deadline expired before operation could complete.", after: 10)
        var second = StagedCall(2, start: start)
        second.begin(#""sessionResumption":{"handle":"h1"}"#)
        return [first, second]
    }

    /// A connection that breaks, and one that comes back with a handle or without.
    private static func resumed(after seconds: Double, handle: String? = "h2", refused: Bool = false) -> [StagedCall] {
        var first = StagedCall(1)
        first.begin(resumable)
        first.handle("h1")
        first.exchange()
        first.handle("h2")
        first.drop()
        var second = StagedCall(2, start: Double(first.now.nanoseconds) / 1e9 + seconds)
        second.begin(handle.map { #""sessionResumption":{"handle":"\#($0)"}"# } ?? resumable, isAccepted: !refused)
        if refused { second.close(1011, "Internal error encountered.", after: 0.6) } else { second.exchange() }
        return [first, second]
    }

    /// A user who talks while the connection breaks and comes back two seconds later.
    ///
    /// - Parameter replayed: seconds of audio that the client kept and sends at once.
    private static func speaking(replayed: Double) -> [StagedCall] {
        var first = StagedCall(1)
        first.begin(resumable)
        first.handle("h1")
        first.audio(seconds: 3)
        first.drop()
        var second = StagedCall(2, start: Double(first.now.nanoseconds) / 1e9 + 2)
        second.begin(#""sessionResumption":{"handle":"h1"}"#)
        second.audio(seconds: replayed, pace: 0)
        second.audio(seconds: 4)
        return [first, second]
    }

    private static func storm(gap: Double) -> [StagedCall] {
        (0..<4).map { number in
            var call = StagedCall(UInt64(number + 1), start: Double(number) * gap)
            call.begin(isAccepted: false)
            call.close(1008, "BidiGenerateContent session not found", after: 0.3)
            return call
        }
    }
}

extension StagedCall {
    mutating func goAway() { server(#"{"goAway":{"timeLeft":"10s"}}"#, after: 1) }

    /// Turns until the prompt has that many tokens.
    mutating func fill(to prompt: Int, _ more: String = "") {
        begin(more)
        for turn in 1...5 { exchange(prompt: prompt / 5 * turn) }
    }

    mutating func video(perSecond: Double, seconds: Double) {
        let blob = #"{"mimeType":"image/jpeg","data":"\#(Base64.encode([UInt8](repeating: 1, count: 3_000)))"}"#
        for _ in 0..<Int(perSecond * seconds) {
            client(#"{"realtimeInput":{"video":\#(blob)}}"#, after: 1 / perSecond)
        }
    }
}
