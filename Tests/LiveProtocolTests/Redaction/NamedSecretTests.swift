import Foundation
import LiveProtocol
import TestSupport
import Testing

/// Secrets that only their name tells: `s3` has no shape, and nobody carried it.
@Suite struct NamedSecretTests {
    @Test(arguments: [
        (
            #"{"secret":{"value":"s3","id":7,"on":true,"no":null}}"#,
            #"{"secret":{"value":"REDACTED","id":"REDACTED","on":true,"no":null}}"#
        ),
        (
            #"{"args":{"password":{"a":{"b":["s3",[{"c":12}]]}},"b":"kept"}}"#,
            #"{"args":{"password":{"a":{"b":["REDACTED",[{"c":"REDACTED"}]]}},"b":"kept"}}"#
        ),
        (
            #"{"args":{"token":{"value":"s3","count":12,"pin":1234},"tokens":["s3",5]}}"#,
            #"{"args":{"token":{"value":"REDACTED","count":12,"pin":"REDACTED"},"tokens":["REDACTED",5]}}"#
        ),
        (
            #"{"args":{"auth":{"type":"s3","data":"s3","text":"s3"},"author":"kept","authored":"kept"}}"#,
            #"{"args":{"auth":{"type":"REDACTED","data":"REDACTED","text":"REDACTED"},"author":"kept","authored":"kept"}}"#
        ),
        (
            #"{"args":{"pin":1234,"PIN":"s3","otp":"s3","passcode":"s3","credential":"s3","private_key":"s3","session-token":"s3","Cookie":"s3"}}"#,
            #"{"args":{"pin":"REDACTED","PIN":"REDACTED","otp":"REDACTED","passcode":"REDACTED","credential":"REDACTED","private_key":"REDACTED","session-token":"REDACTED","Cookie":"REDACTED"}}"#
        ),
        (
            #"{"response":{"passwords":["s3",1234],"api_keys":{"a":"s3"},"secrets":"s3","accessTokens":3,"refresh_tokens":["s3"]}}"#,
            #"{"response":{"passwords":["REDACTED","REDACTED"],"api_keys":{"a":"REDACTED"},"secrets":"REDACTED","accessTokens":3,"refresh_tokens":["REDACTED"]}}"#
        ),
    ])
    func `objects, lists and plurals under a name are replaced`(message: String, redacted: String) {
        expect(message, redacted)
    }

    @Test(arguments: [
        (
            #"{"parameters":{"properties":{"password":{"type":"STRING","description":"kept","minLength":8,"required":["kept"],"nullable":true,"default":"s3"}}}}"#,
            #"{"parameters":{"properties":{"password":{"type":"STRING","description":"kept","minLength":8,"required":["kept"],"nullable":true,"default":"REDACTED"}}}}"#
        ),
        (
            #"{"parametersJsonSchema":{"$defs":{"apiKey":{"type":["string","null"],"enum":["s3",1],"const":"s3","examples":["s3",{"type":"s3"}],"example":"s3"}}}}"#,
            #"{"parametersJsonSchema":{"$defs":{"apiKey":{"type":["string","null"],"enum":["REDACTED","REDACTED"],"const":"REDACTED","examples":["REDACTED",{"type":"REDACTED"}],"example":"REDACTED"}}}}"#
        ),
        (
            #"{"parameters":{"properties":{"credentials":{"type":"OBJECT","properties":{"user":{"type":"STRING","title":"kept","x":"s3"}},"anyOf":[{"format":"kept"}]}}}}"#,
            #"{"parameters":{"properties":{"credentials":{"type":"OBJECT","properties":{"user":{"type":"STRING","title":"kept","x":"REDACTED"}},"anyOf":[{"format":"kept"}]}}}}"#
        ),
    ])
    func `a schema keeps what describes a secret, and loses what may hold one`(message: String, redacted: String) {
        expect(message, redacted)
    }

