/// Tells pasted text from keys: terminals put it between `ESC [ 200 ~` and `ESC [ 201 ~` when they are asked to.
///
/// Fed with every character in its order. The marks may come in pieces; what could become one is held back until it is
/// one or is not. A paste whose end never comes is ended by whoever sees that nothing comes any more.
public struct PasteReader: Sendable {
    public enum Output: Equatable, Sendable {
        /// Characters that were typed.
        case typed([Unicode.Scalar])
        /// Everything between the marks; cut where it is longer than anybody pastes on purpose.
        case pasted(String)
    }

    /// Characters of a paste that are kept.
    public static let limit = 65_536

    /// Inside of a paste.
    public private(set) var isPasting = false
    private var text = String.UnicodeScalarView()
    private var kept = 0
    /// The beginning of a mark, perhaps.
    private var held: [Unicode.Scalar] = []

    private static let begin = Array("\u{1B}[200~".unicodeScalars)
    private static let end = Array("\u{1B}[201~".unicodeScalars)

    public init() {}

    /// How long to wait for what comes next; nil where nothing is waited for. A person who presses Escape goes on after
    /// longer than a terminal that sends a sequence; a connection may stand still in the middle of a paste.
    public var patience: Duration? {
        if isPasting { return .seconds(2) }
        return held.isEmpty ? nil : held.count == 1 ? .milliseconds(50) : .milliseconds(500)
    }

    /// Takes one more character; nil while it is not known what it belongs to.
    public mutating func take(_ scalar: Unicode.Scalar) -> Output? {
        let mark = isPasting ? Self.end : Self.begin
        held.append(scalar)
        guard !mark.starts(with: held) else { return held.count == mark.count ? complete() : nil }
        // It was no mark; its last character may begin the next one.
        var rest = held
        held = []
        if scalar == mark.first { held = [rest.removeLast()] }
        guard isPasting else { return rest.isEmpty ? nil : .typed(rest) }
        keep(rest)
        return nil
    }

    /// The terminal library has recognised a mark itself.
    public mutating func takeMark(isBegin: Bool) -> Output? {
        guard isPasting != isBegin else { return nil }
        held = []
        return complete()
    }

    /// Nothing came for as long as `patience` says.
    public mutating func expire() -> Output? {
        let rest = held
        held = []
        guard isPasting else { return rest.isEmpty ? nil : .typed(rest) }
        keep(rest)
        return complete()
    }

    private mutating func complete() -> Output? {
        held = []
        isPasting.toggle()
        defer { (text, kept) = (String.UnicodeScalarView(), 0) }
        return isPasting ? nil : .pasted(String(text))
    }

    private mutating func keep(_ scalars: [Unicode.Scalar]) {
        let room = Self.limit - kept
        text.append(contentsOf: scalars.prefix(max(0, room)))
        kept = min(Self.limit, kept + scalars.count)
    }
}
