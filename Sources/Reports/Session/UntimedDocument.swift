import LiveProtocol

/// A session's document when nobody knows when its messages crossed: what rests on instants is null, not 0.
enum UntimedDocument {
    static func withoutTimes(_ value: JSONValue) -> JSONValue {
        switch value {
        case .object(let members):
            .object(members.map { JSONValue.Member($0.name, isTime($0) ? .null : withoutTimes($0.value)) })
        case .array(let elements): .array(elements.map(withoutTimes))
        default: value
        }
    }

    private static func isTime(_ member: JSONValue.Member) -> Bool {
        switch member.value {
        case .number, .integer: numbers.contains(member.name)
        case .bool: member.name == "isHalfDuplex" || member.name == "isFalse"
        case .object: member.name == "pausedSeconds" || member.name == "gaps"
        default: false
        }
    }

    /// Keys of `docs/metrics.md` whose numbers compare instants. `from` and `to` are ids where they are texts.
    private static let numbers: Set<String> = [
        "startedAt", "userAt", "openedAt", "endpointedAt", "firstTextAt", "firstAudioAt", "firstAudibleAt",
        "lastAudioAt",
        "interruptedAt", "generationCompleteAt", "completedAt", "upgradedAt", "setupAt", "setupCompleteAt", "closedAt",
        "at", "handleAt", "calledAt", "endedAt", "from", "to", "deadline", "onset", "end", "responseLatencyMs",
        "perceivedGapMs", "ms", "detectionMs", "stopMs", "backlogMs", "audioAfterMs", "audioAfterInterruptionMs",
        "heardSeconds", "heardRatio", "rtf", "underruns", "starvedMs", "maxBacklogMs", "durationMs", "ageSeconds",
        "handleAgeSeconds", "lostAudioMs", "effectiveRate", "jitterMsP95", "lagMs", "drift", "stalls", "bursts",
        "aheadMs", "maxAheadMs", "rateVariation", "missingStreamEnds", "echoScore", "unflushedEchoScore", "judged",
        "false", "missed", "growthPerSecond", "secondsLeft", "secondsLeftMin", "secondsLeftMax",
    ]
}