    @Test(arguments: [
        (
            #"{"args":[{"name":"Authorization","value":"s3"}]}"#,
            #"{"args":[{"name":"Authorization","value":"REDACTED"}]}"#
        ),
        (#"{"x":[{"value":"s3" , "name":"X-Api-Key"}]}"#, #"{"x":[{"value":"REDACTED", "name":"X-Api-Key"}]}"#),
        (
            #"{"args":{"h":[{"key":"Cookie","value":["s3",1]},{"value":{"a":"s3"},"header":"pass\u0077ord"}]}}"#,
            #"{"args":{"h":[{"key":"Cookie","value":["REDACTED","REDACTED"]},{"value":"REDACTED","header":"pass\u0077ord"}]}}"#
        ),
        (
            #"{"args":[{"id":"x1","value":"s3","label":"Password","values":["s3"]},{"label":"City","value":"kept","id":"city"}]}"#,
            #"{"args":[{"id":"x1","value":"REDACTED","label":"Password","values":["REDACTED"]},{"label":"City","value":"kept","id":"city"}]}"#
        ),
        (
            #"{"x":{"value":12,"note":"AIzaSyX1 kept","key":"pin"},"y":{"value":12,"key":"tokens"},"z":{"value":true,"key":"pin"}}"#,
            #"{"x":{"value":"REDACTED","note":"AIzaREDACTED kept","key":"pin"},"y":{"value":12,"key":"tokens"},"z":{"value":true,"key":"pin"}}"#
        ),
        (
            #"{"partialArgs":[{"jsonPath":"$.password","stringValue":"s3"},{"stringValue":"s3","jsonPath":"$['user'].passwords[0]"}]}"#,
            #"{"partialArgs":[{"jsonPath":"$.password","stringValue":"REDACTED"},{"stringValue":"REDACTED","jsonPath":"$['user'].passwords[0]"}]}"#
        ),
        (
            #"{"partial_args":[{"json_path":"$[\"secret\"].a","string_value":"s3"},{"number_value":12.5,"json_path":"$.pin"},{"jsonPath":"$.q","stringValue":"kept"}]}"#,
            #"{"partial_args":[{"json_path":"$[\"secret\"].a","string_value":"REDACTED"},{"number_value":"REDACTED","json_path":"$.pin"},{"jsonPath":"$.q","stringValue":"kept"}]}"#
        ),
    ])
    func `a value goes by the name beside it, in either order`(message: String, redacted: String) {
        expect(message, redacted)
    }

    @Test(arguments: [
        (
            #"{"arguments":"{\"secret\":{\"value\":\"s3\"},\"pin\":1234,\"q\":\"kept\"}"}"#,
            #"{"arguments":"{\"secret\":{\"value\":\"REDACTED\"},\"pin\":\"REDACTED\",\"q\":\"kept\"}"}"#
        ),
        (
            #"{"text":"Sure: {\"h\":[{\"value\":\"s3\",\"name\":\"Cookie\"}]} and {\"pass\\u0077ord\": \"a\\\"s3\"} kept"}"#,
            #"{"text":"Sure: {\"h\":[{\"value\":\"REDACTED\",\"name\":\"Cookie\"}]} and {\"pass\\u0077ord\": \"REDACTED\"} kept"}"#
        ),
        (
            #"{"args":{"body":"{\"b\":\"{\\\"otp\\\":\\\"s3\\\",\\\"pin\\\":12}\"}"}}"#,
            #"{"args":{"body":"{\"b\":\"{\\\"otp\\\":\\\"REDACTED\\\",\\\"pin\\\":\\\"REDACTED\\\"}\"}"}}"#
        ),
    ])
    func `JSON in a text is read like any other`(message: String, redacted: String) {
        expect(message, redacted)
    }

    @Test(arguments: [
        #"{"usageMetadata":{"promptTokenCount":5,"totalTokenCount":7,"tokens":"12","promptTokensDetails":[{"modality":"TEXT","tokenCount":5}]}}"#,
        #"{"usage":{"total_tokens":7,"input_tokens_by_modality":[{"modality":"text","tokens":5}],"token":"12"},"tokens":9}"#,
        #"{"setup":{"contextWindowCompression":{"triggerTokens":"32000"},"generationConfig":{"maxOutputTokens":64}}}"#,
        #"{"args":{"author":"kept","authored":1,"authority":"kept","spin":3,"pinned":4,"pins":[{"lat":1.5}],"opinion":"kept","secretary":"kept","passage":"kept","cookiecutter":"kept","tokenizer":"kept"}}"#,
        #"{"functionDeclarations":[{"name":"token","parameters":{"properties":{"token":{"type":"STRING","description":"kept"},"pin":{"type":"INTEGER","minimum":1000}}}}]}"#,
        #"{"args":{"password":true,"auth":null,"passwords":3,"token":12,"accessTokens":2}}"#,
        #"{"args":[{"name":"city","value":"kept"},{"value":12,"key":"count"},{"name":"Authorization","note":"kept"}]}"#,
        #"{"partialArgs":[{"jsonPath":"$.city","stringValue":"kept","willContinue":true},{"jsonPath":"$.passwordless","boolValue":true}]}"#,
        #"{"text":"{\"password\": null, \"n\": [1,2], \"x\": {}} and [laughs] {not json, \"password\"} {\"a\":1"}"#,
        #"{"code":"f({\"q\": \"a\"}); if (x) { return {\"auth\": os.environ}; }"}"#,
    ])
    func `figures, schemas and harmless words keep their bytes`(message: String) {
        expect(message, message)
    }

    @Test func `what an argument begins under a name goes on in the next message`() {
        let messages = [
            #"{"partialArgs":[{"jsonPath":"$.password","stringValue":"s3","willContinue":true}]}"#,
            #"{"partialArgs":[{"stringValue":"s3","willContinue":true}]}"#,
            #"{"partialArgs":[{"willContinue":false,"stringValue":"s3"}]}"#,
            #"{"partialArgs":[{"stringValue":"kept"}]}"#,
        ]
        var redactor = FrameRedactor(hash: { _ in "h:0" })
        let texts = messages.map { message in
            String(decoding: redactor.redact(Frame(.text, Array(message.utf8))).payload ?? [], as: UTF8.self)
        }
        #expect(texts.dropLast().allSatisfy { !$0.contains("s3") && $0.contains("REDACTED") }, "\(texts)")
        #expect(texts.last == messages.last)
    }

    @Test func `endless names, values and depths cost what they are long`() throws {
        let values = String(repeating: #""value":"a","#, count: 20_000)
        expect(#"{\#(values)"b":1}"#, #"{\#(values)"b":1}"#)
        let opened = String(repeating: "{\\\"a\\\":[", count: 20_000)
        expect(#"{"arguments":"\#(opened)"}"#, #"{"arguments":"\#(opened)"}"#)
        let deep = String(repeating: #"{"secret":"#, count: 5_000) + #""s3""# + String(repeating: "}", count: 5_000)
        #expect(!redact(deep).contains("s3"))
    }

    @Test func `random documents keep what no secret's name has, lose the rest, and stay JSON`() throws {
        expectProperty(runs: 300) { random in
            let document = RandomDocument(&random)
            let left = redact(document.json)
            try #require((try? JSONSerialization.jsonObject(with: Data(left.utf8))) != nil, "\(document.json)\n\(left)")
            try #require(!left.contains("s3cret"), "\(document.json)\n\(left)")
            let kept = left.components(separatedBy: "kept").count - 1
            try #require(kept == document.kept, "\(document.json)\n\(left)")
        }
    }

    private func expect(_ message: String, _ redacted: String) {
        #expect(redact(message) == redacted)
    }

    private func redact(_ message: String) -> String {
        var redactor = FrameRedactor(hash: { _ in "h:0" })
        return String(decoding: redactor.redact(Frame(.text, Array(message.utf8))).payload ?? [], as: UTF8.self)
    }
}

/// Tool arguments of random shape: `s3cret` stands where it has to go, `kept` where it has to stay.
private struct RandomDocument {
    private(set) var json = ""
    private(set) var kept = 0

    init(_ random: inout SeededGenerator) {
        json = #"{"toolCall":{"functionCalls":[{"args":"# + value(isSecret: false, depth: 4, &random) + "}]}}"
        if random.isOne(in: 3) {
            json = #"{"delta":{"type":"arguments_delta","arguments":"\#(Self.escaped(json))"}}"#
        }
    }

    private static func escaped(_ text: String) -> String {
        text.replacingOccurrences(of: "\\", with: "\\\\").replacingOccurrences(of: "\"", with: "\\\"")
    }

    private mutating func value(isSecret: Bool, depth: Int, _ random: inout SeededGenerator) -> String {
        switch depth == 0 ? 0 : Int.random(in: 0...4, using: &random) {
        case 0, 1: return scalar(isSecret: isSecret)
        case 2:
            let items = (0..<2).map { _ in value(isSecret: isSecret, depth: depth - 1, &random) }
            return "[" + items.joined(separator: ", ") + "]"
        case 3: return pair(isSecret: isSecret, depth: depth, &random)
        default:
            let members = (0..<3).map { index in member(index, isSecret: isSecret, depth: depth, &random) }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    private mutating func scalar(isSecret: Bool) -> String {
        guard !isSecret else { return #""s3cret \"1""# }
        kept += 1
        return #""kept""#
    }

    private mutating func member(
        _ index: Int, isSecret: Bool, depth: Int, _ random: inout SeededGenerator
    ) -> String {
        let isNamed = random.isOne(in: 3)
        let names = isNamed ? ["password", "api_keys", "Secret", "auth"] : ["q\(index)", "author", "spin", "x_y"]
        let name = names.randomElement(using: &random) ?? ""
        return "\"\(name)\": " + value(isSecret: isSecret || isNamed, depth: depth - 1, &random)
    }

    private mutating func pair(isSecret: Bool, depth: Int, _ random: inout SeededGenerator) -> String {
        let isNamed = random.isOne(in: 2)
        let name = #""name":"\#(isNamed ? "Authorization" : "city")""#
        let value = #""value":"# + value(isSecret: isSecret || isNamed, depth: depth - 1, &random)
        return "{" + (random.isOne(in: 2) ? [name, value] : [value, name]).joined(separator: " , ") + "}"
    }
}
