/// Totals over kinds of failures and of healthy sessions.
protocol CountedMatrix: Sendable {
    var rows: [ConfusionMatrix.Row] { get }
    var healthy: [ConfusionMatrix.HealthyRow] { get }
}

extension CountedMatrix {
    var staged: Int { rows.reduce(0) { $0 + $1.staged } }
    var found: Int { rows.reduce(0) { $0 + $1.found } }
    var first: Int { rows.reduce(0) { $0 + $1.first } }
    var healthyCount: Int { healthy.reduce(0) { $0 + $1.staged } }
    var errors: Int { healthy.reduce(0) { $0 + $1.errors.values.reduce(0, +) } }
    var warnings: Int { healthy.reduce(0) { $0 + $1.warnings.values.reduce(0, +) } }
}
