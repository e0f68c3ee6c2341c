import Wording

/// One column of one row: a character with at most two combining marks, and how it is meant.
///
/// A wide character fills two cells; the second is a `continuation`. Plain old data of sixteen bytes, because a screen
/// of 300 × 100 is compared ten times a second.
public struct Cell: Hashable, Sendable {
    /// 0 in a continuation.
    private(set) var base: UInt32
    private(set) var marks: (first: UInt32, second: UInt32)
    public var style: Style

    static let blank = Cell(" ", .plain)

    init(_ scalar: Unicode.Scalar, _ style: Style) {
        base = scalar.value
        marks = (0, 0)
        self.style = style
    }

    /// The right half of a wide character.
    static func continuation(_ style: Style) -> Cell {
        Cell("\0", style)
    }

    public var isContinuation: Bool { base == 0 }

    /// Calls `body` with the scalars to print, none for a continuation. Never a control character.
    public func forEachScalar(_ body: (Unicode.Scalar) -> Void) {
        for value in [base, marks.first, marks.second] where value != 0 { Unicode.Scalar(value).map(body) }
    }

    /// The same as a list.
    var scalars: [Unicode.Scalar] {
        var scalars: [Unicode.Scalar] = []
        forEachScalar { scalars.append($0) }
        return scalars
    }

    /// Adds a combining mark, or makes one character of both; a third mark is dropped, since no script needs more and
    /// "zalgo" text lives on it.
    mutating func combine(_ mark: Unicode.Scalar) {
        if marks.first == 0, let base = Unicode.Scalar(base), let composed = TextWidth.composed(base, mark) {
            self.base = composed.value
        } else if marks.first == 0 {
            marks.first = mark.value
        } else if marks.second == 0 {
            marks.second = mark.value
        }
    }

    public static func == (left: Cell, right: Cell) -> Bool {
        left.base == right.base && left.style == right.style && left.marks == right.marks
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(base)
        hasher.combine(marks.first)
        hasher.combine(marks.second)
        hasher.combine(style)
    }
}
