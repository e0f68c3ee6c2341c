import LiveProtocol

extension MetricLog {
    /// What a finished turn amounts to: its latencies and its pace. They can no longer change.
    mutating func record(_ turn: Turn) {
        guard let answeredAt = turn.answeredAt else { return }
        if turn.isColdStart {
            if let response = turn.countedResponse {
                record(
                    .response, response.duration.milliseconds, at: answeredAt, anchor: response.anchor, as: .coldStart)
            }
        } else {
            record(.response, turn.countedResponses, headline: turn.countedResponse, at: answeredAt)
        }
        if let leadingSilence = turn.leadingSilence {
            record(.leadingSilence, leadingSilence.milliseconds, at: answeredAt)
        }
        // A turn that waits for a tool is slow for a reason that is not the service's.
        if turn.toolCalls == 0, let factor = turn.playback.realTimeFactor {
            record(.realTimeFactor, factor, at: answeredAt)
        }
    }
}

extension Turn {
    /// Those of the user's end hold the time of a tool where one came in between: they are shown, and do not count.
    fileprivate var countedResponses: [Latency] {
        response?.anchor == .tool ? responses.filter { $0.anchor == .tool } : responses
    }
}
