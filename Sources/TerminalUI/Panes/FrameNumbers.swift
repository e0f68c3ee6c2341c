import LiveProtocol
import SessionModel
import Wording

/// How frames are numbered on screen: from 1 on each connection, as findings, exports and `seq:` number them.
struct FrameNumbers {
    private let connections: [(id: ConnectionID, last: Int64)]
    /// Connections that came after the first one and that nobody remembers.
    private let forgotten: Int

    /// - Parameters:
    ///   - connections: in the order of their opening, each with the number of its last frame.
    ///   - count: of all connections, where only the first and the latest are known.
    init(_ connections: [(id: ConnectionID, last: Int64)], count: Int = 0) {
        self.connections = connections
        forgotten = max(0, count - connections.count)
    }

    /// The connections that a session remembers.
    init(_ session: SessionState?) {
        self.init(session?.connections.map { ($0.id, 0) } ?? [], count: session?.connectionCount ?? 0)
    }

    private var count: Int { connections.count + forgotten }

    /// Which connection it is, from 1; nil where there is only one, or nobody knows.
    private func ordinal(_ id: ConnectionID) -> Int? {
        guard count > 1, let index = connections.firstIndex(where: { $0.id == id }) else { return nil }
        return index == 0 ? 1 : index + 1 + forgotten
    }

    /// `frame 231`, and on which connection where there are several.
    func words(_ connection: ConnectionID, _ sequence: Int64) -> String {
        "frame \(Format.count(sequence))" + (ordinal(connection).map { " of connection \($0)" } ?? "")
    }

    /// As short as a column of a list has it: `231`, or `2#231` on the second of several connections.
    func label(_ connection: ConnectionID, _ sequence: Int64) -> String {
        (ordinal(connection).map { "\($0)#" } ?? "") + Format.count(sequence)
    }

    /// Columns of the longest label.
    var labelWidth: Int {
        let last = Format.count(max(1, connections.map(\.last).max() ?? 1))
        return last.count + (count > 1 ? "\(count)#".count : 0)
    }

    /// Where a row is: `frame 231 of 900`, `frames 231 to 260 of 900 on connection 2 of 3`.
    func place(_ row: FrameRow) -> String {
        let id = row.entry.connection
        let (first, last) = (Format.count(row.entry.sequence), Format.count(row.lastSequence))
        let frames = row.isRun ? "frames \(first) to \(last)" : "frame \(first)"
        guard let connection = connections.first(where: { $0.id == id }) else { return frames }
        let place = ordinal(id).map { " on connection \($0) of \(count)" } ?? ""
        return "\(frames) of \(Format.count(connection.last))\(place)"
    }
}

extension FrameRow {
    var isRun: Bool {
        guard case .run = shape else { return false }
        return true
    }
}
