/// A name that stands in a value, while it is read: `Authorization`, or the last steps of a path such as
/// `$.user['password']`.
struct SpokenName: Sendable {
    private var step = KeyHash()
    private var found: ValuePlace?
    private let isPath: Bool
    /// The whole of it.
    private(set) var all = KeyHash()

    init(isPath: Bool) { self.isPath = isPath }

    mutating func append(_ byte: UInt8) {
        all.append(byte)
        guard isPath, "$.[]'\"".utf8.contains(byte) else { return step.append(byte) }
        endStep()
    }

    /// What goes by the name; nil where it is no secret's.
    var place: ValuePlace? {
        var name = self
        name.endStep()
        return name.found
    }

    /// In a path every step counts: what is below a secret is one.
    private mutating func endStep() {
        guard let place = KeyTable.secretName(step) else {
            step = KeyHash()
            return
        }
        step = KeyHash()
        if found?.replacesNumbers != true { found = place }
    }
}
