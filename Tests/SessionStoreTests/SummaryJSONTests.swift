import LiveProtocol
import SessionModel
import Testing

@testable import SessionStore

/// Summaries as they stand in files that are there already.
@Suite struct SummaryJSONTests {
    /// Every field, in the order in which keys are written.
    private static let whole =
        #"{"activity":"speaking","billedTokens":1368,"bills":[{"input":[288,795,0,0,0,1],"model":"models/m","#
        + #""output":[0,285,0,0,0,0]}],"bytesDown":879163,"bytesUp":459528,"closedAt":1795966728155712435,"#
        + #""closure":{"by":"client","code":1000,"reason":""},"connectionSince":1795966709799841409,"connections":2,"#
        + #""contents":49,"contextLeft":[60000000001,90000000002],"cost":0.005948999999999999,"droppedFrames":3,"#
        + #""frames":499,"goAwayDeadline":1795966729155712435,"hosts":["127.0.0.1"],"interruptions":2,"isDated":false,"#
        + #""isLimitAssumed":true,"isTimed":false,"lastBargeIn":93376915,"limitTokens":131072,"model":"m","#
        + #""openedAt":1795966709797705188,"paths":["/t/x/ws/y"],"refusal":{"by":"server","headers":[["A","b"]],"#
        + #""reason":"no","status":429},"responseAnchor":"vad.local","responseP95":950400000,"#
        + #""sessionCap":900000000000,"sessionDeadline":1795967609799841409,"tag":"desk","turns":4,"usedTokens":573}"#

    private static var summary: SessionSummary {
        let first = Timestamp(nanoseconds: 1_795_966_709_797_705_188)
        let upgraded = Timestamp(nanoseconds: 1_795_966_709_799_841_409)
        var (input, output) = (TokenCounts(), TokenCounts())
        (input.text, input.audio, input.unattributed, output.audio) = (288, 795, 1, 285)
        return SessionSummary(
            id: .first, tag: "desk", model: "m", activity: .speaking, openedAt: first,
            closedAt: Timestamp(nanoseconds: 1_795_966_728_155_712_435), connectionSince: upgraded,
            goAwayDeadline: Timestamp(nanoseconds: 1_795_966_729_155_712_435), connections: 2, frames: 499,
            bytesUp: 459_528, bytesDown: 879_163, usedTokens: 573, limitTokens: 131_072, isLimitAssumed: true,
            contextLeft: .nanoseconds(60_000_000_001) ... .nanoseconds(90_000_000_002), sessionCap: .seconds(900),
            sessionDeadline: upgraded + .seconds(900), billedTokens: 1_368, cost: 0.005948999999999999,
            bills: [ModelBill(model: "models/m", input: input, output: output)], responseP95: .nanoseconds(950_400_000),
            responseAnchor: .localVAD, lastBargeIn: .nanoseconds(93_376_915), turns: 4, interruptions: 2,
            closure: Closure(by: .client, code: CloseCode(rawValue: 1000), reason: ""),
            refusal: Refusal(status: 429, by: .server, reason: "no", headers: [HeaderField("A", "b")]),
            droppedFrames: 3, isTimed: false, isDated: false, contents: MessageContents(rawValue: 49),
            targets: CallTargets(hosts: ["127.0.0.1"], paths: ["/t/x/ws/y"]))
    }

    private func decoded(_ text: String) -> SessionSummary? {
        SummaryJSON.decode(text, version: SummaryJSON.version, id: .first)
    }

    @Test func `every field is written and read as it always was`() throws {
        #expect(decoded(Self.whole) == Self.summary)
        #expect(try SummaryJSON.encode(Self.summary) == Self.whole)
    }

    @Test func `a call that can come back is told from one that cannot`() throws {
        var summary = Self.summary
        summary.canResume = true
        let text = try SummaryJSON.encode(summary)
        #expect(text.contains(#""bytesUp":459528,"canResume":true,"closedAt""#))
        #expect(decoded(text) == summary)
    }

    @Test func `unknown is nothing at all`() throws {
        let text =
            #"{"activity":"closed","bytesDown":0,"bytesUp":0,"connections":1,"droppedFrames":0,"frames":0,"#
            + #""interruptions":0,"isLimitAssumed":false,"openedAt":7,"turns":0}"#
        let summary = SessionSummary(id: .first, activity: .closed, openedAt: Timestamp(nanoseconds: 7))
        #expect(decoded(text) == summary)
        #expect(try SummaryJSON.encode(summary) == text)
    }

    @Test(arguments: [
        (#""frames":499"#, #""frames":-1"#), (#""turns":4"#, #""turns":"4""#), (#""speaking""#, #""flying""#),
        (#""openedAt":1795966709797705188,"#, ""), (#""by":"client""#, #""by":"nobody""#),
    ])
    func `a text that cannot be read is as good as none`(part: String, other: String) {
        let text = Self.whole.replacing(part, with: other)
        #expect(text != Self.whole)
        #expect(decoded(text) == nil)
    }

    @Test func `what is odd in one field leaves it out`() {
        let text = Self.whole.replacing("vad.local", with: "moon").replacing("[60000000001", with: "[90000000003")
            .replacing(#""hosts":["127.0.0.1"],"#, with: "").replacing("573", with: "-573")
        var summary = Self.summary
        (summary.responseAnchor, summary.contextLeft, summary.targets, summary.usedTokens) = (nil, nil, nil, 0)
        #expect(decoded(text) == summary)
    }
}
