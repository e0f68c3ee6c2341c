import Corpus
import Foundation
import TestSupport
import Testing

@testable import Diagnosis

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

    /// Kinds and seeds of healthy calls that something was found in: music, a late message after a pressed button, what
    /// echo cancellation leaves.
    @Test(arguments: [
        ("on hold, with music", 250_003), ("on hold, with music", 250_004), ("on hold, with music", 350_002),
        ("push to talk, released at once", 151_001), ("push to talk, released at once", 151_004),
        ("a half-duplex speakerphone with echo cancellation", 162_003),
    ])
    func `a healthy call that was blamed once is left alone`(name: String, seed: UInt64) throws {
        let kind = try #require(FieldKind.healthy.first { $0.name == name })
        let call = kind.stage(seed, try SpeechCorpus.utterances().map(\.samples))
        #expect(call.session.folded().findings.filter { $0.severity > .info }.map(\.title) == [])
    }
}
