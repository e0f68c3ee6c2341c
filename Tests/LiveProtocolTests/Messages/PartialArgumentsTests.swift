import LiveProtocol
import Testing

@Suite struct PartialArgumentsTests {
    private func json(_ pieces: [PartialArgument]) -> String {
        var arguments = PartialArguments()
        for piece in pieces { arguments.add(piece) }
        return arguments.json
    }

    @Test func `pieces of a text are appended, with and without its path`() {
        #expect(
            json([
                PartialArgument(path: "$.city", value: .text("Ber"), willContinue: true),
                PartialArgument(path: "$.city", value: .text("l"), willContinue: true),
                PartialArgument(path: nil, value: .text("in")),
                PartialArgument(path: "$.days", value: .number(3)),
                PartialArgument(path: "$.exact", value: .bool(true)), PartialArgument(path: "$.unit", value: .null),
            ]) == #"{"city":"Berlin","days":3,"exact":true,"unit":null}"#)
    }

    @Test func `paths lead into objects and lists`() {
        #expect(
            json([
                PartialArgument(path: "$.a.b[1].c", value: .number(0.5)),
                PartialArgument(path: "$.a.b[0]", value: .text("x")),
                PartialArgument(path: "$['d.e'][\"f\"]", value: .text("y")),
            ]) == #"{"a":{"b":["x",{"c":0.5}]},"d.e":{"f":"y"}}"#)
    }

    @Test(arguments: ["", "$", "$[99999999]", "$[x]", "$." + String(repeating: "a.", count: 64)])
    func `a path that leads nowhere changes nothing`(path: String) {
        #expect(json([PartialArgument(path: path, value: .text("x"))]) == "{}")
    }

    @Test func `more text than anybody needs is not kept`() {
        let piece = PartialArgument(path: "$.a", value: .text(String(repeating: "x", count: 40_000)))
        #expect(json([piece, piece, piece]).utf8.count < 65_536)
    }
}
