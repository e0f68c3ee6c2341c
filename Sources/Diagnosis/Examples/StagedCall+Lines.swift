import LiveProtocol

/// What client and service say.
extension StagedCall {
    /// Setup, and its completion unless the service is to do something else.
    package mutating func begin(
        model: String = StagedCall.native25, _ more: SetupFields = .none, isAccepted: Bool = true
    ) {
        let audio = #""generationConfig":{"responseModalities":["AUDIO"]}"#
        let more = more.json
        let rest = more.contains("generationConfig") ? more : more.isEmpty ? audio : "\(audio),\(more)"
        client(#"{"setup":{"model":"\#(model)",\#(rest)}}"#)
        if isAccepted { server(#"{"setupComplete":{}}"#, after: 0.3) }
    }

    package mutating func text(_ text: String, after seconds: Double = 0) {
        client(#"{"realtimeInput":{"text":"\#(text)"}}"#, after: seconds)
    }

    package mutating func content(_ text: String, after seconds: Double = 0) {
        let turns = #"[{"role":"user","parts":[{"text":"\#(text)"}]}]"#
        client(#"{"clientContent":{"turns":\#(turns),"turnComplete":true}}"#, after: seconds)
    }

    package mutating func activityStart() { client(#"{"realtimeInput":{"activityStart":{}}}"#) }

    package mutating func activityEnd() { client(#"{"realtimeInput":{"activityEnd":{}}}"#) }

    package mutating func audioStreamEnd() { client(#"{"realtimeInput":{"audioStreamEnd":true}}"#) }

    /// Model audio at 24 kHz, all of it at once: a buzz whose loudness comes and goes; silence where `value` is 0.
    package mutating func speak(_ seconds: Double = 0.5, after delay: Double = 0.5, value: Int16 = 2_000) {
        let samples = (0..<Int(clamping: seconds * 24_000)).map { index in
            let loudness = value &* Int16(1 + index / 2_400 % 3)
            return index / 60 % 2 == 0 ? loudness : 0 &- loudness
        }
        let data = Base64.encode(
            samples.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] })
        let blob = #"{"mimeType":"audio/pcm;rate=24000","data":"\#(data)"}"#
        server(#"{"serverContent":{"modelTurn":{"parts":[{"inlineData":\#(blob)}]}}}"#, after: delay)
    }

    package mutating func completeTurn(
        prompt: Int? = nil, response: Int = 20, reason: String? = nil, after: Double = 0.5
    ) {
        let reason = reason.map { #","turnCompleteReason":"\#($0)""# } ?? ""
        let usage =
            prompt.map { #","usageMetadata":{"promptTokenCount":\#($0),"responseTokenCount":\#(response)}"# } ?? ""
        server(#"{"serverContent":{"turnComplete":true\#(reason)}\#(usage)}"#, after: after)
    }

    package mutating func interrupt(after seconds: Double = 0) {
        server(#"{"serverContent":{"interrupted":true}}"#, after: seconds)
    }

    package mutating func inputTranscript(_ words: String, after seconds: Double = 0) {
        server(#"{"serverContent":{"inputTranscription":{"text":"\#(words)"}}}"#, after: seconds)
    }

    package mutating func outputTranscript(_ words: String) {
        server(#"{"serverContent":{"outputTranscription":{"text":"\#(words)"}}}"#)
    }

    package mutating func handle(_ name: String = "h1", after seconds: Double = 0) {
        server(#"{"sessionResumptionUpdate":{"newHandle":"\#(name)","resumable":true}}"#, after: seconds)
    }

    package mutating func call(
        _ name: String = "find", id: String = "c1", arguments: String = "{}", after: Double = 0.3
    ) {
        let call = #"{"id":"\#(id)","name":"\#(name)","args":\#(arguments)}"#
        server(#"{"toolCall":{"functionCalls":[\#(call)]}}"#, after: after)
    }

    package mutating func answer(_ name: String = "find", id: String? = "c1", after seconds: Double = 0.3) {
        let id = id.map { #""id":"\#($0)","# } ?? ""
        let response = #"{\#(id)"name":"\#(name)","response":{"ok":true}}"#
        client(#"{"toolResponse":{"functionResponses":[\#(response)]}}"#, after: seconds)
    }
}
