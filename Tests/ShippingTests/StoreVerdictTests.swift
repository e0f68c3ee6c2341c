import Testing

@testable import Shipping

@Suite struct StoreVerdictTests {
    private static func answer(_ status: Int, _ body: String = "", code: Int? = nil) -> StoreAnswer {
        StoreAnswer(status: status, exceptionCode: code, body: Array(body.utf8))
    }

    /// As 18.16 words it.
    private static func failure(_ code: Int, _ words: String = "It failed") -> String {
        "Code: \(code), e.displayText() = DB::Exception: \(words), e.what() = DB::Exception\n"
    }

    private static func name(_ verdict: StoreVerdict) -> String {
        switch verdict {
        case .accepted: "accepted"
        case .retry: "retry"
        case .stop: "stop"
        case .poison: "poison"
        case .tooLarge: "too large"
        }
    }

    @Test func `only an empty answer of 200 without a code is a yes`() {
        #expect(Self.answer(200).verdict == .accepted)
        #expect(Self.name(Self.answer(200, "<html>hello</html>").verdict) == "stop")
        #expect(Self.name(Self.answer(200, Self.failure(252)).verdict) == "retry")
        #expect(Self.name(Self.answer(200, code: 241).verdict) == "too large")
    }

    @Test(arguments: [
        (500, 159, "retry"), (500, 202, "retry"), (500, 209, "retry"), (500, 210, "retry"), (500, 242, "retry"),
        (500, 252, "retry"), (500, 285, "retry"), (500, 319, "retry"), (500, 999, "retry"), (500, 243, "retry"),
        (404, 60, "stop"), (404, 81, "stop"), (404, 115, "stop"), (401, 192, "stop"), (401, 193, "stop"),
        (401, 194, "stop"), (403, 516, "stop"), (400, 16, "stop"), (400, 47, "stop"), (403, 497, "stop"),
        (500, 26, "poison"), (400, 26, "poison"), (500, 27, "poison"), (500, 33, "poison"), (400, 62, "poison"),
        (500, 117, "poison"), (500, 241, "too large"), (500, 4_711, "retry"),
    ])
    func `the server's number decides, whatever the status is`(status: Int, code: Int, expected: String) {
        #expect(Self.name(Self.answer(status, Self.failure(code)).verdict) == expected)
        #expect(Self.name(Self.answer(status, code: code).verdict) == expected)
    }

    @Test(arguments: [
        (408, "retry"), (429, "retry"), (500, "retry"), (502, "retry"), (503, "retry"), (504, "retry"), (401, "stop"),
        (403, "stop"), (404, "stop"), (301, "stop"), (413, "too large"),
    ])
    func `without a number the status does`(status: Int, expected: String) {
        #expect(Self.name(Self.answer(status, "no words").verdict) == expected)
    }

    @Test func `what the server asks to wait is kept`() {
        let verdict = StoreAnswer(status: 429, retryAfter: 7).verdict
        guard case .retry(_, _, let after) = verdict else { return #expect(Bool(false), "\(verdict)") }
        #expect(after == 7)
    }

    @Test func `the words of the server are told without what only its makers read`() {
        #expect(
            Self.answer(404, Self.failure(60, "Table d.lt_frames doesn't exist.")).words
                == "Code: 60, e.displayText() = Table d.lt_frames doesn't exist.")
        let long = Self.answer(500, "Code: 27. DB::Exception: Cannot parse input: (at row 7)\nsomebody's words")
        #expect(long.words == "Code: 27. Cannot parse input")
    }

    @Test func `waiting doubles up to a minute, is part chance, and obeys the server`() {
        var backOff = BackOff()
        let longest = (0..<10).map { _ in backOff.fail(asked: nil, chance: 1) }
        #expect(longest == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60])
        #expect(backOff.failures == 10)
        #expect(backOff.fail(asked: nil, chance: 0) == 0.1)
        #expect(backOff.fail(asked: 90, chance: 1) == 90)
        #expect(backOff.fail(asked: 1e9, chance: 0) == 600)
        backOff.succeed()
        #expect(backOff.fail(asked: nil, chance: 1) == 0.5)
    }
}
