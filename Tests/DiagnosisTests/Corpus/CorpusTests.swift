import LiveProtocol
import SessionModel
import Simulator
import Testing

struct CorpusTests {
    @Test func `every staged failure has a name of its own and variations that differ`() {
        #expect(Set(StagedFailure.all.map { "\($0.rule): \($0.name)" }).count == StagedFailure.all.count)
        for failure in StagedFailure.all {
            let stagings = (0..<5).map { failure.fires(StagedVariation($0)) }
            #expect(Set(stagings).count == 5, "\(failure.rule): \(failure.name)")
            #expect(failure.silent(StagedVariation(0)) != stagings[0], "\(failure.rule): \(failure.name)")
        }
    }

    @Test func `a staged session folds into as many sessions as there are clients to it`() {
        for failure in StagedFailure.all {
            let folded = failure.fires(StagedVariation(1)).folded()
            #expect(!folded.fleet.sessions.isEmpty, "\(failure.rule): \(failure.name)")
            #expect(folded.fleet.sessions.allSatisfy { $0.traffic.droppedFrames == 0 })
        }
    }
}
