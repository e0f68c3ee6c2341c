import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `transcription-degraded`: transcripts come late, not at all, or in another script.
    static let transcriptionDegraded = Rule(
        .transcriptionDegraded, .usage, .p2, .warning, variants: ["late", "missing", "language", "truncated"],
        title: "transcripts that cannot be relied on",
        cause: "The transcript is made beside the model. That it is wrong does not mean that the model misheard.",
        fix: "Set language codes for the transcription, and do not let logic depend on the text.",
        source: "best practices; google-gemini/gemini-live-api-examples#26, #45, #51; livekit/agents#3551",
        standing: .ofUtterances,
        covers: [.practices(.transcription)],
        examples: scripts
    ) { context in
        guard let setup = context.session.setup, setup.setup.inputTranscription != nil else { return [] }
        let heard = context.session.utterances.recent.filter { utterance in
            utterance.isEcho != true && !utterance.isOverModel && utterance.reactionAt != nil
                && utterance.duration >= .milliseconds(500)
        }
        return [late(heard), missing(heard, context), language(context, setup), truncated(context)].compactMap { $0 }
    }

    private static func late(_ heard: [SpokenInput]) -> RuleMatch? {
        let lags = heard.compactMap { utterance in
            utterance.endConfidence == .high ? utterance.transcriptAt.map { ($0 - utterance.end).milliseconds } : nil
        }.sorted()
        guard lags.count >= 3, lags[lags.count / 2] > 2_000, let first = heard.first, let last = heard.last else {
            return nil
        }
        return RuleMatch(
            "Transcripts come \(Words.number(lags[lags.count / 2] / 1_000)) s after the speech.", variant: "late",
            .info,
            from: first.onset, to: last.end, on: first.connection
        ).proof(at: first.end, "speech ends").number("lag_ms", lags[lags.count / 2])
    }

    private static func missing(_ heard: [SpokenInput], _ context: RuleContext) -> RuleMatch? {
        // The last one's transcript may still come.
        let without = heard.filter { $0.transcriptAt == nil && context.now - $0.end > .seconds(5) }
        guard without.count >= 2, without.count * 2 >= heard.count, let first = without.first, let last = without.last
        else { return nil }
        return RuleMatch(
            "\(without.count) of \(heard.count) utterances were answered and not transcribed.", variant: "missing",
            .info, from: first.onset, to: last.end, on: first.connection
        ).proof(at: first.onset, "speech without a transcript").number("utterances", without.count)
    }

    /// Far fewer words than anybody speaks in that time. Only where words are written apart.
    private static func truncated(_ context: RuleContext) -> RuleMatch? {
        let spoken = context.session.utterances.recent.filter { utterance in
            utterance.isEcho != true && !utterance.isOverModel && utterance.endConfidence == .high
        }
        let speech = spoken.reduce(Duration.zero) { $0 + $1.duration }
        guard speech > .seconds(30), let first = spoken.first, let last = spoken.last else { return nil }
        guard let words = words(since: first.onset, context), words > 0, Double(words) < 0.8 * speech.seconds,
            context.session.turns.recent.allSatisfy({ turn in
                turn.openedAt < first.onset || WritingSystem.of(text: turn.userText.value)?.separatesWords != false
            })
        else { return nil }
        return RuleMatch(
            "\(Words.count(words, "word")) were transcribed of \(Words.time(speech)) of speech.", variant: "truncated",
            .info, from: first.onset, to: last.end, on: last.connection
        ).proof(at: first.onset, "speech begins").number("words", words).number("speech_s", speech.seconds)
    }

    /// Of the turns that opened since then; nil where the end of one is not kept.
    private static func words(since start: Timestamp, _ context: RuleContext) -> Int? {
        var (words, isWhole) = (0, true)
        context.session.turns.recent.forEachInPlace { turn in
            guard turn.openedAt >= start else { return }
            words += turn.userText.words
            isWhole = isWhole && !turn.userText.isCut
        }
        return isWhole ? words : nil
    }

    private static func language(_ context: RuleContext, _ setup: SetupSummary) -> RuleMatch? {
        let codes = setup.setup.inputTranscription?.languageCodes ?? []
        let wanted = Set(
            (codes + [setup.setup.generation.languageCode].compactMap { $0 }).map(WritingSystem.of(language:)))
        guard !wanted.isEmpty else { return nil }
        let turns = context.session.turns.recent.filter { !$0.userText.isEmpty }
        let other = turns.filter { turn in
            WritingSystem.of(text: turn.userText.value).map { !wanted.contains($0) } ?? false
        }
        guard other.count >= 2, other.count * 5 >= turns.count, let first = other.first else { return nil }
        return RuleMatch(
            "\(other.count) of \(turns.count) transcripts are in another script than \(codes.joined(separator: ", ")).",
            variant: "language", from: first.startedAt, to: other.last?.openedAt, on: first.connection
        ).proof(at: first.startedAt, "“\(first.userText.value.prefix(40))”").number("turns", other.count)
    }
}

/// Writing systems that are told apart: enough to see that a transcript is in another language.
private enum WritingSystem: Hashable {
    case latin, cyrillic, arabic, devanagari, han, kana, hangul, other

    var separatesWords: Bool { ![.han, .kana, .other].contains(self) }

    static func of(language code: String) -> WritingSystem {
        switch code.lowercased().prefix(2) {
        case "ru", "uk", "bg", "sr": .cyrillic
        case "ar", "fa", "ur": .arabic
        case "hi", "mr", "ne": .devanagari
        case "zh", "cm", "yu": .han
        case "ja": .kana
        case "ko": .hangul
        case "el", "he", "th", "ta", "te", "bn", "gu", "kn", "ml": .other
        default: .latin
        }
    }

    /// The script of most letters; nil for a text with few of them.
    static func of(text: String) -> WritingSystem? {
        var counts: [WritingSystem: Int] = [:]
        for scalar in text.unicodeScalars where scalar.properties.isAlphabetic { counts[of(scalar), default: 0] += 1 }
        // Japanese is written in Han characters as well.
        if counts[.kana] != nil { return .kana }
        guard let most = counts.max(by: { $0.value < $1.value }), most.value >= 4 else { return nil }
        return most.key
    }

    private static func of(_ scalar: Unicode.Scalar) -> WritingSystem {
        switch scalar.value {
        case 0x41...0x24F, 0x1E00...0x1EFF: .latin
        case 0x400...0x52F: .cyrillic
        case 0x600...0x6FF, 0x750...0x77F: .arabic
        case 0x900...0x97F: .devanagari
        case 0x4E00...0x9FFF, 0x3400...0x4DBF: .han
        case 0x3040...0x30FF: .kana
        case 0x1100...0x11FF, 0xAC00...0xD7AF: .hangul
        default: .other
        }
    }
}

extension RuleID {
    static let transcriptionDegraded: RuleID = "transcription-degraded"
}

private let scripts: [Example] = [
    Example("language", .warning) {
        $0.begin(#""inputAudioTranscription":{"languageCodes":["en-US"]}"#)
        for _ in 1...4 { $0.inputTranscript("как у вас дела", after: 1); $0.speak(); $0.completeTurn(prompt: 100) }
    } silent: {
        $0.begin(#""inputAudioTranscription":{"languageCodes":["ru-RU"]}"#)
        for _ in 1...4 { $0.inputTranscript("как у вас дела", after: 1); $0.speak(); $0.completeTurn(prompt: 100) }
    }
]
