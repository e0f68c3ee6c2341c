/// The arguments of one call, put together from their pieces.
public struct PartialArguments: Hashable, Sendable {
    private var root: JSONValue = .object([JSONValue.Member]())
    /// Where the last piece went.
    private var path: [Step] = []
    private var byteCount = 0

    /// Of the texts: whoever streams more is not followed.
    private static let sizeLimit = 64 << 10
    private static let depthLimit = 32
    private static let indexLimit = 1_024

    private enum Step: Hashable, Sendable {
        case name(String)
        case index(Int)
    }

    public init() {}

    public var json: String { root.text }

    public mutating func add(_ piece: PartialArgument) {
        if let path = piece.path { self.path = Self.steps(of: path) }
        guard !path.isEmpty, path.count <= Self.depthLimit, let value = piece.value else { return }
        if case .text(let text) = value { byteCount = byteCount.addingClamped(text.utf8.count) }
        guard byteCount <= Self.sizeLimit else { return }
        root = Self.setting(value, at: path[...], in: root)
    }

    private static func setting(
        _ value: PartialArgument.Value, at path: ArraySlice<Step>, in node: JSONValue?
    ) -> JSONValue {
        switch path.first {
        case nil: value.appended(to: node)
        case .name(let name):
            object(node, name, setting(value, at: path.dropFirst(), in: node?[name]))
        case .index(let index):
            list(node, index) { setting(value, at: path.dropFirst(), in: $0) }
        }
    }

    private static func object(_ node: JSONValue?, _ name: String, _ value: JSONValue) -> JSONValue {
        var members = node?.members ?? []
        if let place = members.firstIndex(where: { $0.name == name }) {
            members[place].value = value
        } else {
            members.append(JSONValue.Member(name, value))
        }
        return .object(members)
    }

    private static func list(_ node: JSONValue?, _ index: Int, _ change: (JSONValue?) -> JSONValue) -> JSONValue {
        var elements = node?.array ?? []
        let value = change(elements.indices.contains(index) ? elements[index] : nil)
        while elements.count <= index { elements.append(.null) }
        elements[index] = value
        return .array(elements)
    }

    /// Of `$.a.b[0]['c']`; empty for what is no such path.
    private static func steps(of path: String) -> [Step] {
        var steps: [Step] = []
        var rest = path.first == "$" ? path.dropFirst() : path[...]
        while let first = rest.first {
            rest = rest.dropFirst()
            switch first {
            case ".":
                let name = rest.prefix { $0 != "." && $0 != "[" }
                rest = rest[name.endIndex...]
                if !name.isEmpty { steps.append(.name(String(name))) }
            case "[":
                let inner = rest.prefix { $0 != "]" }
                rest = rest[inner.endIndex...].dropFirst()
                guard let step = step(inBrackets: inner) else { return [] }
                steps.append(step)
            default:
                let name = rest.prefix { $0 != "." && $0 != "[" }
                steps.append(.name(String(first) + name))
                rest = rest[name.endIndex...]
            }
        }
        return steps
    }

    private static func step(inBrackets text: Substring) -> Step? {
        if let index = Int(text) { return (0..<indexLimit).contains(index) ? .index(index) : nil }
        guard let quote = text.first, quote == "'" || quote == "\"", text.count >= 2, text.last == quote else {
            return nil
        }
        return .name(String(text.dropFirst().dropLast()))
    }
}

extension PartialArgument.Value {
    /// Texts go on, everything else replaces what was there.
    fileprivate func appended(to earlier: JSONValue?) -> JSONValue {
        switch self {
        case .text(let text): .string((earlier?.string ?? "") + text)
        case .number(let number): Int64(exactly: number).map { .integer($0) } ?? .number(number)
        case .bool(let flag): .bool(flag)
        case .null: .null
        }
    }
}
