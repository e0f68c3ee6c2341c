import Corpus
import Simulator
import Testing

struct CorpusTests {
    @Test func `every staged failure has a name of its own`() {
        #expect(Set(StagedFailure.all.map { "\($0.rule): \($0.name)" }).count == StagedFailure.all.count)
    }

    @Test(arguments: StagedFailure.scripted.map(\.label))
    func `its variations differ`(label: String) throws {
        let failure = try #require(StagedFailure.all.first { $0.label == label })
        #expect(failure.fires(StagedVariation(0)) != failure.fires(StagedVariation(1)))
    }
}
