public import Testing

/// Runs `law` with `runs` different seeds, stops at the first that breaks it, and says which seed that was.
///
/// The law reports by throwing: state what must hold with `try #require`. `LIVETOP_SEED=…` repeats one run.
public func expectProperty(
    runs: Int = 200, sourceLocation: SourceLocation = #_sourceLocation,
    _ law: (_ random: inout SeededGenerator) throws -> Void
) {
    for seed in SeededGenerator.runs(runs) {
        var random = SeededGenerator(seed: seed)
        do {
            try law(&random)
        } catch {
            recordBroken(seed, error, sourceLocation)
            return
        }
    }
}

/// `expectProperty` for laws that wait.
public func expectProperty(
    runs: Int = 20, isolation: isolated (any Actor)? = #isolation, sourceLocation: SourceLocation = #_sourceLocation,
    _ law: (_ random: inout SeededGenerator) async throws -> Void
) async {
    for seed in SeededGenerator.runs(runs) {
        var random = SeededGenerator(seed: seed)
        do {
            try await law(&random)
        } catch {
            recordBroken(seed, error, sourceLocation)
            return
        }
    }
}

private func recordBroken(_ seed: UInt64, _ error: any Error, _ sourceLocation: SourceLocation) {
    // A failed `#require` has recorded its own issue already.
    let reason = error is ExpectationFailedError ? "see the issue above" : String(describing: error)
    Issue.record("broken with LIVETOP_SEED=\(seed): \(reason)", sourceLocation: sourceLocation)
}
