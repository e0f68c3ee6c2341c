import Diagnosis
import Testing
import Wording

@testable import TerminalUI

@Suite struct RuleNameTests {
    @Test(arguments: [
        ("goaway-ignored", 14, "goaway-ignored"), ("no-context-compression", 17, "no-context…"),
        ("tool-response-missing", 18, "tool-…-missing"), ("tool-response-mismatch", 20, "tool-…-mismatch"),
        ("context-limit-close", 15, "context-limit…"), ("unheard-of-rule", 10, "…of-rule"),
        ("unheardofrule", 6, "unhea…"), ("goaway-ignored", 1, "…"),
    ])
    func `a name loses whole words`(rule: String, width: Int, name: String) {
        #expect(RuleName.short(RuleID(rawValue: rule), width: width) == name)
    }

    /// In the narrowest column of the Sessions screen at 80 columns, beside `+12`.
    @Test func `no two rules have one name where they are listed`() {
        let names = Diagnosis.rules.map { RuleName.short($0.id, width: 17) }
        let twice = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys
        #expect(twice.isEmpty)
        #expect(names.allSatisfy { TextWidth.width($0) <= 17 })
    }
}
