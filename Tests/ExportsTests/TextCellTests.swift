import Diagnosis
import LiveProtocol
import SessionModel
import TestSupport
import Testing

@testable import Exports

/// What the wire said, in formats that would take it for something else.
@Suite struct TextCellTests {
    @Test(arguments: [
        ("plain", "plain"), ("", ""), ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=1+1", "'=1+1"),
        ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("=\"a\",1", "\"'=\"\"a\"\",1\""), ("a=1", "a=1"),
        ("é, ü", "\"é, ü\""),
    ])
    func `a cell of a spreadsheet is never a formula`(text: String, cell: String) {
        #expect(CSV.row([.text(text)]) == cell + "\r\n")
    }

    @Test func `a row is one line, whatever the texts hold`() {
        let row = CSV.row([
            .text("one\r\ntwo\u{2028}three\u{B}four"), .text(nil), .figure("1.5"), .flag(true), .count(Int?.none),
        ])
        #expect(row.split(separator: "\r\n", omittingEmptySubsequences: false).count == 2)
        #expect(!row.dropLast().contains { $0.isNewline })
        #expect(row.hasSuffix(",,1.5,true,\r\n"))
    }

    @Test(arguments: [
        ("a*b_c", #"a\*b\_c"#), ("[x](y)", #"\[x\](y)"#), ("<img>", #"\<img\>"#),
        ("@octocat #1", ##"&#64;octocat \#1"##),
        ("a|b", #"a\|b"#), ("AT&T ~~x~~ !", #"AT&amp;T \~\~x\~\~ \!"#), (#"\`"#, #"\\\`"#), ("plain.", "plain."),
    ])
    func `no text becomes markup, a mention or a link`(text: String, escaped: String) {
        #expect(Markdown.escaped(text) == escaped)
    }

    @Test(arguments: [
        ("find_order", "`find_order`"), ("a`b", "`` a`b ``"), ("a```b", "```` a```b ````"), (" ", "`   `"),
        ("*a*", "`*a*`"),
    ])
    func `a span of code ends where it ends`(text: String, code: String) {
        #expect(Markdown.code(text) == code)
    }

    @Test(arguments: [
        (
            Closure(by: .server, code: CloseCode(rawValue: 1011), reason: "Internal"),
            "by server: 1011 internal error, Internal"
        ),
        (Closure(by: .client, code: CloseCode(rawValue: 1000), reason: ""), "by client: 1000 normal closure"),
        (Closure(by: .transport, detail: "reset"), "by transport: reset"), (Closure(by: .proxy), "by livetop"),
    ])
    func `an end is told in a few words`(closure: Closure, words: String) {
        #expect(Markdown.end(closure) == words)
    }

    // MARK: Findings

    private static func exported(isTimed: Bool = true, isDated: Bool = true) -> ExportedFinding {
        let connection = ConnectionID(rawValue: 1_000_000_000_000)
        let at = WrittenCall.start + .milliseconds(6_250)
        let finding = Finding(
            rule: "goaway-ignored", severity: .warning, from: at, to: at + .seconds(2),
            evidence: [
                Evidence(connection: connection, sequence: 16, at: at, note: "goAway"),
                Evidence(connection: connection, at: at + .milliseconds(1), note: "close"),
            ],
            numbers: [Finding.Number("overdue_s", 3.25), Finding.Number("share", 1.0 / 3)], title: "T", fix: "F")
        return ExportedFinding(
            finding: finding, openedAt: WrittenCall.start, isTimed: isTimed, isDated: isDated,
            explainedBy: "reconnect-storm")
    }

    @Test func `evidence and numbers are one text each`() {
        let finding = Self.exported()
        #expect(finding.numbers.hasPrefix("overdue_s=3.25"))
        #expect(finding.numbers.contains("; share=0.333"))
        #expect(finding.evidence == "#16 at 6.250 s: goAway; at 6.251 s: close")
        #expect(Self.exported(isTimed: false).evidence == "#16: goAway; close")
    }

    @Test func `without times or date a finding has none`() {
        let json = { (finding: ExportedFinding) in JSONValue.object(finding.json) }
        #expect(json(Self.exported())["from_s"] == .number(6.25))
        #expect(json(Self.exported())["from"] == .time(WrittenCall.start + .milliseconds(6_250)))
        #expect(json(Self.exported())["explained_by"] == "reconnect-storm")
        let undated = json(Self.exported(isDated: false))
        #expect(undated["from_s"] == .number(6.25))
        #expect(undated["from"] == .null && undated["to"] == .null)
        let untimed = json(Self.exported(isTimed: false))
        #expect(untimed["from_s"] == .null && untimed["to_s"] == .null && untimed["from"] == .null)
        guard case .array(let evidence)? = untimed["evidence"] else { return #expect(Bool(false)) }
        #expect(evidence.map { $0["t"] } == [.null, .null])
        #expect(evidence.map { $0["seq"] } == [.integer(16), .null])
    }
}
