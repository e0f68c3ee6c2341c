import LiveProtocol

extension Format {
    /// How long ago something was, for a person, in at most six columns: `12 s`, `3 min`, `2 h`, `5 d`; unknown without a
    /// length.
    public static func ago(_ length: Duration?) -> String {
        guard let length else { return unknown }
        let seconds = max(0, length.nanoseconds / 1_000_000_000)
        switch seconds {
        case ..<60: return "\(seconds) s"
        case ..<3_600: return "\(seconds / 60) min"
        case ..<172_800: return "\(seconds / 3_600) h"
        default: return "\(min(9_999, seconds / 86_400)) d"
        }
    }
}
