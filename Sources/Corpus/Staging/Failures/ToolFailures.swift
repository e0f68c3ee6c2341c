import Simulator

extension StagedFailure {
    static let tools = [
        StagedFailure("tool-response-missing", "a call that nobody answers") { v in
            let slow = v.with(blocking)
            return slow.session {
                slow.opened(slow.setup(["tools": StagedVariation.weatherTool]))
                client(slow.typed("What is the weather like?"), after: .seconds(1))
                server(.toolCall("get_weather"), after: .milliseconds(600))
                client(.close(1000), after: v.seconds(16...24))
            }
        } silent: { v in
            weatherCall(v, answeredAfter: 0.3...1.5)
        },
        StagedFailure("tool-response-missing", "a call that is answered late") { v in
            weatherCall(v, answeredAfter: 4...12)
        } silent: { v in
            weatherCall(v, answeredAfter: 1...2.8)
        },
        StagedFailure("input-during-tool-call", "sound while a blocking call is open", isLive: true) { v in
            let slow = v.with(blocking)
            let reason = v.pick([
                "Operation is not implemented, or supported, or enabled.", "The operation was aborted.",
            ])
            return slow.session {
                slow.opened(slow.setup(["tools": StagedVariation.weatherTool]))
                client(slow.typed("What is the weather like?"), after: .milliseconds(300))
                server(.toolCall("get_weather"), after: .milliseconds(400))
                for _ in 0..<(12 + v.index * 3) {
                    client(.bytes(quiet, type: "audio/pcm;rate=16000"), after: .milliseconds(40))
                }
                server(.close(1008, reason: reason), after: v.seconds(0.05...0.8))
            }
        } silent: { v in
            let slow = v.with(blocking)
            return slow.session {
                slow.opened(slow.setup(["tools": StagedVariation.weatherTool]))
                client(slow.typed("What is the weather like?"), after: .milliseconds(300))
                server(.toolCall("get_weather"), after: .milliseconds(400))
                client(.toolResponse(["temperature": "21"]), after: .milliseconds(600))
                for _ in 0..<(12 + v.index * 3) {
                    client(.bytes(quiet, type: "audio/pcm;rate=16000"), after: .milliseconds(40))
                }
                slow.reply()
                client(.close(1000), after: .milliseconds(200))
            }
        },
        StagedFailure("tool-response-mismatch", "an answer that fits no call", isLive: true) { v in
            let answers = [
                #"{"id":"call-4711","name":"get_weather","response":{"temperature":"21"}}"#,
                #"{"name":"get_weather","response":{"temperature":"21"}}"#,
                #"{"id":"function-call-1","name":"get_time","response":{"temperature":"21"}}"#,
                #"{"id":"get_weather","name":"get_weather","response":{"temperature":"21"}}"#,
                #"{"id":"","name":"get_weather","response":{"temperature":"21"}}"#,
            ]
            return v.session {
                v.opened(v.setup(["tools": StagedVariation.weatherTool]))
                client(v.typed("What is the weather like?"), after: .milliseconds(300))
                server(.toolCall("get_weather"), after: .milliseconds(400))
                client(
                    .json("{\"toolResponse\":{\"functionResponses\":[\(v.pick(answers))]}}"), after: .milliseconds(500))
                client(.close(1000), after: v.seconds(0.8...1.4))
            }
        } silent: { v in
            answeredCall(v)
        },
        StagedFailure("tool-response-mismatch", "the same answer twice, or after the call was called off", isLive: true)
        { v in
            let answer = ClientLine.json(
                #"{"toolResponse":{"functionResponses":[{"id":"function-call-1","name":"get_weather","response":{}}]}}"#
            )
            return v.session {
                v.opened(v.setup(["tools": StagedVariation.weatherTool]))
                client(v.typed("What is the weather like?"), after: .milliseconds(300))
                server(.toolCall("get_weather"), after: .milliseconds(400))
                if v.index % 2 == 0 {
                    client(answer, after: .milliseconds(300))
                    v.reply()
                } else {
                    server(.toolCallCancellation, after: .milliseconds(300))
                    server(.turnComplete, after: .milliseconds(100))
                }
                client(answer, after: v.seconds(0.7...1.3))
                client(.close(1000), after: .milliseconds(300))
            }
        } silent: { v in
            answeredCall(v)
        },
        StagedFailure("tool-call-repeated", "the same call again and again") { v in
            v.session {
                v.opened(v.setup(["tools": StagedVariation.weatherTool]))
                client(v.typed("What is the weather like?"), after: .milliseconds(300))
                for _ in 0..<(3 + v.index % 2) {
                    server(.toolCall("get_weather"), after: v.seconds(0.6...2))
                    client(.toolResponse(["temperature": "21"]), after: .milliseconds(700))
                }
                v.reply()
                client(.close(1000), after: .seconds(1))
            }
        } silent: { v in
            v.session {
                v.opened(v.setup(["tools": StagedVariation.weatherTool]))
                for _ in 0..<3 {
                    client(v.typed("What is the weather like?"), after: .milliseconds(300))
                    server(.toolCall("get_weather"), after: v.seconds(0.6...2))
                    client(.toolResponse(["temperature": "21"]), after: .milliseconds(700))
                    v.reply()
                }
                client(.close(1000), after: .seconds(1))
            }
        },
        StagedFailure("tool-mode-unsupported", "a mode that this model does not have", isLive: true) { v in
            let three = v.with(["gemini-3.1-flash-live-preview"])
            let tool = StagedVariation.weatherTool.replacing(
                #""name":"get_weather""#, with: #""name":"get_weather","behavior":"NON_BLOCKING""#)
            return three.session {
                three.opened(three.setup(["tools": tool]))
                three.turn(after: v.seconds(0.3...1))
                client(.close(1000))
            }
        } silent: { v in
            let three = v.with(["gemini-3.1-flash-live-preview"])
            return three.session {
                three.opened(three.setup(["tools": StagedVariation.weatherTool]))
                three.turn()
                client(.close(1000))
            }
        },
    ]

    private static let blocking = [
        "gemini-2.5-flash-native-audio-latest", "gemini-3.1-flash-live-preview", "gemini-live-2.5-flash-native-audio",
    ]

    /// 40 ms of zeros.
    private static let quiet = [UInt8](repeating: 0, count: 1_280)

    /// A question about the weather to a model that waits for its tool.
    private static func weatherCall(_ v: StagedVariation, answeredAfter seconds: ClosedRange<Double>) -> StagedSession {
        let slow = v.with(blocking)
        return slow.session {
            slow.opened(slow.setup(["tools": StagedVariation.weatherTool]))
            client(slow.typed("What is the weather like?"), after: .seconds(1))
            server(.toolCall("get_weather"), after: .milliseconds(600))
            client(.toolResponse(["temperature": "21"]), after: v.seconds(seconds))
            slow.reply()
            client(.close(1000), after: .seconds(1))
        }
    }

    private static func answeredCall(_ v: StagedVariation) -> StagedSession {
        v.session {
            v.opened(v.setup(["tools": StagedVariation.weatherTool]))
            client(v.typed("What is the weather like?"), after: .milliseconds(300))
            server(.toolCall("get_weather"), after: .milliseconds(400))
            client(.toolResponse(["temperature": "21"]), after: .milliseconds(600))
            v.reply()
            client(.close(1000), after: .milliseconds(200))
        }
    }
}
