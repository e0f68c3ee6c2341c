import Corpus
import Foundation
import Testing

/// How often the rules are right about calls such as people of the field reported. What they miss stands in
/// `docs/rules.md`.
struct FieldMatrixTests {
    private static let environment = ProcessInfo.processInfo.environment
    /// All of it, as `make acceptance` has it; else a slice.
    private static let isWhole = environment["LIVETOP_WHOLE"] != nil
    private static let seeds: [UInt64] = environment["LIVETOP_SEED"].flatMap { UInt64($0) }.map { [$0] } ?? [1, 2, 3]

    @Test func `calls of the field are found and named, healthy ones left alone`() async throws {
        let seeds = Self.isWhole ? Self.seeds : Array(Self.seeds.prefix(1))
        print("calls of the field by the seeds \(seeds.map(String.init).joined(separator: ", ")) (LIVETOP_SEED)")
        let matrix = try await FieldMatrix.made(
            seeds: seeds, faulty: Self.isWhole ? 14 : 1, well: Self.isWhole ? 6 : 1,
            named: Self.environment["LIVETOP_KIND"])
        for line in matrix.amiss { print("amiss: \(line)") }
        #expect(matrix.found * 100 >= matrix.staged * 98)
        #expect(matrix.first * 100 >= matrix.staged * 95)
        #expect(matrix.errors == 0)
        #expect(matrix.warnings * 100 <= matrix.healthyCount)
        guard Self.isWhole, Self.environment["LIVETOP_SEED"] == nil else { return }
        #expect(matrix.rows.allSatisfy { $0.staged >= 40 } && matrix.healthyCount >= 400)
        try RulesDocument().expect(matrix.markdown, between: "field matrix")
    }
}
