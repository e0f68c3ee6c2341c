import Diagnosis
import LiveProtocol

extension RulePair {
    private static let argument = "Request contains an invalid argument."
    private static let three = "models/gemini-3.1-flash-live-preview"

    static let setup: [RulePair] = [
        RulePair("model-not-live") {
            $0.begin(model: "models/gemini-2.5-flash", isAccepted: false)
            $0.close(1008, "models/gemini-2.5-flash is not found for API version v1beta", after: 0.2)
        } isSilent: {
            $0.begin(model: "models/gemini-2.5-flash"); $0.exchange()
        },
        RulePair("model-not-live", nil, .warning) {
            $0.begin(model: "models/gemini-2.5-flash", isAccepted: false)
        } isSilent: {
            $0.begin(isAccepted: false)
        },
        RulePair("model-platform-mismatch", "publisher-model") {
            $0.begin(isAccepted: false); $0.close(1008, "Publisher model projects/p/x not found", after: 0.2)
        } isSilent: {
            $0.begin(isAccepted: false); $0.close(1008, "models/x is not found for API version v1", after: 0.2)
        },
        RulePair("model-platform-mismatch", "other-platform") {
            $0.begin(model: "models/gemini-live-2.5-flash", isAccepted: false)
            $0.close(1011, "Internal error occurred.", after: 1)
        } isSilent: {
            $0.begin(isAccepted: false); $0.close(1011, "Internal error occurred.", after: 1)
        },
        RulePair("setup-unknown-field") {
            $0.begin(#""proactivity":{"proactiveAudio":true}"#, isAccepted: false)
            $0.close(1007, #"Invalid JSON payload received. Unknown name "proactivity" at 'setup'"#, after: 0.1)
        } isSilent: {
            $0.begin(#""proactivity":{"proactiveAudio":true}"#); $0.exchange()
        },
        RulePair("setup-unknown-field", nil, .warning) {
            $0.begin(#""sessionResumption":{"transparent":true}"#, isAccepted: false)
        } isSilent: {
            $0.begin(#""sessionResumption":{}"#, isAccepted: false)
        },
        RulePair("response-modality-unsupported") {
            $0.begin(#""generationConfig":{"responseModalities":["TEXT"]}"#, isAccepted: false)
            $0.close(1007, "The requested combination of response modalities (TEXT) is not", after: 0.1)
        } isSilent: {
            $0.begin(model: "models/gemini-2.0-flash-live-001", #""generationConfig":{"responseModalities":["TEXT"]}"#)
            $0.exchange()
        },
        RulePair("response-modality-unsupported", nil, .warning) {
            $0.begin(#""generationConfig":{"responseModalities":["TEXT"]}"#, isAccepted: false)
        } isSilent: {
            $0.begin(isAccepted: false)
        },
        RulePair("language-code-unsupported") {
            $0.begin(language("sv-SE"), isAccepted: false);
            $0.close(1007, "Unsupported language code 'sv-SE'", after: 0.1)
        } isSilent: {
            $0.begin(language("en-US")); $0.exchange()
        },
        RulePair("setup-invalid-argument") {
            $0.begin(isAccepted: false); $0.close(1007, argument, after: 0.1)
        } isSilent: {
            $0.talk(); $0.close(1007, argument, after: 5)
        },
        RulePair("setup-protocol-order", "second-setup") {
            $0.talk(); $0.begin(isAccepted: false); $0.close(1007, argument, after: 0.1)
        } isSilent: {
            $0.talk(); $0.close(1007, argument, after: 0.1)
        },
        RulePair("setup-protocol-order", "data-before-setup", .warning) {
            $0.text("Hello"); $0.talk()
        } isSilent: {
            $0.talk()
        },
        RulePair("setup-protocol-order", "data-before-ack", .warning) {
            $0.begin(isAccepted: false); $0.audio(seconds: 0.2); $0.server(#"{"setupComplete":{}}"#)
        } isSilent: {
            $0.begin(); $0.audio(seconds: 0.2)
        },
        RulePair("deprecated-media-chunks") {
            $0.begin(model: three); $0.legacyAudio()
            $0.close(1007, "realtime_input.media_chunks is deprecated. Use audio,", after: 0.1)
        } isSilent: {
            $0.begin(model: three); $0.audio(seconds: 0.2)
        },
        RulePair("deprecated-media-chunks", nil, .warning) {
            $0.talk(); $0.legacyAudio()
        } isSilent: {
            $0.talk(); $0.audio(seconds: 0.2)
        },
        RulePair("client-content-midsession") {
            $0.begin(model: three); $0.exchange(); $0.content("now"); $0.close(1007, argument, after: 0.2)
        } isSilent: {
            $0.begin(); $0.exchange(); $0.content("now"); $0.close(1007, argument, after: 0.2)
        },
        RulePair("client-content-midsession", nil, .warning) {
            $0.begin(model: three); $0.exchange(); $0.content("now")
        } isSilent: {
            $0.begin(model: three, #""historyConfig":{"initialHistoryInClientContent":true}"#)
            $0.content("before"); $0.exchange()
        },
        RulePair("mid-session-payload-rejected", "content-type-audio") {
            $0.talk(); $0.close(1007, "The audio content type (CONTENT_TYPE_AUDIO) is not supported", after: 1)
        } isSilent: {
            $0.talk(); $0.close(1007, "Explicit activity control is not supported", after: 1)
        },
        RulePair("mid-session-payload-rejected", "op") {
            $0.talk(); $0.close(1008, "Operation is not implemented, or supported, or enabled.", after: 1)
        } isSilent: {
            $0.talk(); $0.call(); $0.audio(seconds: 0.4)
            $0.close(1008, "Operation is not implemented, or supported, or enabled.", after: 1)
        },
        RulePair("prompt-hygiene", nil, .info) {
            $0.talk()
        } isSilent: {
            $0.begin(#""systemInstruction":{"parts":[{"text":"You are Ada. Respond only in English."}]}"#);
            $0.exchange()
        },
    ]

    private static func language(_ code: String) -> String {
        #""generationConfig":{"responseModalities":["AUDIO"],"speechConfig":{"languageCode":"\#(code)"}}"#
    }
}

extension StagedCall {
    mutating func legacyAudio() {
        let blob = #"{"mimeType":"audio/pcm;rate=16000","data":"\#(Base64.encode([UInt8](repeating: 0, count: 640)))"}"#
        client(#"{"realtimeInput":{"mediaChunks":[\#(blob)]}}"#, after: 0.02)
    }
}
