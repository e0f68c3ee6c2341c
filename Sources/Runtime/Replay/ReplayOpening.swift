import Filters
import LiveProtocol
import SessionModel

/// Where a replay opens.
package enum ReplayOpening: Hashable {
    case end
    /// Where the first finding was first seen; at the end where there is none.
    case firstFinding
    case position(Duration)
    case turn(Int)

    /// `end`, `finding`, a time such as `3:12` or `90s`, or a turn such as `#7`; nil for anything else.
    package init?(_ text: String) {
        if text == "end" {
            self = .end
        } else if text == "finding" {
            self = .firstFinding
        } else if text.hasPrefix("#"), let number = Int(text.dropFirst()), number > 0 {
            self = .turn(number)
        } else if let position = FilterQuantity.duration(text) {
            self = .position(position)
        } else {
            return nil
        }
    }
}
