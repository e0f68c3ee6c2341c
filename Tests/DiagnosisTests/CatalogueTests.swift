import Foundation
import Testing

@testable import Diagnosis

@Suite struct CatalogueTests {
    /// A rule that is not in the registry would never be asked.
    @Test func `every rule file has its line in the registry, and every rule a file of its name`() throws {
        let files = try Self.ruleFiles()
        let declared = files.flatMap { file in
            file.text.matches(of: /static let (\w+) = Rule\(/).map { (name: String($0.1), file: file.name) }
        }
        let table = try String(contentsOf: Self.sources.appending(path: "RuleTable.swift"), encoding: .utf8)
        let listed = table.matches(of: /\n        \.(\w+),/).map { String($0.1) }
        #expect(declared.map(\.name).sorted() == listed.sorted())
        for rule in declared { #expect(rule.name.lowercased() == rule.file.lowercased(), "\(rule.file)") }
        #expect(Set(Diagnosis.rules.map(\.id)).count == Diagnosis.rules.count)
        #expect(Diagnosis.rules.count == listed.count)
    }

    @Test func `every statement of the documents has a rule that answers it`() {
        let covered = Set(Diagnosis.rules.flatMap(\.covers))
        #expect(Statement.all.filter { !covered.contains($0) } == [])
        #expect(Set(Statement.all).count == Statement.all.count)
    }

    @Test func `what a rule explains has a rule, and a threshold one owner`() {
        let known = Set(Diagnosis.rules.map(\.id))
        for rule in Diagnosis.rules { #expect(rule.explains.subtracting(known) == [], "\(rule.id)") }
        #expect(Set(Threshold.allCases).count == Threshold.allCases.count)
    }

    /// A threshold that its owner does not list would be no setting.
    @Test func `every threshold that is declared is a setting`() throws {
        let names = try Self.ruleFiles().flatMap { file in
            file.text.matches(of: /= Threshold\(\s*"(\w+)"/).map { String($0.1) }
        }
        #expect(names.sorted() == Threshold.allCases.map(\.name).sorted())
        #expect(Threshold.allCases.allSatisfy { !$0.meaning.isEmpty && Threshold(rawValue: $0.name) == $0 })
    }

    @Test func `the abbreviations of sources are explained`() throws {
        let document = try String(contentsOf: Self.root.appending(path: "docs/rules.md"), encoding: .utf8)
        for rule in Diagnosis.rules {
            for match in rule.source.matches(of: /\b[FD][0-9]+\b/) {
                #expect(document.contains("| \(match.0) |"), "\(match.0) of \(rule.id)")
            }
        }
    }

    @Test func `docs/rules.md says what the table says`() throws {
        try RulesDocument().expect(RuleCatalogue.markdown, between: "catalogue")
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let sources = root.appending(path: "Sources/Diagnosis")

    private static func ruleFiles() throws -> [(name: String, text: String)] {
        let files = FileManager.default.enumerator(
            at: sources.appending(path: "Rules"), includingPropertiesForKeys: nil)?.compactMap { $0 as? URL }
        return try (files ?? []).filter { $0.pathExtension == "swift" }.map { file in
            (file.deletingPathExtension().lastPathComponent, try String(contentsOf: file, encoding: .utf8))
        }
    }
}
