import Foundation
import LiveProtocol
import TestSupport
import Testing

/// The table of `docs/security.md` through the redactor alone.
@Suite struct SecretPlacesTests {
    @Test func `the table is long, numbered and without repetitions`() throws {
        let places = try SecretPlace.all()
        #expect(places.count >= 150)
        #expect(places.map(\.number) == Array(1...places.count))
        #expect(Set(places.map { "\($0.channel) \($0.spelling) \($0.template)" }).count == places.count)
        #expect(places.allSatisfy { $0.template.contains("{}") })
        for channel in [
            "target", "request header", "answer header", "up", "down", "up cut", "down cut", "up close", "down close",
            "up ping", "down ping", "up pong", "down pong", "refusal body", "refusal header", "refusal reason",
            "http target", "http header", "http body", "down pieces",
        ] {
            #expect(places.contains { $0.channel == channel }, "\(channel)")
        }
    }

    @Test func `no place keeps a secret of any form, nor the connection's own`() throws {
        for place in try SecretPlace.all() {
            let forms = place.isForOwnSecretOnly || place.isNamedOnly ? [] : TestSecret.knownForms
            for (index, form) in (forms + [""]).enumerated() {
                let secret = TestSecret(form: form, number: place.number * 100 + index)
                let kept = try Self.kept(place, secret)
                let found = secret.traces.first(where: kept.contains)
                #expect(found == nil, "\(place) with \(secret.text): \(found ?? "") in \(kept)")
            }
        }
    }

    /// What would be recorded when `secret` crosses in `place`. A secret without a shape is the call's own, unless its
    /// name alone has to tell.
    private static func kept(_ place: SecretPlace, _ secret: TestSecret) throws -> String {
        var secrets = CallSecrets()
        if secret.form.isEmpty, !place.isNamedOnly {
            secrets.take(headers: [HeaderField("x-goog-api-key", secret.text)])
        }
        let written = try place.filled(with: secret.text)
        switch place.channel {
        case "target", "http target":
            secrets.take(target: written)
            return secrets.redacted(target: written) + (Route(target: written).tag.map(secrets.redacted(text:)) ?? "")
        case "request header", "answer header", "refusal header", "http header":
            let parts = written.split(separator: ":", maxSplits: 1)
            let field = HeaderField(String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
            secrets.take(headers: [field])
            return "\(secrets.redacted(headers: [field]))"
        case "refusal body": return secrets.redacted(body: Array(written.utf8))
        case "refusal reason": return secrets.redacted(text: written)
        // Bodies of plain requests are not recorded.
        case "http body": return ""
        default: return keptOfFrames(place, try place.messages(with: secret.text), secrets)
        }
    }

    private static func keptOfFrames(
        _ place: SecretPlace, _ messages: [[String]], _ secrets: CallSecrets
    ) -> String {
        let direction: Direction = place.channel.hasPrefix("up") ? .clientToServer : .serverToClient
        var kept = ""
        for frames in messages.flatMap({ SecretFrames.frames(of: place, $0) }) {
            var redactor = ConnectionRedactor(hash: { _ in "h:0" })
            redactor.remember(secrets)
            for frame in frames {
                kept += String(decoding: redactor.redact(frame, direction).payload ?? [], as: UTF8.self)
            }
            kept += "\n"
        }
        return kept
    }
}

/// How a row is sent as frames: each way of cutting it a list of its own.
enum SecretFrames {
    static func frames(of place: SecretPlace, _ messages: [String]) -> [[Frame]] {
        guard let written = messages.first, messages.count == 1 else {
            return [messages.map { Frame(.text, Array($0.utf8)) }]
        }
        let bytes = Array(written.utf8)
        switch place.channel.split(separator: " ").last {
        case "close": return [[.close(CloseCode(rawValue: 1007), reason: written)]]
        case "ping": return [[Frame(.ping, bytes)]]
        case "pong": return [[Frame(.pong, bytes)]]
        case "cut":
            return [1, 5, max(bytes.count / 2, 1)].map { size in
                stride(from: 0, to: bytes.count, by: size).map { start in
                    let end = min(start + size, bytes.count)
                    return Frame(
                        start == 0 ? .text : .continuation, Array(bytes[start..<end]), isFinal: end == bytes.count)
                }
            }
        default: return [[Frame(.text, bytes)]]
        }
    }
}
