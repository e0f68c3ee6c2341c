import Testing

@testable import Runtime

@Suite struct ReplayOpeningTests {
    @Test(arguments: [
        ("end", ReplayOpening.end), ("finding", .firstFinding), ("3:12", .position(.seconds(192))),
        ("90s", .position(.seconds(90))), ("250ms", .position(.milliseconds(250))), ("#7", .turn(7)),
    ])
    func `a place is read`(text: String, opening: ReplayOpening) {
        #expect(ReplayOpening(text) == opening)
    }

    @Test(arguments: ["", "End", "#0", "#-1", "#", "#x", "7", "3:", "soon"])
    func `what is no place is refused`(text: String) {
        #expect(ReplayOpening(text) == nil)
    }
}
