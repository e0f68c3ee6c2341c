import LiveProtocol
import Simulator

extension StagedFailure {
    static let setups = [
        StagedFailure("setup-unknown-field", "a field that this surface does not know", isLive: true) { v in
            let fields = [
                ("transparent", "setup.session_resumption", "sessionResumption", #"{"transparent":true}"#),
                ("proactivity", "setup", "proactivity", #"{"proactiveAudio":true}"#),
                ("safetySettings", "setup", "safetySettings", "[]"),
                ("labels", "setup", "labels", #"{"team":"a"}"#),
                ("explicitVadSignal", "setup", "explicitVadSignal", "true"),
            ]
            let (name, path, field, value) = v.pick(fields)
            let reason = "Invalid JSON payload received. Unknown name \"\(name)\" at '\(path)': Cannot find field."
            return v.session {
                client(v.setup([field: value]))
                server(.close(1007, reason: reason), after: v.seconds(0.03...0.2))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("response-modality-unsupported", "text asked of a model that speaks", isLive: true) { v in
            v.session {
                client(v.setup(generation: ["responseModalities": #"["TEXT"]"#]))
                server(
                    .close(1007, reason: MockClosure.modality("TEXT", "models/\(v.model)").reason),
                    after: v.seconds(0.03...0.4)
                )
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("language-code-unsupported", "a language code that native audio refuses", isLive: true) { v in
            let native = v.with([
                "gemini-2.5-flash-native-audio-latest", "gemini-2.5-flash-native-audio-preview-09-2025",
            ])
            let code = v.pick(["sv-SE", "cs-CZ", "pt-PT", "fa-IR", "en-IN"])
            return v.session {
                client(native.setup(generation: ["speechConfig": "{\"languageCode\":\"\(code)\"}"]))
                server(.close(1007, reason: "Unsupported language code '\(code)'"), after: v.seconds(0.03...0.4))
            }
        } silent: { v in
            let native = v.with(["gemini-2.5-flash-native-audio-latest"])
            let code = v.pick(["en-US", "de-DE"])
            return v.session {
                native.opened(native.setup(generation: ["speechConfig": "{\"languageCode\":\"\(code)\"}"]))
                native.turn()
                client(.close(1000))
            }
        },
        StagedFailure("setup-invalid-argument", "a setup refused without a reason", isLive: true) { v in
            let suspects: [ClientLine] = [
                v.setup(["tools": "[{}]"]),
                v.setup(["contextWindowCompression": #"{"triggerTokens":8000,"slidingWindow":{"targetTokens":9000}}"#]),
                v.setup(["tools": "[]"]),
                v.setup(generation: [
                    "speechConfig": #"{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Nobody"}}}"#
                ]),
                v.setup(),
            ]
            return v.session {
                client(v.pick(suspects))
                server(.close(1007, reason: "Request contains an invalid argument."), after: v.seconds(0.03...0.4))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("prompt-hygiene", "a setup without any instruction", isLive: true) { v in
            v.session {
                v.opened(v.setup(without: ["systemInstruction"]))
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("key-exposed-in-client", "a long-lived key in a browser") { v in
            let key = "AIza" + String(repeating: "x", count: 35)
            let browser = [
                HeaderField("Origin", "https://shop.example.com"),
                HeaderField("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0"),
            ]
            return v.session(opening: StagedOpening(query: "?key=\(key)", headers: browser)) {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            let key = "AIza" + String(repeating: "x", count: 35)
            let backend = [
                HeaderField("x-goog-api-key", key), HeaderField("User-Agent", "google-genai-sdk/1.52.0 gl-python/3.13"),
            ]
            return v.session(opening: StagedOpening(headers: backend)) {
                v.opened()
                v.turn()
                client(.close(1000))
            }
        },
    ]

    static let protocolOrder = [
        StagedFailure("setup-protocol-order", "a second setup, or data before the first", isLive: true) { v in
            v.session {
                if v.index % 2 == 0 {
                    v.opened()
                    v.turn()
                    client(v.setup(), after: v.seconds(0.2...0.9))
                } else {
                    client(.text("Hello?"))
                }
                server(.close(1007, reason: MockClosure.setupFirst.reason), after: .milliseconds(50))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("setup-protocol-order", "sound sent before the setup was acknowledged", isLive: true) { v in
            v.session {
                client(v.setup())
                for _ in 0..<6 {
                    client(
                        .bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"),
                        after: .milliseconds(40))
                }
                server(.setupComplete, after: v.seconds(0.1...0.3))
                v.turn()
                client(.close(1000))
            }
        } silent: { v in
            v.session {
                v.opened()
                for _ in 0..<6 {
                    client(
                        .bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"),
                        after: .milliseconds(40))
                }
                v.turn()
                client(.close(1000))
            }
        },
        StagedFailure("deprecated-media-chunks", "mediaChunks to a model that refuses them", isLive: true) { v in
            let three = v.with(["gemini-3.1-flash-live-preview", "gemini-3.8-live"])
            let reason = "realtime_input.media_chunks is deprecated. Use audio, video, or text instead."
            return three.session {
                three.opened()
                for _ in 0..<(1 + v.index * 2) {
                    client(
                        .legacyBytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"),
                        after: .milliseconds(40))
                }
                server(.close(1007, reason: reason), after: .milliseconds(14))
            }
        } silent: { v in
            let three = v.with(["gemini-3.1-flash-live-preview", "gemini-3.8-live"])
            return three.session {
                three.opened()
                for _ in 0..<(1 + v.index * 2) {
                    client(
                        .bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"),
                        after: .milliseconds(40))
                }
                three.turn()
                client(.close(1000))
            }
        },
        StagedFailure("client-content-midsession", "clientContent in mid-session on 3.x", isLive: true) { v in
            let three = v.with(["gemini-3.1-flash-live-preview", "gemini-3.8-live"])
            return three.session {
                three.opened()
                three.turn()
                client(.content("By the way, the user is a member."), after: v.seconds(0.3...1))
                server(.close(1007, reason: "Request contains an invalid argument."), after: v.seconds(0.1...0.5))
            }
        } silent: { v in
            let three = v.with(["gemini-3.1-flash-live-preview", "gemini-3.8-live"])
            return three.session {
                three.opened()
                three.turn()
                three.turn()
                client(.close(1000))
            }
        },
        StagedFailure("mid-session-payload-rejected", "a frame that used to be fine", isLive: true) { v in
            let native = v.with(["gemini-2.5-flash-native-audio-latest", "gemini-live-2.5-flash-native-audio"])
            let closings: [(UInt16, String)] = [
                (1007, "The audio content type (CONTENT_TYPE_AUDIO) is not supported for this model configuration."),
                (1007, "Precondition check failed."),
                (1008, "Operation is not implemented, or supported, or enabled."),
                (1007, "Request contains an invalid argument."),
            ]
            let (code, reason) = v.pick(closings)
            return native.session {
                native.opened()
                native.turn()
                client(
                    .bytes([UInt8](repeating: 0, count: 1_280), type: "audio/pcm;rate=16000"), after: .milliseconds(300)
                )
                server(.close(code, reason: reason), after: v.seconds(0.2...0.8))
            }
        } silent: { v in
            healthy(v)
        },
        StagedFailure("activity-with-auto-vad", "activity markers while the service listens by itself", isLive: true) {
            v in
            v.session {
                v.opened()
                client(.activityStart, after: v.seconds(0.3...1))
                server(.close(1007, reason: MockClosure.explicitActivity.reason), after: .milliseconds(60))
            }
        } silent: { v in
            v.session {
                v.opened(v.setup(["realtimeInputConfig": #"{"automaticActivityDetection":{"disabled":true}}"#]))
                client(.activityStart, after: v.seconds(0.3...1))
                client(.activityEnd, after: .milliseconds(700))
                v.reply()
                client(.close(1000))
            }
        },
        StagedFailure("activity-unbalanced", "markers that do not pair", isLive: true) { v in
            v.session {
                v.opened(v.setup(["realtimeInputConfig": #"{"automaticActivityDetection":{"disabled":true}}"#]))
                if v.index % 2 == 0 { client(.activityStart, after: .milliseconds(300)) }
                if v.index % 2 == 0 { client(.activityStart, after: .milliseconds(300)) }
                client(.activityEnd, after: .milliseconds(700))
                v.reply()
                client(.close(1000))
            }
        } silent: { v in
            v.session {
                v.opened(v.setup(["realtimeInputConfig": #"{"automaticActivityDetection":{"disabled":true}}"#]))
                client(.activityStart, after: .milliseconds(300))
                client(.activityEnd, after: .milliseconds(700))
                v.reply()
                client(.close(1000))
            }
        },
    ]

    /// A call as it should be.
    static func healthy(_ v: StagedVariation) -> StagedSession {
        v.session {
            v.opened()
            v.turn()
            client(.close(1000), after: .milliseconds(300))
        }
    }
}
