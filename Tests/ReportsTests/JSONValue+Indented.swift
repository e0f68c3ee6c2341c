import LiveProtocol

extension JSONValue {
    /// Over several lines, in its own order: what differs is seen.
    var indented: String { indented(by: "") + "\n" }

    private func indented(by margin: String) -> String {
        guard text.utf8.count + margin.utf8.count > 100 else { return text }
        let deeper = margin + "  "
        switch self {
        case .object(let members):
            let lines = members.map { "\(deeper)\(JSONValue.string($0.name).text): \($0.value.indented(by: deeper))" }
            return "{\n" + lines.joined(separator: ",\n") + "\n\(margin)}"
        case .array(let elements):
            let lines = elements.map { deeper + $0.indented(by: deeper) }
            return "[\n" + lines.joined(separator: ",\n") + "\n\(margin)]"
        default: return text
        }
    }

    /// The value at the end of a path such as `turns.0.index`.
    func at(_ path: String) -> JSONValue? {
        path.split(separator: ".").reduce(Optional(self)) { value, name in
            guard case .array(let elements)? = value, let index = Int(name) else { return value?[String(name)] }
            return elements.indices.contains(index) ? elements[index] : nil
        }
    }
}
