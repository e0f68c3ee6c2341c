import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-ahead-of-realtime`: audio is sent faster than anybody can speak it.
    static let inputAheadOfRealtime = Rule(
        .inputAheadOfRealtime, .audioTransport, .p2, .error,
        title: "audio sent faster than it is spoken",
        cause: "A recording, or what was captured during a reconnect, is sent as fast as the socket takes it.",
        fix: "Pace audio to real time; send a backlog at 1.5 times real time at most.",
        code: cure,
        source: "field notes F4: 60 s at once were taken, 90 s were refused",
        thresholds: [.aheadWarning, .aheadError],
        explains: [.quotaExhausted],
        examples: scripts
    ) { context in
        let input = context.session.inputAudio
        guard input.pace.maxAhead > context.thresholds.seconds(.aheadWarning), !input.runsAtAnotherRate(context)
        else { return [] }
        let end = context.closes.last { $0.by == .server && $0.code?.rawValue == 1011 }
        let isError = end != nil || input.pace.maxAhead > context.thresholds.seconds(.aheadError)
        var match = RuleMatch(
            "Up to \(Words.time(input.pace.maxAhead)) of audio were sent before their time.",
            isError ? .error : .warning, from: context.session.openedAt, to: end?.at ?? context.now,
            on: end?.connection ?? context.session.connection?.id
        )
        .number("ahead_s", input.pace.maxAhead.seconds).number("rate_variation", input.pace.rateVariation)
        if let end { match = match.proof(end.mark, end.words) }
        return [match]
    }
}

extension RuleID {
    static let inputAheadOfRealtime: RuleID = "input-ahead-of-realtime"
}

extension Threshold {
    static let aheadWarning = Threshold("ahead_warning_s", 5, "audio so far before its time is worth a warning")
    static let aheadError = Threshold("ahead_error_s", 45, "audio so far before its time may be refused")
}

/// As it is written with each kit.
private let cure = CureCode(
    python: """
        for start in range(0, len(pcm), 1280):  # 40 ms at 16 kHz
            await session.send_realtime_input(audio=types.Blob(
                data=pcm[start:start + 1280], mime_type="audio/pcm;rate=16000"))
            await asyncio.sleep(0.04)
        """,
    js: """
        for (let start = 0; start < pcm.length; start += 1280) {  // 40 ms at 16 kHz
          session.sendRealtimeInput({ audio: {
            data: pcm.subarray(start, start + 1280).toString('base64'),
            mimeType: 'audio/pcm;rate=16000' } });
          await new Promise((done) => setTimeout(done, 40));
        }
        """)

private let scripts: [Example] = [
    Example(nil, .warning, behind: .inputLevelLow) {
        $0.begin(); $0.audio(seconds: 20, pace: 0.002)
    } silent: {
        $0.begin(); $0.audio(seconds: 3, pace: 0.002)
    }
]
