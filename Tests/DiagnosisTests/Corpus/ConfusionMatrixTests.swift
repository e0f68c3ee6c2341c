import Foundation
import Testing

/// How often the rules are right. What they miss stands in `docs/rules.md`.
struct ConfusionMatrixTests {
    @Test func `staged failures are found and named, healthy sessions left alone`() async throws {
        let matrix = await ConfusionMatrix.made()
        #expect(matrix.rows.count >= 40 && matrix.rows.allSatisfy { $0.staged >= 5 })
        #expect(matrix.healthyCount >= 60)
        #expect(matrix.found * 100 >= matrix.staged * 98, "\(matrix.rows.filter { $0.found < $0.staged })")
        #expect(matrix.first * 100 >= matrix.staged * 95, "\(matrix.rows.filter { $0.first < $0.staged })")
        #expect(matrix.errors == 0, "\(matrix.healthy.filter { !$0.errors.isEmpty })")
        #expect(matrix.warnings * 100 <= matrix.healthyCount, "\(matrix.healthy.filter { !$0.warnings.isEmpty })")
        try RulesDocument().expect(matrix.markdown, between: "matrix")
    }
}
