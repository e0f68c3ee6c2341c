import Foundation

/// A recording whose every text wants to drive a terminal and forge a line, and one whose every number is at the end of
/// its scale, as lines of `livetop.event/1` and `livetop.frame/1`.
struct HostileRecording {
    /// ESC, BEL, C1, CR and LF, bidirectional controls, NUL, DEL; what follows the line end would pass for a line of ours.
    static let text =
        "x\u{1B}]52;c;cHduZWQ=\u{07}\u{1B}[31m\u{9B}32m\u{202E}evil\u{2066}\u{0}\u{7F}\u{2028}`*|\r\nFORGED line"

    private var lines: [String] = []
    private var sequence = 0

    private mutating func event(_ session: String, _ name: String, _ data: [String: Any]) throws {
        try add(["schema": "livetop.event/1", "event": name, "data": data, "unix_ns": "1795908343298141523"], session)
    }

    private mutating func message(_ session: String, _ direction: String, _ message: [String: Any], size: Int? = nil)
        throws
    {
        // Foundation escapes what RFC 8259 wants escaped; C1, DEL and bidirectional controls stay as they are.
        let payload = try JSONSerialization.data(withJSONObject: message, options: .sortedKeys)
        sequence += 1
        try add(
            [
                "schema": "livetop.frame/1", "dir": direction, "op": "text", "fin": true,
                "bytes": size ?? payload.count,
                "payload_b64": payload.base64EncodedString(), "masked": direction == "up",
            ], session)
    }

    private mutating func add(_ members: [String: Any], _ session: String) throws {
        var line = members
        line.merge(
            [
                "session": session, "connection": session, "seq": sequence, "t": Double(lines.count) / 10,
                "wall": "2026-11-28T23:25:43Z",
            ]) { first, _ in first }
        lines.append(
            String(decoding: try JSONSerialization.data(withJSONObject: line, options: .sortedKeys), as: UTF8.self))
    }

    /// The file of both, the second under `6b317bzt`.
    static func file() throws -> String {
        var recording = HostileRecording()
        try recording.writeTexts("6b317bg2")
        try recording.writeTexts("6b317bg3")
        for (index, number) in ["9223372036854775807", "-9223372036854775808", "1e308", "-1e308"].enumerated() {
            try recording.writeNumbers("6b317bz\(index)", number)
        }
        return recording.lines.joined(separator: "\n") + "\n"
    }

    private mutating func opened(_ session: String, _ text: String) throws {
        try event(
            session, "opened",
            [
                "tag": text, "surface": "geminiAPI", "version": text, "method": "bidiGenerateContent",
                "target": "/ws/\(text)", "upstream": "http://\(text)",
                "headers": [["user-agent", text], [text, text]],
                "tls": false, "removedExtensions": text,
            ])
    }

    private mutating func writeTexts(_ session: String) throws {
        let text = Self.text
        try opened(session, text)
        try event(session, "upgraded", ["status": 101, "headers": [[text, text], ["server", text]]])
        try message(
            session, "up",
            [
                "setup": [
                    "model": "models/\(text)", text: text,
                    "generationConfig": [
                        "responseModalities": [text], "mediaResolution": text,
                        "speechConfig": [
                            "languageCode": text, "voiceConfig": ["prebuiltVoiceConfig": ["voiceName": text]],
                        ],
                    ],
                    "systemInstruction": ["parts": [["text": text]]],
                    "tools": [["functionDeclarations": [["name": text, "description": text]]]],
                    "sessionResumption": ["handle": text],
                ]
            ])
        try message(session, "down", ["setupComplete": ["sessionId": text], text: text])
        try message(session, "up", ["realtimeInput": ["audio": ["mimeType": text, "data": "AAAA"], "text": text]])
        try message(session, "up", ["clientContent": ["turns": [["role": text, "parts": [["text": text]]]]]])
        try message(
            session, "down",
            [
                "serverContent": [
                    "inputTranscription": ["text": text], "outputTranscription": ["text": text],
                    "modelTurn": ["parts": [["text": text], ["inlineData": ["mimeType": text, "data": "AAAA"]]]],
                ]
            ])
        try message(
            session, "down", ["toolCall": ["functionCalls": [["id": text, "name": text, "args": [text: text]]]]])
        try message(
            session, "up",
            ["toolResponse": ["functionResponses": [["id": text, "name": text, "response": [text: text]]]]])
        try message(session, "down", ["sessionResumptionUpdate": ["newHandle": text, "resumable": true]])
        try message(session, "down", ["goAway": ["timeLeft": text], "error": ["message": text, "status": text]])
        try message(
            session, "down",
            [
                "serverContent": ["turnComplete": true, "turnCompleteReason": text, "interrupted": true],
                "usageMetadata": ["promptTokenCount": 5, "trafficType": text],
            ])
        try event(session, "framingLost", ["dir": "down", "reason": text])
        try event(session, "closed", ["by": "server", "code": 1008, "reason": text, "detail": text])
    }

    private mutating func writeNumbers(_ session: String, _ digits: String) throws {
        let whole = Int64(digits)
        let number: Any = whole.map { $0 as Any } ?? (Double(digits) ?? 0) as Any
        let counts = [
            "promptTokenCount", "cachedContentTokenCount", "responseTokenCount", "toolUsePromptTokenCount",
            "thoughtsTokenCount", "totalTokenCount",
        ]
        let details = ["promptTokensDetails", "responseTokensDetails", "cacheTokensDetails"]
        try opened(session, "numbers")
        try event(
            session, "upgraded",
            ["status": 101, "headers": [], "dns_ns": number, "connect_ns": number, "tls_ns": number])
        try message(
            session, "up",
            [
                "setup": [
                    "model": "models/gemini-3.8-live",
                    "generationConfig": [
                        "temperature": number, "topK": number, "maxOutputTokens": number, "seed": number,
                        "thinkingConfig": ["thinkingBudget": number],
                    ],
                    "realtimeInputConfig": [
                        "automaticActivityDetection": ["prefixPaddingMs": number, "silenceDurationMs": number]
                    ],
                    "contextWindowCompression": [
                        "triggerTokens": number, "slidingWindow": ["targetTokens": number],
                    ],
                    "sessionResumption": ["transparent": true],
                ]
            ])
        try message(session, "down", ["setupComplete": [String: Any]()])
        for _ in 0..<3 {
            let audio = ["mimeType": "audio/pcm;rate=\(digits);channels=\(digits)", "data": "AAAAAAAA"]
            try message(session, "up", ["realtimeInput": ["audio": audio, "text": "hello"]])
            try message(session, "down", ["serverContent": ["modelTurn": ["parts": [["inlineData": audio]]]]])
            var usage: [String: Any] = [:]
            for name in counts { usage[name] = number }
            for name in details { usage[name] = [["modality": "AUDIO", "tokenCount": number]] }
            try message(
                session, "down", ["serverContent": ["turnComplete": true], "usageMetadata": usage],
                size: whole == .max ? .max : nil)
            try message(
                session, "down",
                [
                    "sessionResumptionUpdate": [
                        "newHandle": "a", "resumable": true, "lastConsumedClientMessageIndex": number,
                    ]
                ])
            try message(session, "down", ["goAway": ["timeLeft": "\(digits)s"], "error": ["code": number]])
            let gap = whole ?? .max
            try event(session, "gap", ["frames": gap, "bytes": gap, "cause": "tapFull"])
            try event(session, "pathSample", ["client_ns": number, "upstream_ns": number])
        }
        try event(session, "closed", ["by": "client", "code": number])
    }
}
