import LiveProtocol
import Simulator

/// One connection of a call of the field, as it goes on: who talks when, what is sent beside the talk.
struct FieldTalk {
    var call: Dialogue
    var cast: FieldCast
    var encoding = MicrophoneEncoding.usual
    /// How fast the model's audio comes, measured by how long it plays.
    let speed: Double
    /// Real time in one message of the microphone.
    let chunk: Duration
    /// Handles come after each turn.
    var updates: Bool
    /// Tokens that the session has from connections before this one.
    var context = 0
    /// Tokens after the last turn.
    private(set) var prompt = 0
    private var number = 0

    init(
        _ cast: FieldCast, setup: ClientLine? = nil, noise: Double? = nil, room: [Float] = [], gain: Double? = nil,
        updates: Bool = true
    ) {
        var cast = cast
        let own = cast.sentences.isEmpty || cast.chance(0.3)
        let first = cast.count(0...11)
        let turn = own ? [] : cast.sentences.indices.map { cast.sentences[($0 + first) % cast.sentences.count] }
        let microphone = Microphone(
            seed: cast.seed, gain: gain ?? cast.number(-4...5), noise: noise ?? cast.number(-72...(-58)), room: room,
            sentences: turn)
        call = Dialogue(setup ?? cast.setup(), microphone: microphone)
        speed = cast.number(1.1...4)
        chunk = .milliseconds(cast.pick([20, 20, 30, 40, 50, 64, 100]))
        self.updates = updates
        if cast.second == .offset { encoding = .shifted(by: 2_600) }
        self.cast = cast
    }

    var now: Duration { call.now }
    mutating func pause(_ range: ClosedRange<Double>) { call.pause(cast.time(range)) }
    mutating func client(_ line: ClientLine, after delay: Duration = .zero) { call.client(line, after: delay) }
    mutating func server(_ line: ServerLine, after delay: Duration = .zero) { call.server(line, after: delay) }

    // MARK: Turns

    mutating func say(_ range: ClosedRange<Double> = 1.2...3) { call.say(cast.time(range)) }

    /// Typed text, in the form that the model takes in mid-session.
    mutating func type(_ text: String? = nil) {
        let text = text ?? cast.pick(FieldWords.questions)
        client(cast.model.isThree ? .text(text) : .content(text))
    }

    /// The model's turn in full; the microphone waits until it could be heard.
    mutating func reply(
        _ length: ClosedRange<Double> = 1.8...4.5, after delay: ClosedRange<Double> = 0.5...1.1,
        heard: String? = nil, words: String? = nil, gain: Double = 0, isTyped: Bool = false
    ) {
        let (length, delay) = (cast.time(length), cast.time(delay))
        if !isTyped { transcribe(heard ?? cast.pick(FieldWords.questions), before: delay) }
        call.speak(length, after: delay, speed: speed, gain: gain)
        answerInWords(words ?? cast.pick(FieldWords.answers), from: delay, within: length / speed)
        server(.generationComplete, after: delay + length / speed + .milliseconds(20))
        let end = delay + length + cast.time(0.01...0.3)
        server(.turnCompleteWith(usage(length)), after: end)
        call.pause(end + .milliseconds(40))
        update()
    }

    mutating func transcribe(_ text: String, before delay: Duration) {
        guard call.transcribes else { return }
        let at = min(cast.time(0.15...0.6), delay - .milliseconds(40))
        server(.inputTranscription(text), after: max(at, .milliseconds(20)))
    }

    mutating func answerInWords(_ text: String, from delay: Duration, within length: Duration) {
        guard call.transcribes else { return }
        let pieces = FieldWords.pieces(text, of: cast.pick([1, 2, 30]))
        for (index, piece) in pieces.enumerated() {
            server(.outputTranscription(piece), after: delay + .milliseconds(5) + length * index / max(pieces.count, 1))
        }
    }

    mutating func update() {
        guard updates else { return }
        number += 1
        server(handle(number))
    }

    /// The `number`th handle of this connection.
    func handle(_ number: Int) -> ServerLine {
        .json(#"{"sessionResumptionUpdate":{"newHandle":"\#(name(number))","resumable":true}}"#)
    }

    func name(_ number: Int) -> String { "field-\(cast.seed)-handle-\(number)-0123456789abcdef" }

    var newestHandle: String { name(number) }

    /// A question and its answer, nothing wrong with them.
    mutating func exchange() {
        say()
        reply()
        pause(0.6...3)
    }

    /// What the service counts when it has spoken that long.
    mutating func usage(_ length: Duration) -> UsageLine {
        var usage = call.usage(length)
        usage.promptText += context
        prompt = usage.promptText + usage.promptAudio + usage.responseAudio
        return usage
    }

    // MARK: What lies before and after

    /// What is said before it goes wrong.
    mutating func lead() {
        let count = [FieldCast.Position.first: 0...1, .middle: 2...5, .last: 5...9][cast.position] ?? 1...1
        for _ in 0..<max(cast.count(count), 1) { exchange() }
        if cast.second == .rejectedTurn { rejectedTurn() }
        if cast.second == .lateTool { lateTool() }
    }

    /// What is said after it went wrong and is over.
    mutating func tail() {
        let count = [FieldCast.Position.first: 5...9, .middle: 2...5, .last: 0...0][cast.position] ?? 1...1
        for _ in 0..<cast.count(count) { exchange() }
    }

    private mutating func rejectedTurn() {
        say()
        transcribe(cast.pick(FieldWords.questions), before: .milliseconds(500))
        server(
            .json(#"{"serverContent":{"turnComplete":true,"turnCompleteReason":"RESPONSE_REJECTED"}}"#),
            after: .milliseconds(700))
        pause(2...4)
    }

    private mutating func lateTool() {
        say()
        transcribe(cast.pick(FieldWords.questions), before: .milliseconds(500))
        pause(0.7...1.2)
        server(.toolCall("find_order"))
        pause(5...8)
        client(.toolResponse(["state": "ready"]))
        reply(after: 0.7...1.2, isTyped: true)
        pause(1...2)
    }

    // MARK: The end

    /// Audio from `start` until now is not sent.
    mutating func withhold(from start: Duration) { call.withheld.append(start..<call.now) }

    /// Nothing of the microphone is sent.
    mutating func withholdAll() { call.withheld.append(.zero..<(.seconds(100_000))) }

    enum Farewell {
        case normal, empty, none
        case server(UInt16, String)
        case client(UInt16, String)
        case hungUp
    }

    func script(_ farewell: Farewell = .normal) -> Script {
        var call = call
        let end = Duration.milliseconds(120)
        switch farewell {
        case .normal: call.client(.close(1000), after: end)
        case .empty: call.client(.close(nil), after: end)
        case .none: break
        case .server(let code, let reason): call.server(.close(code, reason: reason), after: end)
        case .client(let code, let reason): call.client(.closeBecause(code, reason: reason), after: end)
        case .hungUp: call.client(.hangUp, after: end)
        }
        return call.script(encoding, chunk: chunk, closes: false)
    }

    mutating func link(_ farewell: Farewell = .normal, after pause: Duration = .zero, version: String? = nil)
        -> StagedSession.Link
    {
        .init(script(farewell), after: pause, opening: cast.opening(version: version))
    }

    mutating func session(_ farewell: Farewell = .normal, version: String? = nil) -> StagedSession {
        cast.session([link(farewell, version: version)])
    }
}
