/// Reads messages and remembers what it did not understand.
///
/// Both spellings of every key are accepted (`JSONKey`), `null` means absent, and values of the wrong type read as
/// absent. A field or enum value without a place in our types is *drift*: it is noted by its path, never an error.
public struct MessageReader: Sendable {
    /// Paths of what was not understood, such as `serverContent.novelty` or `setup.tools.googleFoo`, in the spelling
    /// of the wire; the first few of them.
    public private(set) var drift: [String] = []
    /// Drift beyond the paths in `drift`.
    public private(set) var moreDrift = 0

    static let driftLimit = 16
    private static let nameLimit = 60

    public init() {}

    public mutating func clientMessage(_ document: JSONDocument) -> ClientMessage {
        ClientMessage(document.root, &self)
    }

    public mutating func serverMessage(_ document: JSONDocument) -> ServerMessage {
        ServerMessage(document.root, &self)
    }

    mutating func unknown(_ path: StaticString, _ key: JSONKey) { note(path, key.string) }

    /// Notes members of a small object, whose fields are read one by one, that are not among `names`.
    mutating func expect(only names: [StaticString], in node: JSONNode, _ path: StaticString) {
        for (key, _) in node.fields where !names.contains(where: { $0 ~= key }) { note(path, key.string) }
    }

    /// Notes an enum value that is not in `names`; returns it in any case.
    mutating func checked(_ value: String?, in names: Set<String>, _ path: StaticString) -> String? {
        if let value, !names.contains(value) { note(path, value) }
        return value
    }

    private mutating func note(_ path: StaticString, _ name: String) {
        guard drift.count < Self.driftLimit else {
            moreDrift += 1
            return
        }
        let printable = name.unicodeScalars.filter { !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20 }
        let path = path.description
        let shortened = String(String.UnicodeScalarView(printable.prefix(Self.nameLimit)))
        drift.append(path.isEmpty ? shortened : "\(path).\(shortened)")
    }
}

extension JSONNode {
    /// True for `true`; proto3 leaves `false` out.
    var isTrue: Bool { bool == true }

    var strings: [String] { elements.compactMap(\.string) }

    /// The JSON text of a value that is the user's own data.
    var sourceText: String { String(decoding: source, as: UTF8.self) }
}
