/// A name and a value that stand beside each other in an object, in either order:
/// `{"name": "Authorization", "value": …}`, `{"jsonPath": "$.password", "stringValue": …}`.
struct NamedPair: Sendable {
    /// A value whose name has not come yet.
    private struct Value: Sendable {
        var range: Range<Int>
        var isNumber: Bool
    }

    /// What the name says of the value; nil where it is no secret's, or has not come.
    private(set) var place: ValuePlace?
    private(set) var hasName = false
    /// More of it follows in the next message.
    var isContinued = false
    /// The text that is a piece of a longer one.
    var stream: KeyHash?
    private var values: [Value] = []
    /// The value that is being read: where it begins in this chunk.
    private var start: Int?
    private var isNumber = false

    /// An object has one value; who repeats it is not followed for ever.
    private static let valueLimit = 8

    mutating func beginValue(at index: Int, isNumber: Bool) {
        guard place == nil, values.count < Self.valueLimit else { return }
        start = index
        self.isNumber = isNumber
    }

    mutating func endValue(at index: Int) {
        guard let start else { return }
        values.append(Value(range: start..<max(start, index), isNumber: isNumber))
        self.start = nil
    }

    /// The name is over: what stood before it goes, if the name is a secret's. Of two names one is enough.
    mutating func name(_ place: ValuePlace?, _ placeholder: [UInt8], _ edits: inout Edits) {
        hasName = true
        guard let place else { return }
        self.place = place
        replaceValues(in: place, placeholder, &edits)
    }

    /// Replaces the values that were read before anything said whose they are.
    mutating func replaceValues(in place: ValuePlace?, _ placeholder: [UInt8], _ edits: inout Edits) {
        defer { values = [] }
        guard let place, place.replacesStrings else { return }
        for value in values where !value.isNumber || place.replacesNumbers {
            edits.replace(from: value.range.lowerBound, to: value.range.upperBound, by: placeholder)
        }
    }

    /// What has left cannot be replaced.
    mutating func endChunk() {
        guard start != nil || !values.isEmpty else { return }
        start = nil
        values = []
    }
}
