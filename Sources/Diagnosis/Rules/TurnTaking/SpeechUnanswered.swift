import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `speech-unanswered`: the user spoke and nothing came back.
    static let speechUnanswered = Rule(
        .speechUnanswered, .turnTaking, .p1, .error,
        variants: ["not-heard", "heard-no-reply", "short-after-turn", "after-barge-in"],
        title: "speech without an answer",
        cause:
            "The detection of speech did not take it for a turn: sensitivity, noise, a short word, or a turn that is held open.",
        fix: """
            Raise the start sensitivity, add prefix padding, check noise and format first. If it persists, detect \
            speech in the client and send activityStart and activityEnd.
            """,
        source:
            "troubleshooting guide; googleapis/python-genai#1328, #2903, #1987; google-gemini/gemini-live-api-examples#38",
        standing: .ofUtterances,
        thresholds: [.speechShortest, .speechSNR, .speechLevel, .answerPatience],
        covers: [.troubleshooting(.vadSettings), .reference(.vadSettings), .reference(.alphaFields)],
        examples: scripts
    ) { context in
        let all = Unanswered.utterances(context)
        return Dictionary(grouping: all) { Unanswered.variant(of: $0, context) }
            .sorted { ($0.value.first?.onset ?? context.now) < ($1.value.first?.onset ?? context.now) }
            .compactMap { variant, utterances in match(variant, utterances, context) }
    }

    private static func match(_ variant: String, _ utterances: [SpokenInput], _ context: RuleContext) -> RuleMatch? {
        guard let first = utterances.first, let last = utterances.last else { return nil }
        let isProactive = context.session.setup?.setup.proactiveAudio == true
        let late = first.reactionAt.map { ", and then one after \(Words.time($0 - first.end))" } ?? ""
        let what =
            utterances.count == 1
            ? "\(Words.time(first.duration)) of speech had no answer in \(Words.number(context.thresholds[.answerPatience])) s\(late)."
            : "\(utterances.count) utterances had no answer."
        let connection = utterances.allSatisfy { $0.connection == first.connection } ? first.connection : nil
        var match = RuleMatch(
            what, variant: variant, isProactive ? .info : nil, from: first.onset, to: last.end, on: connection)
        if variant == "heard-no-reply" {
            match = match.because(
                "The service heard it, as a transcript or its own detection says: the microphone is in order."
            ).cured(by: "Watch for it: after 8 to 10 s without an answer resume on a new connection.")
        }
        for utterance in utterances.prefix(4) {
            match = match.proof(
                at: utterance.onset, "speech of \(Words.time(utterance.duration)), \(snr(utterance)) above the noise")
        }
        return match.number("utterances", utterances.count).number("speech_s", first.duration.seconds)
            .number("snr_db", first.snr).gravity(Double(utterances.count))
    }

    private static func snr(_ utterance: SpokenInput) -> String {
        utterance.snr.map { "\(Words.number($0)) dB" } ?? "–"
    }
}

/// Speech that should have been answered and was not.
enum Unanswered {
    static func utterances(_ context: RuleContext) -> [SpokenInput] {
        let thresholds = context.thresholds
        let patience = thresholds.seconds(.answerPatience)
        let all = Array(context.session.utterances.recent)
        return all.indices.filter { index in
            let utterance = all[index]
            // Nearly all are answered; whether one counts is dear to find out.
            guard !isAnswered(utterance, patience), counts(utterance, context) else { return false }
            // A user who goes on at once has not finished; the last part is the one to answer.
            if all.indices.contains(index + 1), all[index + 1].onset - utterance.end < .milliseconds(1_500) {
                return false
            }
            let end = context.end(of: utterance.connection)?.at ?? context.now
            return min(end, context.now) - utterance.end >= patience
        }.map { all[$0] }
    }

    /// Loud, long and clear enough to be meant for the model.
    private static func counts(_ utterance: SpokenInput, _ context: RuleContext) -> Bool {
        let thresholds = context.thresholds
        guard utterance.duration >= thresholds.milliseconds(.speechShortest), utterance.isEcho != true,
            !utterance.isOverModel, !utterance.wasToolPending,
            utterance.snr.map({ $0 >= thresholds[.speechSNR] }) ?? false,
            // Other people's talk and music look like speech: then the service has to have heard it too.
            utterance.endConfidence == .high || utterance.noticedAt != nil,
            utterance.level.map({ $0 > thresholds[.speechLevel] }) ?? true
        else { return false }
        let clock = context.clock(utterance.connection)
        guard clock?.setup?.isServerVADOn != false || utterance.markedEndAt != nil else { return false }
        return clock?.setup?.family != .transcribe35 && clock?.setupCompleteAt.map { $0 <= utterance.onset } ?? false
    }

    private static func isAnswered(_ utterance: SpokenInput, _ patience: Duration) -> Bool {
        utterance.reactionAt.map { $0 - utterance.end <= patience } ?? false
    }

    static func variant(of utterance: SpokenInput, _ context: RuleContext) -> String {
        if let before = utterance.interruptionBefore, utterance.onset - before <= .seconds(10) {
            return "after-barge-in"
        }
        if let before = utterance.turnCompleteBefore, utterance.onset - before <= .seconds(3),
            utterance.duration <= .seconds(2)
        {
            return "short-after-turn"
        }
        return utterance.noticedAt == nil ? "not-heard" : "heard-no-reply"
    }
}

extension RuleID {
    static let speechUnanswered: RuleID = "speech-unanswered"
}

extension Threshold {
    static let speechShortest = Threshold("speech_shortest_ms", 300, "shorter sounds are not taken for speech")
    static let speechSNR = Threshold("speech_snr_db", 10, "speech has to stand out of the noise so far")
    static let speechLevel = Threshold("speech_level_dbfs", -50, "and has to be louder than this")
    static let answerPatience = Threshold(
        "answer_patience_s", 5, "speech that is not answered for so long is unanswered")
}

private let scripts: [Example] = [
    Example("heard-no-reply") {
        $0.begin(); $0.exchangeAloud(); $0.exchangeAloud(); $0.say(2.4); $0.inputTranscript("How long?"); $0.hush(7)
    } silent: {
        $0.begin(); $0.exchangeAloud(); $0.exchangeAloud(); $0.exchangeAloud(); $0.hush(7)
    }
]
