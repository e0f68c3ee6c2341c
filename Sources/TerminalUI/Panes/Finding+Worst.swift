import Diagnosis

extension [Finding] {
    /// The first of the worst severity.
    var worst: Finding? {
        // By index: an element in hand is a copy, and a finding is large.
        guard let severity = indices.lazy.map({ self[$0].severity }).max() else { return nil }
        return indices.first { self[$0].severity == severity }.map { self[$0] }
    }
}
