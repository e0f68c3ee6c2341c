import Diagnosis

extension Severity {
    /// Differs in shape and colour.
    var sign: (scalar: Unicode.Scalar, style: Style) {
        switch self {
        case .info: ("·", .faint)
        case .warning: ("▲", .warning)
        case .error: ("■", .alert)
        }
    }

    var mark: StyledText { StyledText(String(Character(sign.scalar)), sign.style) }
}
