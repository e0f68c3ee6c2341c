/// A history of fixed size: appending to a full one drops the oldest element. Oldest first.
///
/// All of it can be inlined: other modules append to it and read it with every frame, and what is not compiled for their
/// own types there is called through witnesses, element by element.
public struct Ring<Element> {
    public let capacity: Int
    @usableFromInline var elements: [Element] = []
    /// Index of the oldest element once the ring is full.
    @usableFromInline var start = 0

    @inlinable public init(capacity: Int) { self.capacity = Swift.max(capacity, 1) }

    /// Appends and returns what had to go.
    @inlinable
    @discardableResult
    public mutating func append(_ element: Element) -> Element? {
        guard elements.count == capacity else {
            // An array that grows by itself doubles: to 256 elements for a ring of 200.
            if elements.count == elements.capacity, elements.count > capacity / 2 { elements.reserveCapacity(capacity) }
            elements.append(element)
            return nil
        }
        // Moved, not copied: elements have references to count.
        var dropped = element
        swap(&elements[start], &dropped)
        start = start + 1 == capacity ? 0 : start + 1
        return dropped
    }

    /// Changes the newest element for which `matches` holds; false when there is none.
    @inlinable public mutating func updateLast(
        where matches: (Element) -> Bool, _ change: (inout Element) -> Void
    ) -> Bool {
        for offset in stride(from: elements.count - 1, through: 0, by: -1) {
            let index = position(offset)
            guard matches(elements[index]) else { continue }
            change(&elements[index])
            return true
        }
        return false
    }

    @inlinable func position(_ offset: Int) -> Int {
        let index = start + offset
        return index >= elements.count ? index - elements.count : index
    }

    /// Whether `condition` holds for any element. It looks at them where they are: an element in hand is a copy, and a
    /// turn has a dozen references to count.
    @inlinable public func containsInPlace(where condition: (borrowing Element) -> Bool) -> Bool {
        let elements = elements.span
        for index in elements.indices where condition(elements[index]) { return true }
        return false
    }

    /// Calls `body` for each element where it is, oldest first.
    @inlinable public func forEachInPlace(_ body: (borrowing Element) -> Void) {
        let span = elements.span
        for index in start..<span.count { body(span[index]) }
        for index in 0..<start { body(span[index]) }
    }
}

extension Ring: RandomAccessCollection {
    @inlinable public var startIndex: Int { 0 }
    @inlinable public var endIndex: Int { elements.count }
    @inlinable public subscript(offset: Int) -> Element { elements[position(offset)] }

    /// The newest element. Asked for with every message; what `Collection` makes of it does not know the storage.
    @inlinable public var last: Element? {
        // Of a ring that is not full yet, and of one that begins at its first place again.
        start == 0 ? elements.last : elements[start - 1]
    }
}

extension Ring: Sendable where Element: Sendable {}

extension Ring: Equatable where Element: Equatable {
    @inlinable public static func == (left: Ring, right: Ring) -> Bool {
        left.capacity == right.capacity && left.elementsEqual(right)
    }
}

extension Ring: Hashable where Element: Hashable {
    @inlinable public func hash(into hasher: inout Hasher) {
        hasher.combine(capacity)
        for element in self { hasher.combine(element) }
    }
}

extension Ring: Encodable where Element: Encodable {
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.unkeyedContainer()
        try container.encode(capacity)
        try container.encode(Array(self))
    }
}

extension Ring: Decodable where Element: Decodable {
    /// - Throws: for more elements than there is room for.
    public init(from decoder: any Decoder) throws {
        var container = try decoder.unkeyedContainer()
        self.init(capacity: try container.decode(Int.self))
        elements = try container.decode([Element].self)
        guard elements.count <= capacity else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "more elements than a ring holds")
        }
    }
}
