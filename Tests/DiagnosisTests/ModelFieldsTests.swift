import LiveProtocol
import SessionModel
import Testing

@testable import Diagnosis

/// The table of models and fields, and how closes are read by it.
@Suite struct ModelFieldsTests {
    @Test func `every row says what to do and who saw it`() {
        for row in ModelFields.all {
            #expect(!row.fix.isEmpty && !row.source.isEmpty && !row.families.isEmpty, "\(row.field)")
            #expect(row.words.allSatisfy { $0 == $0.lowercased() }, "\(row.field)")
        }
        #expect(CalendarDay(ModelFields.dated) != nil)
    }

    @Test(arguments: [
        ("gemini-3.8-live", "Thinking level is not supported for this model", "Leave thinkingConfig out"),
        (
            "gemini-3.8-live-extended-thinking", "Thinking level must be specified for this model.",
            "LOW, MEDIUM or HIGH"
        ),
        (
            "gemini-3.8-live-extended-thinking", "BLOCKING function calls are not supported for this model",
            "NON_BLOCKING"
        ),
        (
            "gemini-2.5-flash-native-audio-latest", "Code Execution tool is not supported for this model",
            "codeExecution"
        ),
        ("gemini-live-2.5-flash", "thinking_level is not supported by this model", "thinkingBudget as well"),
        ("gemini-4-live", "Telepathy is not supported for this model", "livetop lint"),
        ("gemini-4-live", "thinking level is NOT supported for this model", "Leave thinkingConfig out"),
    ])
    func `a reason that names a field has the cure of its row`(model: String, reason: String, cure: String) throws {
        var call = StagedCall(surface: model == "gemini-live-2.5-flash" ? .vertex : .geminiAPI)
        call.begin(model: model, isAccepted: false)
        call.close(1007, reason, after: 0.3)
        let finding = try #require(call.findings().first)
        #expect(finding.rule == .unsupportedByModel && finding.severity == .error)
        #expect(finding.fix.contains(cure), "\(finding.fix)")
        #expect(finding.title.contains(reason.prefix(12)), "\(finding.title)")
    }

    @Test(arguments: [
        (
            "<!DOCTYPE html><html lang=en><title>Error 404 (Not Found)!!1</title><style>p{a:b}</style><p>The requested URL "
                + "<code>/ws/x</code> was not found on this server.</p>",
            "Error 404 (Not Found)!!1 The requested URL /ws/x was not found on this server"
        ),
        ("quota exceeded.", "quota exceeded"), ("1 < 2 > 0", "1 < 2 > 0"), ("<html><body>Bad &amp; gone", "Bad & gone"),
        ("", ""),
    ])
    func `of a page of an error only its text is told`(page: String, text: String) {
        #expect(HTMLText.plain(page) == text)
    }

    @Test func `the order of ranks tells a trend`() {
        #expect(RankOrder.correlation([1, 2, 3, 9]) == 1)
        #expect(RankOrder.correlation([4, 3, 2, 1]) == -1)
        #expect(RankOrder.correlation([5, 5, 5, 5]) == 0)
        #expect(RankOrder.correlation([1, 2]) == 0)
    }
}
