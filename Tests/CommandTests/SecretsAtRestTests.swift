import Foundation
import LiveProtocol
import TestSupport
import Testing

/// The table of `docs/security.md` through a running proxy: nothing that it keeps, exports or prints holds a secret.
@Suite struct SecretsAtRestTests {
    @Test func `no secret of any place is in database, log, exports or on a screen`() async throws {
        let program = try Program()
        let stage = try SecretsStage(program)
        let secrets = try await stage.sendAll()
        #expect(secrets.count > 1_500)
        #expect(await stage.end() == 128 + SIGTERM)

        let search = TraceSearch(secrets)
        var found = try stage.files().flatMap { search.traces(in: $0.data, named: $0.name) }
        for arguments in [
            ["ls"], ["show", "@last"], ["show", "@-2"], ["grep", "key"], ["stats"], ["diagnose", "@last"],
            ["tail", "@last"], ["export", "--all", "--format", "ndjson", "--raw", "--events"],
        ] {
            let output = try await program.run(arguments + ["--data-dir", program.data])
            let name = arguments.joined(separator: " ")
            if ["ls", "show", "export"].contains(arguments[0]) {
                #expect(output.status == 0, "\(name): \(output.complaint)")
            }
            found += search.traces(in: Data((output.out + output.complaint).utf8), named: name)
        }
        for format in ["har", "trace", "vtt", "srt", "labels", "markdown", "html", "csv", "bundle"] {
            let file = program.file("export.\(format)")
            let output = try await program.run(
                ["export", "@last", "--format", format, "-o", file, "--data-dir", program.data])
            #expect(output.status == 0, "\(format): \(output.complaint)")
            found += search.traces(in: try #require(FileManager.default.contents(atPath: file)), named: format)
        }
        #expect(found.isEmpty, "\(found.count): \(found.prefix(20).joined(separator: "\n"))")
    }

    @Test func `what the user's own patterns find is not recorded either`() async throws {
        let program = try Program()
        _ = try program.write(
            "[redact]\npatterns = ['Jane D[a-z]+', '\\d{3}-\\d{4}']\n", to: "config/livetop/config.toml")
        let stage = try SecretsStage(program)
        try stage.say(#"{"serverContent":{"outputTranscription":{"text":"Jane Doe has 555-1234, \"ok\"?"}}}"#)
        #expect(await stage.end() == 128 + SIGTERM)
        let output = try await program.run(
            ["export", "@last", "--format", "ndjson", "--raw", "--data-dir", program.data])
        let payloads = try output.out.split(separator: "\n").map { line in
            let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return String(decoding: Data(base64Encoded: json?["payload_b64"] as? String ?? "") ?? Data(), as: UTF8.self)
        }
        #expect(payloads.first?.contains(#"REDACTED has REDACTED, \"ok\"?"#) == true, "\(output.out)")
        #expect(!payloads.joined().contains("Jane"))
    }

    @Test func `the search finds what it looks for`() throws {
        let secret = TestSecret(form: "AIzaSy", number: 1)
        let search = TraceSearch([("somewhere", secret)])
        for text in [secret.text, Data("x\(secret.text)".utf8).base64EncodedString()] {
            #expect(!search.traces(in: Data("before \(text) behind".utf8), named: "file").isEmpty)
        }
        #expect(search.traces(in: Data("AIzaSyREDACTED".utf8), named: "file").isEmpty)
    }
}

/// Finds parts of secrets by their first eight bytes: there are tens of thousands of them.
private struct TraceSearch {
    private var beginnings: [UInt64: [(text: [UInt8], place: String)]] = [:]
    /// Of the last two of the eight bytes: most of a file is passed by these alone.
    private var pairs = [Bool](repeating: false, count: 65_536)

    init(_ secrets: [(place: String, secret: TestSecret)]) {
        for (place, secret) in secrets {
            for trace in secret.traces {
                let bytes = Array(trace.utf8)
                let start = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
                beginnings[start, default: []].append((bytes, place))
                pairs[Int(start & 0xFFFF)] = true
            }
        }
    }

    func traces(in data: Data, named name: String) -> [String] {
        let bytes = [UInt8](data)
        return bytes.withUnsafeBufferPointer { pointer in
            var found: [String] = []
            var window: UInt64 = 0
            for index in pointer.indices {
                window = window << 8 | UInt64(pointer[index])
                guard pairs[Int(window & 0xFFFF)], let candidates = beginnings[window] else { continue }
                for (text, place) in candidates where pointer[(index - 7)...].starts(with: text) {
                    let around = pointer[max(0, index - 80)..<min(pointer.count, index + 80)]
                    found.append("\(name): \(place): …\(String(decoding: around, as: UTF8.self))…")
                }
            }
            return found
        }
    }
}

/// A proxy between a client and a service that are both played by the test.
private final class SecretsStage {
    private let program: Program
    private let proxy: RunningProgram
    private let port: Int
    private let service: SecretsPeer
    private var sent: [(place: String, secret: TestSecret)] = []

    private static let target =
        "/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent"

    init(_ program: Program) throws {
        self.program = program
        let (listener, servicePort) = try SecretsPeer.listen()
        service = listener
        proxy = try program.start(
            [
                "serve", "--json", "--port", "0", "--upstream", "http://127.0.0.1:\(servicePort)", "--data-dir",
                program.data,
            ])
        port = try #require(try proxy.json()["port"] as? Int)
    }

    func end() async -> Int32 {
        proxy.send(SIGTERM)
        return await proxy.status()
    }

    func files() throws -> [(name: String, data: Data)] {
        let names = try FileManager.default.contentsOfDirectory(atPath: program.data)
        return names.compactMap { name in
            FileManager.default.contents(atPath: program.data + "/" + name).map { (name, $0) }
        } + [("error stream", Data(proxy.complaint.utf8))]
    }

    /// Sends every place with every form, and returns what was sent.
    func sendAll() async throws -> [(place: String, secret: TestSecret)] {
        let places = try SecretPlace.all()
        for place in places where !["up", "down"].contains(place.channel.split(separator: " ").first ?? "") {
            for secret in secrets(for: place) { try sendAlone(place, secret) }
        }
        for place in places where place.channel.hasSuffix("close") {
            for secret in secrets(for: place) {
                try call(key: key(of: place, secret)) { client, server in
                    let frame = Frame.close(CloseCode(rawValue: 1007), reason: try place.filled(with: secret.text))
                    guard frame.byteCount <= 125 else { return }
                    if place.channel.hasPrefix("up") { try client.send(frame) } else { try server.send(frame) }
                }
            }
        }
        try sendFrames(places.filter { $0.channel.hasPrefix("up") || $0.channel.hasPrefix("down") })
        return sent
    }

    /// One message of the service.
    func say(_ text: String) throws {
        try call(key: TestSecret(form: "", number: 1)) { _, server in
            try server.send(Frame(.text, Array(text.utf8)))
            try server.send(.close(CloseCode(rawValue: 1000), reason: "done"))
        }
    }

    /// All frames on one connection, which ends properly.
    private func sendFrames(_ places: [SecretPlace]) throws {
        let own = TestSecret(form: "", number: 999_999)
        sent.append(("the connection's own", own))
        try call(key: own) { client, server in
            for place in places where !place.channel.hasSuffix("close") {
                let secrets = self.secrets(for: place)
                for secret in place.isNamedOnly ? secrets : secrets.dropLast() + [own] {
                    let messages = try place.messages(with: secret.text)
                    for frames in messages.flatMap({ SentFrames.frames(of: place, $0) }) {
                        for frame in frames where !frame.opcode.isControl || frame.byteCount <= 125 {
                            if place.channel.hasPrefix("up") { try client.send(frame) } else { try server.send(frame) }
                        }
                        client.drain()
                        server.drain()
                    }
                }
            }
            try server.send(.close(CloseCode(rawValue: 1000), reason: "done"))
        }
    }

    /// A secret of every known form, and the call's own as the last.
    private func secrets(for place: SecretPlace) -> [TestSecret] {
        let forms = place.isForOwnSecretOnly || place.isNamedOnly ? [] : TestSecret.knownForms
        let secrets = (forms + [""]).enumerated().map { index, form in
            TestSecret(form: form, number: place.number * 100 + index)
        }
        sent += secrets.map { ("\(place)", $0) }
        return secrets
    }

    /// A connection for one secret, in which it is also what the key's header carries, where it has no form.
    private func call(
        key: TestSecret, target: String = target, header: String? = nil, answer: [String] = [],
        _ body: (SecretsPeer, SecretsPeer) throws -> Void
    ) throws {
        let client = try SecretsPeer.connect(to: port)
        var head = [
            "GET \(target) HTTP/1.1", "Host: localhost", "Upgrade: websocket", "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Version: 13",
        ]
        if key.form.isEmpty { head.append("x-goog-api-key: \(key.text)") }
        if let header { head.append(header) }
        try client.write(head: head)
        // What is no request is refused at the door.
        guard let server = try service.accept(for: client) else { return try client.readToEnd() }
        try server.readHead()
        try server.write(
            head: [
                "HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=",
            ] + answer)
        try client.readHead()
        try body(client, server)
        server.endOutput()
        try client.readToEnd()
    }

    /// What the connection itself carries: the secret where it has no form, unless its name alone has to tell.
    private func key(of place: SecretPlace, _ secret: TestSecret) -> TestSecret {
        place.isNamedOnly ? TestSecret(form: "AIzaSy", number: place.number) : secret
    }

    private func sendAlone(_ place: SecretPlace, _ secret: TestSecret) throws {
        let written = try place.filled(with: secret.text)
        let key = key(of: place, secret)
        let echo = Frame(.text, Array(#"{"error":{"message":"\#(secret.text) is not valid"}}"#.utf8))
        switch place.channel {
        case "target":
            try call(key: key, target: written) { _, server in try server.send(echo) }
        case "request header":
            try call(key: key, header: written) { _, server in try server.send(echo) }
        case "answer header":
            try call(key: key, answer: [written]) { _, _ in }
        case "refusal body":
            try request(key: key, isUpgrade: true, answer: "HTTP/1.1 400 Bad Request", [], written)
        case "refusal header":
            try request(key: key, isUpgrade: true, answer: "HTTP/1.1 401 Unauthorized", [written], "no")
        case "refusal reason":
            try request(key: key, isUpgrade: true, answer: "HTTP/1.1 403 \(written)", [], "")
        case "http target":
            try request(key: key, target: written, answer: "HTTP/1.1 200 OK", [], "{}")
        case "http header":
            try request(key: key, header: written, answer: "HTTP/1.1 200 OK", [], "{}")
        case "http body":
            try request(key: key, answer: "HTTP/1.1 200 OK", [], written)
        default: throw PeerError(description: "nobody knows how to send \(place)")
        }
    }

    /// A request that ends with an answer.
    private func request(
        key: TestSecret, isUpgrade: Bool = false, target: String = "/v1beta/models", header: String? = nil,
        answer: String, _ fields: [String], _ body: String
    ) throws {
        let client = try SecretsPeer.connect(to: port)
        var head = ["GET \(isUpgrade ? Self.target : target) HTTP/1.1", "Host: localhost"]
        head +=
            isUpgrade
            ? [
                "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "Sec-WebSocket-Version: 13",
            ] : ["Connection: close"]
        if key.form.isEmpty { head.append("x-goog-api-key: \(key.text)") }
        if let header { head.append(header) }
        try client.write(head: head)
        guard let server = try service.accept(for: client) else { return try client.readToEnd() }
        try server.readHead()
        try server.write(head: [answer, "Content-Length: \(body.utf8.count)"] + fields)
        try server.write(Array(body.utf8))
        server.endOutput()
        try client.readHead()
        if isUpgrade { try client.readToEnd(upTo: body.utf8.count) } else { try client.readToEnd() }
    }
}

extension SecretsPeer {
    fileprivate func write(head: [String]) throws {
        try write(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8))
    }

    fileprivate func send(_ frame: Frame) throws { try write(SentFrames.bytes(of: frame)) }
}

/// How a row is sent as frames.
private enum SentFrames {
    static func frames(of place: SecretPlace, _ messages: [String]) -> [[Frame]] {
        guard let written = messages.first, messages.count == 1 else {
            return [messages.map { Frame(.text, Array($0.utf8)) }]
        }
        let bytes = Array(written.utf8)
        switch place.channel.split(separator: " ").last {
        case "ping": return [[Frame(.ping, bytes)]]
        case "pong": return [[Frame(.pong, bytes)]]
        case "cut":
            return [1, max(bytes.count / 2, 1)].map { size in
                stride(from: 0, to: bytes.count, by: size).map { start in
                    let end = min(start + size, bytes.count)
                    return Frame(
                        start == 0 ? .text : .continuation, Array(bytes[start..<end]), isFinal: end == bytes.count)
                }
            }
        default: return [[Frame(.text, bytes)]]
        }
    }

    /// In clear from either side: livetop does not judge.
    static func bytes(of frame: Frame) -> [UInt8] {
        let payload = frame.payload ?? []
        let first = (frame.isFinal ? 0x80 : 0) | frame.opcode.rawValue
        guard payload.count > 125 else { return [first, UInt8(payload.count)] + payload }
        return [first, 126, UInt8(payload.count >> 8), UInt8(payload.count & 255)] + payload
    }
}
