/// The cure of a rule as code, for each kind of client of which we know how it is written there: a few lines to copy,
/// not a program.
public struct CureCode: Sendable {
    private let snippets: [ClientKit: String]

    init(
        python: String? = nil, js: String? = nil, livekit: String? = nil, pipecat: String? = nil, adk: String? = nil,
        raw: String? = nil
    ) {
        let all: [(ClientKit, String?)] = [
            (.python, python), (.js, js), (.livekit, livekit), (.pipecat, pipecat), (.adk, adk), (.raw, raw),
        ]
        snippets = Dictionary(uniqueKeysWithValues: all.compactMap { kit, code in code.map { (kit, $0) } })
    }

    public subscript(kit: ClientKit) -> String? { snippets[kit] }

    /// Kinds of clients that there is code for, in their order.
    public var kits: [ClientKit] { ClientKit.allCases.filter { snippets[$0] != nil } }

    /// Whose code is of most use to such a client: its own, that of what it stands on, else the first there is.
    public func kit(nearest wanted: ClientKit?) -> ClientKit? {
        [wanted, wanted?.base].compactMap(\.self).first { snippets[$0] != nil } ?? kits.first
    }
}

extension CureCode {
    /// The context is compressed, so that neither its limit nor that of the session ends the call.
    static let compression = CureCode(
        python: """
            config = types.LiveConnectConfig(
                context_window_compression=types.ContextWindowCompressionConfig(
                    sliding_window=types.SlidingWindow()))
            """,
        js: """
            config: { contextWindowCompression: { slidingWindow: {} } }
            """,
        livekit: """
            google.realtime.RealtimeModel(
                context_window_compression=types.ContextWindowCompressionConfig(
                    sliding_window=types.SlidingWindow()))
            """,
        pipecat: """
            settings=GeminiLiveLLMService.Settings(
                context_window_compression=ContextWindowCompressionParams(enabled=True))
            """,
        adk: """
            RunConfig(context_window_compression=types.ContextWindowCompressionConfig(
                sliding_window=types.SlidingWindow()))
            """,
        raw: """
            {"setup": {"contextWindowCompression": {"slidingWindow": {}}}}
            """)

    /// The type of every audio message names its rate.
    static let audioMessage = CureCode(
        python: """
            await session.send_realtime_input(
                audio=types.Blob(data=pcm, mime_type="audio/pcm;rate=16000"))
            """,
        js: """
            session.sendRealtimeInput({
              audio: { data: base64, mimeType: 'audio/pcm;rate=16000' } });
            """,
        adk: """
            live_request_queue.send_realtime(
                types.Blob(data=pcm, mime_type="audio/pcm;rate=16000"))
            """,
        raw: """
            {"realtimeInput": {"audio": {"mimeType": "audio/pcm;rate=16000", "data": "BASE64"}}}
            """)

    /// Every call is answered with its own id and name.
    static let toolResponse = CureCode(
        python: """
            await session.send_tool_response(function_responses=[
                types.FunctionResponse(id=call.id, name=call.name, response={"result": result})
                for call, result in answers])
            """,
        js: """
            session.sendToolResponse({ functionResponses: [
              { id: call.id, name: call.name, response: { result } } ] });
            """,
        raw: """
            {"toolResponse": {"functionResponses": [
              {"id": "ID OF THE CALL", "name": "ITS NAME", "response": {"result": "…"}}]}}
            """)
}
