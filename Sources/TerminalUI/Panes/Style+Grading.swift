import SessionModel

extension Style {
    /// What a value of a metric calls for by the metric's thresholds; `style` where all is well or nothing is known.
    static func grading(_ value: Double, _ metric: Metric, _ style: Style) -> Style {
        switch metric.thresholds?.grade(value) {
        case .bad: .alert
        case .warning: .warning
        case .good, nil: style
        }
    }
}

extension Metric {
    /// By its thresholds; plain for what is only information.
    func style(_ value: Double?) -> Style {
        guard let value else { return .faint }
        return switch thresholds?.grade(value) {
        case nil: .plain
        case .good: .good
        case .warning: .warning
        case .bad: .alert
        }
    }
}
