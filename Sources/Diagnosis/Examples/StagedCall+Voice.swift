import LiveProtocol

/// What the client sends of its microphone: 40 ms of 16 kHz in each message, unless it is said.
extension StagedCall {
    /// The user speaks.
    package mutating func say(_ seconds: Double) {
        for _ in 0..<StagedCall.messages(seconds) { send(microphone.speech(640)) }
    }

    /// The user is silent, and the room is heard.
    package mutating func hush(_ seconds: Double) {
        for _ in 0..<StagedCall.messages(seconds) { send(microphone.room(640)) }
    }

    /// A question and its answer, which come through.
    package mutating func exchangeAloud(_ question: Double = 2.4) {
        say(question)
        hush(0.6)
        speak(1.2, after: 0)
        hush(1.3)
        completeTurn(prompt: 100, after: 0)
        hush(0.9)
    }

    package mutating func talkAloud(_ exchanges: Int = 3) {
        for _ in 0..<exchanges { exchangeAloud() }
    }

    /// Samples of one value: silence, unless it is said.
    ///
    /// - Parameters:
    ///   - chunk: seconds of audio in one message.
    ///   - pace: seconds from one message to the next; as many as it holds where it is nil.
    package mutating func audio(
        seconds: Double, value: UInt8 = 0, mime: String = "audio/pcm;rate=16000", chunk: Double = 0.04,
        pace: Double? = nil
    ) {
        let message = [UInt8](repeating: value, count: Int(clamping: chunk * 16_000) * 2)
        for _ in 0..<Int(clamping: seconds / chunk) { audio(bytes: message, mime: mime, after: pace ?? chunk) }
    }

    /// One message.
    package mutating func audio(bytes: [UInt8], mime: String = "audio/pcm;rate=16000", after seconds: Double = 0.04) {
        let blob = #"{"mimeType":"\#(mime)","data":"\#(Base64.encode(bytes))"}"#
        client(#"{"realtimeInput":{"audio":\#(blob)}}"#, after: seconds)
    }

    private mutating func send(_ samples: [Int16]) { audio(bytes: microphone.encoding.bytes(of: samples)) }

    private static func messages(_ seconds: Double) -> Int { Int(clamping: (seconds / 0.04).rounded()) }
}
