import Glibc

/// Lines of the standard input, one after the other, none longer than `limit`.
package struct AgentLines {
    package static let limit = 4 << 20

    package enum Line: Equatable {
        case line([UInt8])
        /// It was longer, and was read over to its end.
        case tooLong
    }

    private let read: () -> [UInt8]
    private var pending: [UInt8] = []
    /// The rest of a line that is too long is still to come.
    private var isSkipping = false
    private var isOver = false

    /// - Parameter read: the next bytes, as many as there are; none at the end.
    init(_ read: @escaping () -> [UInt8]) { self.read = read }

    package static var standardInput: AgentLines {
        AgentLines {
            var bytes = [UInt8](repeating: 0, count: 1 << 16)
            while true {
                let count = Glibc.read(STDIN_FILENO, &bytes, bytes.count)
                if count >= 0 { return Array(bytes.prefix(count)) }
                guard errno == EINTR else { return [] }
            }
        }
    }

    /// Nil at the end. A last line without an end is one too.
    package mutating func next() -> Line? {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = Array(pending[..<end])
                pending.removeFirst(end + 1)
                if isSkipping || line.count > Self.limit {
                    isSkipping = false
                    return .tooLong
                }
                return .line(line)
            }
            if pending.count > Self.limit {
                isSkipping = true
                pending = []
            }
            guard !isOver else { return last() }
            let more = read()
            isOver = more.isEmpty
            pending += more
        }
    }

    private mutating func last() -> Line? {
        defer { (pending, isSkipping) = ([], false) }
        if isSkipping { return .tooLong }
        return pending.isEmpty ? nil : .line(pending)
    }
}
