import LiveProtocol
import SessionModel
import Wording

extension Rule {
    /// `input-not-counted`: pictures were sent, and no usage knows of them.
    static let inputNotCounted = Rule(
        .inputNotCounted, .usage, .p1, .error,
        title: "pictures that never reached the model",
        cause: """
            The details of the usage name every kind of content that the model was given. Where they name no image and no \
            video tokens, it has not seen the pictures, whatever it says about them.
            """,
        fix: """
            Send pictures as realtimeInput.video with one blob of image/jpeg, not in mediaChunks, at most one a second, \
            while the user speaks; typed turns do not see them: put the picture into the turn itself. A picture that a \
            tool found is not seen in a function response on every model: send it as video before the answer.
            """,
        source: "pydantic-ai 2.68 (typed turns and images); public reports of 2025-11 to 2026-11",
        traits: [.needsNoTimes],
        thresholds: [.uncountedImages],
        explains: [.deprecatedMediaChunks],
        covers: [.guide(.usage)],
        examples: scripts
    ) { context in
        let least = Int(clamping: context.thresholds[.uncountedImages])
        let marks = context.session.usage.marks.filter { mark in
            guard let kinds = mark.promptModalities, mark.prompt > 0 else { return false }
            return mark.images >= needed(mark, least, context) && kinds.isDisjoint(with: [.image, .video])
                && isIncluded(mark, context)
        }
        // Pictures that were counted once are in the context of all later turns.
        let counted = context.session.usage.marks.contains {
            $0.promptModalities?.isDisjoint(with: [.image, .video]) == false
        }
        guard let first = marks.first, let last = marks.last, !counted else { return [] }
        let images = marks.reduce(0) { $0 + $1.images }
        let isSure = marks.count >= 2
        return [
            RuleMatch(
                """
                \(Words.count(images, "picture")) were sent, and \(isSure ? "none of \(marks.count) usage messages counts" : "the usage counts no") \
                image or video tokens\(isSure ? "" : " of it").
                """, isSure ? .error : .warning, from: first.firstImage?.at ?? first.frame.at, to: last.frame.at,
                on: first.connection
            )
            .proof(first.firstImage, "the first picture")
            .proof(first.frame, "usage: \(names(first.promptModalities ?? []))")
            .number("pictures", images).number("usages", marks.count)
        ]
    }

    /// A picture that answers a tool, or was asked for by one, is to be seen even if it is the only one.
    private static func needed(_ mark: UsageHistory.Mark, _ least: Int, _ context: RuleContext) -> Int {
        guard let conduct = context.clock(mark.connection)?.conduct, let image = mark.firstImage else { return least }
        let isAnswer = conduct.responsesWithParts.last.map { $0.at >= image.at && $0.at <= mark.frame.at } ?? false
        return isAnswer ? 1 : least
    }

    /// With TURN_INCLUDES_ONLY_ACTIVITY pictures outside of speech are left out on purpose.
    private static func isIncluded(_ mark: UsageHistory.Mark, _ context: RuleContext) -> Bool {
        let setup = context.clock(mark.connection)?.setup
        return setup?.setup.turnCoverage != "TURN_INCLUDES_ONLY_ACTIVITY"
            || !(context.clock(mark.connection)?.conduct.responsesWithParts.isEmpty ?? true)
    }

    private static func names(_ kinds: Set<Modality>) -> String {
        kinds.map { $0.rawValue.lowercased() }.sorted().joined(separator: ", ") + " tokens alone"
    }
}

extension RuleID {
    static let inputNotCounted: RuleID = "input-not-counted"
}

extension Threshold {
    static let uncountedImages = Threshold(
        "uncounted_image_count", 3, "so many pictures before one usage message are not overlooked")
}

private let scripts: [Example] = [
    Example {
        $0.begin(); $0.showing("TEXT", "AUDIO"); $0.showing("TEXT", "AUDIO")
    } silent: {
        $0.begin(); $0.showing("TEXT", "IMAGE"); $0.showing("TEXT", "AUDIO")
    },
    Example(nil, .warning) {
        $0.begin(); $0.showing("TEXT", "AUDIO")
    } silent: {
        $0.begin(); $0.exchange()
    },
]

extension StagedCall {
    /// Four pictures and a question, and an answer whose prompt is counted by these kinds.
    fileprivate mutating func showing(_ kinds: String...) {
        for _ in 1...4 {
            let blob = #"{"mimeType":"image/jpeg","data":"\#(Base64.encode([UInt8](repeating: 3, count: 600)))"}"#
            client(#"{"realtimeInput":{"video":\#(blob)}}"#, after: 1)
        }
        text("What is this?")
        speak()
        let details = kinds.map { #"{"modality":"\#($0)","tokenCount":50}"# }.joined(separator: ",")
        let usage = #"{"promptTokenCount":100,"responseTokenCount":20,"promptTokensDetails":[\#(details)]}"#
        server(#"{"serverContent":{"turnComplete":true},"usageMetadata":\#(usage)}"#, after: 0.5)
    }
}
