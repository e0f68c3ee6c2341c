import Diagnosis
import Foundation
import Simulator
import Testing

@Suite struct CatalogueTests {
    @Test func `every entry of the catalogue has a rule`() {
        let known = Set(Diagnosis.rules.map(\.id))
        #expect(CatalogueIDs.all.filter { !known.contains($0) } == [])
        #expect(Set(CatalogueIDs.all).count == 72)
    }

    @Test func `every rule has a script where it speaks and one where it does not`() {
        let paired = Set(RulePairTests.pairs.map(\.rule) + StagedFailure.all.map { RuleID(rawValue: $0.rule) })
        #expect(Diagnosis.rules.map(\.id).filter { !paired.contains($0) } == [])
    }

    @Test func `every statement of the documents has a rule that exists`() {
        let known = Set(Diagnosis.rules.map(\.id))
        #expect(!Coverage.table.isEmpty)
        for line in Coverage.table {
            #expect(!line.rules.isEmpty, "\(line.document): \(line.statement)")
            for rule in line.rules { #expect(known.contains(rule), "\(rule) of \(line.statement)") }
        }
    }

    /// Each rule stands in a file of its own, named after it.
    @Test func `a rule has a file of its name`() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.appending(path: "Sources/Diagnosis/Rules")
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)?.compactMap {
            $0 as? URL
        }
        let names = Set((files ?? []).map { $0.deletingPathExtension().lastPathComponent.lowercased() })
        for rule in Diagnosis.rules {
            #expect(names.contains(rule.id.rawValue.replacing("-", with: "").lowercased()), "\(rule.id)")
        }
    }

    @Test func `docs/rules.md says what the table says`() throws {
        try RulesDocument().expect(RuleCatalogue.markdown, between: "catalogue")
    }
}
