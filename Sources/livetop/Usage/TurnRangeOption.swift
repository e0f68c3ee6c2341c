import ArgumentParser

/// `3` or `3-7`.
struct TurnRangeOption: ExpressibleByArgument {
    let turns: ClosedRange<Int>

    init?(argument: String) {
        let ends = argument.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? 0 }
        guard let first = ends.first, let last = ends.last, ends.count <= 2, first > 0, first <= last else {
            return nil
        }
        turns = first...last
    }
}
