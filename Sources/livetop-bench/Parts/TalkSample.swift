import FoundationEssentials
import LiveProtocol

/// One session of a voice that talks and a model that answers, frame by frame as it is recorded.
///
/// Cycles of ten seconds: the user speaks for three of them and is silent over room noise for the rest, the model
/// answers all the time; both send 40 ms a message (1.8 kB up, 2.7 kB down). Transcripts of both sides and a handle
/// come every second, the end of the turn with usage at the end of the cycle: 53 frames a second.
struct TalkSample {
    let connection = ConnectionID(rawValue: 1)
    private let cycle: [(at: Duration, Direction, Frame)]

    init() {
        var cycle: [(at: Duration, Direction, Frame)] = []
        for index in 0..<Self.chunks {
            let at = Duration.milliseconds(40 * index)
            let isSpeaking = index < Self.chunks * 3 / 10
            let up = VoiceSound.base64(samples: 640, loudness: isSpeaking ? 8_000 : 60, from: index * 640, rate: 16_000)
            let down = VoiceSound.base64(samples: 960, loudness: 6_000, from: index * 960, rate: 24_000)
            cycle.append((at, .clientToServer, Self.uplink(up)))
            cycle.append((at + .milliseconds(7), .serverToClient, Self.downlink(down)))
            guard index % 25 == 24 else { continue }
            for (offset, text) in Self.everySecond.enumerated() {
                cycle.append((at + .milliseconds(20 + offset), .serverToClient, Frame(.binary, Array(text.utf8))))
            }
        }
        cycle.append((.milliseconds(9_990), .serverToClient, Frame(.binary, Array(Self.turnEnd.utf8))))
        self.cycle = cycle
    }

    private static let chunks = 250

    /// The opening, and then `count` frames.
    func forEach(_ count: Int, _ body: (WireEvent) throws -> Void) rethrows {
        for event in opening(of: connection) { try body(event) }
        for index in 0..<count { try body(event(index, of: connection)) }
    }

    /// The connection, up to its first frame.
    func opening(of connection: ConnectionID) -> [WireEvent] {
        opening(of: connection, tag: "bench-\(connection.rawValue)")
    }

    /// The same for a client that goes by `tag`; all without one are the same client.
    func opening(of connection: ConnectionID, tag: String?) -> [WireEvent] {
        let info = ConnectionInfo(
            tag: tag,
            endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
            target: "/ws/…", upstream: "http://localhost", headers: [], isTLS: false, removedExtensions: nil)
        let handshake = Handshake(status: 101, headers: [], timings: ConnectTimings())
        return [WireEvent.Kind.opened(info), .upgraded(handshake)].map {
            WireEvent(connection: connection, sequence: 0, at: Timestamp(nanoseconds: 0), kind: $0)
        }
    }

    /// The frame of that index, from 0.
    func event(_ index: Int, of connection: ConnectionID) -> WireEvent {
        let frame = index < 2 ? Self.setup[index] : cycle[(index - 2) % cycle.count]
        return WireEvent(
            connection: connection, sequence: Int64(index + 1),
            at: Timestamp(nanoseconds: 0) + frame.at + .seconds(10 * (index / cycle.count)),
            kind: .frame(frame.1, frame.2))
    }

    /// Frames of ten seconds.
    var cycleLength: Int { cycle.count }
}

// MARK: - Messages

extension TalkSample {
    private static let setup: [(at: Duration, Direction, Frame)] = [
        (
            .zero, .clientToServer,
            Frame(
                .text,
                Array(
                    #"{"setup":{"model":"models/gemini-2.5-flash-native-audio-latest","inputAudioTranscription":{},"outputAudioTranscription":{},"sessionResumption":{}}}"#
                        .utf8))
        ),
        (.zero, .serverToClient, Frame(.binary, Array("{\n  \"setupComplete\": {}\n}\n".utf8))),
    ]

    private static let everySecond = [
        #"{"serverContent": {"inputTranscription": {"text": " and the user's words"}}}"#,
        #"{"serverContent": {"outputTranscription": {"text": " and then the second word"}}}"#,
        #"{"sessionResumptionUpdate": {"newHandle": "handle", "resumable": true}}"#,
    ]

    private static let turnEnd = """
        {
          "serverContent": {
            "turnComplete": true
          },
          "usageMetadata": {
            "promptTokenCount": 1042,
            "responseTokenCount": 211,
            "totalTokenCount": 1253,
            "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": 1042}],
            "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": 211}]
          }
        }

        """

    private static func uplink(_ audio: String) -> Frame {
        Frame(.text, Array(#"{"realtimeInput":{"audio":{"data":"\#(audio)","mimeType":"audio/pcm;rate=16000"}}}"#.utf8))
    }

    /// Pretty-printed in a binary frame, as the service sends it.
    private static func downlink(_ audio: String) -> Frame {
        Frame(
            .binary,
            Array(
                """
                {
                  "serverContent": {
                    "modelTurn": {
                      "parts": [
                        {
                          "inlineData": {
                            "mimeType": "audio/pcm;rate=24000",
                            "data": "\(audio)"
                          }
                        }
                      ]
                    }
                  }
                }

                """.utf8))
    }
}
