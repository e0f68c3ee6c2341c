import Exports
import Foundation
import LiveProtocol
import SessionModel
import TestSupport
import Testing

/// Of what somebody said, wrote or is called, no word is in an anonymous export.
@Suite struct AnonymousWordsTests {
    /// Words that stand in one place each of the call below.
    private static let secrets = [
        "bakery", "marzipan", "kowalski", "zimtstern", "Quittengelee", "Хлебозавод", "パンケーキ屋", "Grünkohl",
        "boulangerie",
        "ananas", "pfefferkuchen", "Lebkuchenhaus", "tortoise", "hermelin", "wiesel", "marder", "0041798765", "acmebot",
        "schnitzel", "gurkensalat", "mohnstrudel", "kaiserschmarrn", "palatschinken", "fleischlaberl", "paradeiser",
        "rotkraut", "vogerlsalat", "erdapfel", "topfenknoedel", "buchteln", "liptauer", "powidl",
    ]

    private static let kept = [
        "get_order", "orderNumber", "gemini-2.5-flash-native-audio-latest", "en-US", "Puck",
        "websockets", "BidiGenerateContent", "call-17", "SILENT", "speak", "english", "toolCall",
    ]

    private static func call() -> [WireEvent] {
        var call = WrittenCall()
        call.append(.opened(opening))
        call.say(.clientToServer, setup, after: 0.1)
        call.say(.serverToClient, #"{"setupComplete":{}}"#, after: 0.1)
        call.say(
            .clientToServer,
            #"{"client_content":{"turns":[{"role":"user","parts":[{"text":"My name is Kowalski."},{"inlineData":{"mimeType":"image/png","displayName":"zimtstern.png","data":"iVBORw0KGgoAAAANSUhEUgAA"}}]}]}}"#
        )
        call.hear("Haben Sie Quittengelee, Grünkohl, Хлебозавод, パンケーキ屋?", after: 1)
        // As Python writes what is not ASCII.
        call.say(
            .serverToClient,
            #"{"serverContent":{"inputTranscription":{"text":"la boulangerie \u0425\u043b\u0435\u0431\u043e\u0437\u0430\u0432\u043e\u0434"}}}"#
        )
        call.say(
            .serverToClient,
            #"{"toolCall":{"functionCalls":[{"id":"call-17","name":"get_order","args":{"orderNumber":"ananas","phone":41798765,"Frau Pfefferkuchen":{"x":["lebkuchenhaus 0041798765"]}}}]}}"#
        )
        call.say(
            .clientToServer,
            #"{"toolResponse":{"functionResponses":[{"id":"call-17","name":"get_order","scheduling":"SILENT","response":{"result":"tortoise","note":"{\"who\":\"hermelin\"}"}}]}}"#
        )
        call.say(
            .serverToClient,
            #"{"serverContent":{"modelTurn":{"parts":[{"text":"I call get_order for the wiesel","thought":true},{"executableCode":{"language":"PYTHON","code":"marder()"}},{"fileData":{"fileUri":"https://files.example/schnitzel"}}]},"groundingMetadata":{"webSearchQueries":["gurkensalat"],"groundingChunks":[{"web":{"uri":"https://mohnstrudel.example/a","title":"kaiserschmarrn"}}]}}}"#
        )
        call.say(.clientToServer, #"{"realtimeInput":{"text":"palatschinken bitte"}}"#)
        call.say(.clientToServer, #"{"something_new":{"words":"fleischlaberl","deep":[["paradeiser"]]}}"#)
        call.append(.frame(.clientToServer, Frame(.text, Array("rotkraut { is no JSON".utf8))))
        for (index, part) in [#"{"realtimeInput":{"te"#, #"xt":"vogerl"#, #"salat, erd"#, #"apfel"}}"#].enumerated() {
            var frame = Frame(index == 0 ? .text : .continuation, Array(part.utf8))
            frame.isFinal = index == 3
            call.append(.frame(.clientToServer, frame))
        }
        call.append(.frame(.clientToServer, Frame(.ping, Array("topfenknoedel".utf8))))
        call.say(
            .clientToServer,
            #"{"event_type":"input","content":[{"type":"text","text":"buchteln"}],"labels":{"customer":"liptauer"}}"#)
        call.append(.frame(.clientToServer, Frame(.close, [3, 232] + Array("powidl left".utf8))))
        call.append(.closed(Closure(by: .client, code: CloseCode(rawValue: 1000), reason: "powidl left")))
        return call.events
    }

    private static let opening = ConnectionInfo(
        tag: "bakery", endpoint: Endpoint(surface: .geminiAPI, version: "v1beta", method: .bidiGenerateContent),
        target: "/t/bakery/ws/google.ai.generativelanguage.v1beta.GenerativeService.BidiGenerateContent?who=marzipan",
        upstream: "https://gateway.marzipan.example",
        headers: [
            HeaderField("User-Agent", "AcmeBot/1.0 websockets/15.0"), HeaderField("Origin", "https://marzipan.example"),
            HeaderField("X-Customer", "marzipan"), HeaderField("Host", "marzipan.example:8080"),
        ], isTLS: true, removedExtensions: nil)

    private static let setup = #"""
        {"setup":{"model":"models/gemini-2.5-flash-native-audio-latest","generationConfig":{"speechConfig":{"languageCode":"en-US","voiceConfig":{"prebuiltVoiceConfig":{"voiceName":"Puck"}}}},"systemInstruction":{"parts":[{"text":"You work in a bakery. Speak English. Sell marzipan."}]},"labels":{"team":"marzipan"},"tools":[{"functionDeclarations":[{"name":"get_order","description":"Call it when marzipan is asked for.","parameters":{"type":"OBJECT","properties":{"orderNumber":{"type":"STRING","description":"of the bakery","enum":["ananas"]}}}}]}]}}
        """#

    private static let recorded = RecordedCall(call())

    private func exported(as name: String, _ change: (inout ExportOptions) -> Void = { _ in }) throws -> String {
        var options = ExportOptions()
        change(&options)
        var bytes: [UInt8] = []
        let source = try Self.recorded.source.anonymised(Pseudonyms(FixedChance()))
        try ExportFormat.named(name)?.write?(source, options, ExportSink { bytes += $0 })
        return String(decoding: bytes, as: UTF8.self)
    }

    /// With what stands in base64 and in escapes.
    private func readable(_ text: String) throws -> String {
        let more = text.split(separator: "\"").compactMap { word in
            word.count > 8 ? Base64.decode(word).map { String(decoding: $0, as: UTF8.self) } : nil
        }
        let all = ([text] + more).joined(separator: "\n")
        return all.replacing(/\\u([0-9a-fA-F]{4})/) { match in
            UInt32(match.1, radix: 16).flatMap(Unicode.Scalar.init).map { String(Character($0)) } ?? ""
        }.lowercased()
    }

    @Test(arguments: ["ndjson", "har", "markdown", "html", "csv", "vtt", "srt", "labels", "trace"])
    func `no word of anybody is left`(format: String) throws {
        let text = try readable(
            try exported(as: format) { options in
                (options.isRaw, options.hasEvents, options.hasFindings) = (true, true, true)
            })
        #expect(text.count > 40, "\(format)")
        for secret in Self.secrets { #expect(!text.contains(secret.lowercased()), "\(secret) in \(format)") }
    }

    @Test func `names of tools, fields and kinds stay`() throws {
        let text = try readable(try exported(as: "ndjson") { $0.hasEvents = true })
        for name in Self.kept { #expect(text.contains(name.lowercased()), "\(name)") }
    }

    @Test func `the words of the service stay, the names of its customers go`() throws {
        var anonymiser = Anonymiser(Pseudonyms(FixedChance()), layout: nil)
        var call = WrittenCall()
        let reason = "Quota exceeded for projects/bakery-eu and project 123456789012"
        call.append(.frame(.serverToClient, Frame(.close, [3, 243] + Array(reason.utf8))))
        call.append(.closed(Closure(by: .server, code: CloseCode(rawValue: 1011), reason: reason)))
        let events = call.events.flatMap { anonymiser.append($0) }
        guard case .closed(let closure) = try #require(events.last).kind, let left = closure.reason else {
            return #expect(Bool(false))
        }
        #expect(left.hasPrefix("Quota exceeded for projects/"))
        #expect(!left.contains("bakery") && !left.contains("123456789012"))
        #expect(left.utf8.count == reason.utf8.count)
    }

    @Test func `a word is the same wherever it comes, whatever its case, and another one is another`() {
        let pseudonyms = Pseudonyms(FixedChance())
        let text = pseudonyms.scrambled("Order order ORDER orders")
        let words = text.split(separator: " ")
        #expect(words[0].lowercased() == words[1] && words[2].lowercased() == words[1])
        #expect(words[0].first?.isUppercase == true && words[2] == words[2].uppercased())
        #expect(!words[3].hasPrefix(words[1]))
        #expect(words[1] != "order")
        #expect(pseudonyms.scrambled("REDACTED, 12:30 – a_b") != "REDACTED, 12:30 – a_b")
        #expect(pseudonyms.scrambled("REDACTED").hasPrefix("REDACTED"))
    }

    @Test func `any text keeps its length, its marks and its script`() {
        let text = "Grüße, Привет! 東京 かな 한국 नमस्ते \n\t(“x”) 007 💡 é"
        let scrambled = Pseudonyms(FixedChance()).scrambled(text)
        #expect(scrambled.utf8.count == text.utf8.count)
        for (one, other) in zip(scrambled.unicodeScalars, text.unicodeScalars) {
            #expect(one.properties.isAlphabetic == other.properties.isAlphabetic)
            #expect(one.utf8.count == other.utf8.count)
            if !other.properties.isAlphabetic, other.properties.numericType == nil { #expect(one == other) }
        }
    }
}

extension Unicode.Scalar {
    fileprivate var utf8: String.UTF8View { String(Character(self)).utf8 }
}
