import LiveProtocol
import TestSupport
import Testing

/// The messages of Live Interactions as google-genai 3.6.1 knows them (`docs/protocol.md#live-interactions`).
@Suite struct InteractionRedactionTests {
    private static let media = "QUl6YVN5QUl6YVN5QUl6YVN5" + "AIzaSyAIzaSyAIzaSyAIzaSyAIzaSyAIzaSyAI"

    @Test(arguments: [
        (
            #"{"event_type":"interaction.create","model":"gemini-3.8-live","store":true,"tools":[{"type":"function","name":"f","parameters":{"type":"object"}},{"type":"mcp_server","name":"m","url":"https://mcp.example/sse?token=s3cr3t","headers":{"Authorization":"Bearer s3cr3t"}}]}"#,
            #"{"event_type":"interaction.create","model":"gemini-3.8-live","store":true,"tools":[{"type":"function","name":"f","parameters":{"type":"object"}},{"type":"mcp_server","name":"m","url":"REDACTED","headers":{"Authorization":"REDACTED"}}]}"#
        ),
        (
            #"{"events":[{"event_type":"input","content":[{"type":"text","text":"see https://h.example/a?x=1&access_token=s3cr3t#p"}]}]}"#,
            #"{"events":[{"event_type":"input","content":[{"type":"text","text":"see https://h.example/a?x=1&access_token=REDACTED#p"}]}]}"#
        ),
        (
            #"{"event_type":"input","content":[{"type":"image","uri":"https://storage.example/i.png?X-Goog-Signature=abc123","mime_type":"image/png"}]}"#,
            #"{"event_type":"input","content":[{"type":"image","uri":"https://storage.example/i.png?X-Goog-Signature=REDACTED","mime_type":"image/png"}]}"#
        ),
        (
            #"{"event_type":"error","error":{"code":"unauthenticated","message":"API key AIzaSyX1 is not valid"}}"#,
            #"{"event_type":"error","error":{"code":"unauthenticated","message":"API key AIzaREDACTED is not valid"}}"#
        ),
    ])
    func `secrets in the events are replaced`(message: String, redacted: String) {
        #expect(redact(message) == redacted)
    }

    @Test(arguments: [
        #"{"event_type":"input","content":[{"type":"audio","data":"MEDIA","mime_type":"audio/pcm","sample_rate":16000}]}"#,
        #"{"event_type":"input","content":[{"type":"audio","mime_type":"audio/pcm","data":"MEDIA"}]}"#,
        #"{"event_type":"world_setup","world_prompt":"a town","reference_image":{"mime_type":"image/png","data":"MEDIA"}}"#,
        #"{"event_type":"step.delta","index":0,"delta":{"type":"audio","data":"MEDIA","mime_type":"audio/pcm","sample_rate":24000,"channels":1},"event_id":"e1"}"#,
        #"{"events":[{"event_type":"step.delta","index":0,"delta":{"type":"image","data":"MEDIA","mime_type":"image/png"}}]}"#,
        #"{"event_type":"step.start","index":0,"step":{"type":"model_output","content":[{"type":"video","data":"MEDIA","mime_type":"video/mp4"}]}}"#,
        #"{"event_type":"step.delta","index":1,"delta":{"type":"function_result","result":[{"type":"image","data":"MEDIA","mime_type":"image/png"}]}}"#,
        #"{"event_type":"step.stop","index":0,"usage":{"total_input_tokens":32,"total_tokens":44,"input_tokens_by_modality":[{"modality":"audio","tokens":32}]},"event_id":"e2"}"#,
        #"{"event_type":"interaction.connect","id":"v1_ChdpX2ludF8xMjM0NTY3ODkw","background":false}"#,
        #"{"event_type":"step.delta","index":0,"delta":{"type":"thought_signature","signature":"CkAB4567=="}}"#,
    ])
    func `media and counts keep their bytes`(pattern: String) {
        let message = pattern.replacing("MEDIA", with: Self.media)
        #expect(redact(message) == message)
    }
}

private func redact(_ message: String) -> String {
    var redactor = FrameRedactor { _ in "h" }
    return String(decoding: redactor.redact(Frame(.text, Array(message.utf8))).payload ?? [], as: UTF8.self)
}
