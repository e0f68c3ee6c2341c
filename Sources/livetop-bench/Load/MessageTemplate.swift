import FoundationEssentials
import Glibc

/// A complete WebSocket frame around a Live message, sent over and over with a fresh stamp.
///
/// Client frames are masked once, when the template is made; stamping XORs the same key. Real clients draw a key per
/// frame, which costs them, not the proxy.
struct MessageTemplate {
    let frame: [UInt8]
    let headerCount: Int
    /// Where the stamp goes within the payload; nil for messages that are only counted.
    let stampOffset: Int?
    private let mask: StampMask

    var payloadCount: Int { frame.count - headerCount }

    private init(_ text: String, opcode: UInt8, isMasked: Bool) {
        self.init(Array(text.utf8), opcode: opcode, isMasked: isMasked)
    }

    /// The marker in `clear` stands where the stamp goes.
    private init(_ clear: [UInt8], opcode: UInt8, isMasked: Bool) {
        var payload = clear
        stampOffset = payload.firstRange(of: Self.marker.utf8)?.lowerBound
        let key: [UInt8] = isMasked ? [0x37, 0xFA, 0x21, 0x3D] : []
        for index in payload.indices where isMasked { payload[index] ^= key[index & 3] }
        let header = Self.header(opcode: opcode, count: payload.count, key: key)
        frame = header + payload
        headerCount = header.count
        mask = isMasked ? StampMask(key: key, offset: stampOffset ?? 0) : .none
    }

    /// Appends the frame to `outbox`, stamped.
    func append(_ stamp: Stamp, to outbox: inout [UInt8]) {
        let start = outbox.count
        outbox.append(contentsOf: frame)
        guard let stampOffset else { return }
        outbox.withUnsafeMutableBytes { stamp.write(to: $0, at: start + headerCount + stampOffset, mask: mask) }
    }

    private static let marker = String(repeating: "S", count: Stamp.byteCount)

    private static func header(opcode: UInt8, count: Int, key: [UInt8]) -> [UInt8] {
        let maskBit: UInt8 = key.isEmpty ? 0 : 0x80
        let bigEndian = { (width: Int) in (0..<width).reversed().map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) } }
        let length =
            switch count {
            case ..<126: [maskBit | UInt8(count)]
            case ...0xFFFF: [maskBit | 126] + bigEndian(2)
            default: [maskBit | 127] + bigEndian(8)
            }
        return [0x80 | opcode] + length + key
    }

    /// Set where what is sent is to be like a voice: see `ToolOptions`.
    static let voiceVariable = "LIVETOP_BENCH_VOICE"

    /// Base64 of `pcmBytes` bytes of noise, the first characters replaced by the stamp's place.
    private static func audio(pcmBytes: Int, rate: Int) -> String {
        guard getenv(voiceVariable) == nil else {
            let voice = VoiceSound.base64(samples: pcmBytes / 2, loudness: 6_000, from: 0, rate: rate)
            return marker + voice.dropFirst(marker.utf8.count)
        }
        var state: UInt64 = 0x9E37_79B9_7F4A_7C15
        let noise = (0..<pcmBytes).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(truncatingIfNeeded: state >> 33)
        }
        return marker + Data(noise).base64EncodedString().dropFirst(marker.utf8.count)
    }
}

extension MessageTemplate {
    static let setup = MessageTemplate(
        """
        {"setup":{"model":"models/gemini-2.5-flash-native-audio-preview-12-2025","generationConfig":\
        {"responseModalities":["AUDIO"],"speechConfig":{"voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Charon"}}}},\
        "systemInstruction":{"parts":[{"text":"Answer briefly."}]},"outputAudioTranscription":{}}}
        """, opcode: 1, isMasked: true)

    /// 1000, normal closure.
    static let close = MessageTemplate([0x03, 0xE8], opcode: 8, isMasked: true)

    /// 16 kHz microphone audio as the SDKs send it: one text frame.
    static func uplinkAudio(pcmBytes: Int) -> MessageTemplate {
        MessageTemplate(
            #"{"realtimeInput":{"audio":{"data":"\#(audio(pcmBytes: pcmBytes, rate: 16_000))","mimeType":"audio/pcm;rate=16000"}}}"#,
            opcode: 1, isMasked: true)
    }

    static let setupComplete = MessageTemplate("{\n  \"setupComplete\": {}\n}\n", opcode: 2, isMasked: false)

    /// 24 kHz speech as the service sends it: pretty-printed JSON in a binary frame.
    static func downlinkAudio(pcmBytes: Int) -> MessageTemplate {
        MessageTemplate(
            """
            {
              "serverContent": {
                "modelTurn": {
                  "parts": [
                    {
                      "inlineData": {
                        "mimeType": "audio/pcm;rate=24000",
                        "data": "\(audio(pcmBytes: pcmBytes, rate: 24_000))"
                      }
                    }
                  ]
                }
              }
            }

            """, opcode: 2, isMasked: false)
    }

    static let transcription = MessageTemplate(
        """
        {
          "serverContent": {
            "outputTranscription": {
              "text": " and then the second word"
            }
          }
        }

        """, opcode: 2, isMasked: false)

    static let turnEnd = MessageTemplate(
        """
        {
          "serverContent": {
            "turnComplete": true
          },
          "usageMetadata": {
            "promptTokenCount": 1042,
            "responseTokenCount": 211,
            "totalTokenCount": 1253,
            "promptTokensDetails": [
              {
                "modality": "AUDIO",
                "tokenCount": 1042
              }
            ],
            "responseTokensDetails": [
              {
                "modality": "AUDIO",
                "tokenCount": 211
              }
            ]
          }
        }

        """, opcode: 2, isMasked: false)
}
