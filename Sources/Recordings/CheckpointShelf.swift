internal import Foundation
internal import LiveProtocol
internal import SessionModel
internal import SessionStore

/// The checkpoints of a data folder, for sessions that are over and long enough to be worth one. None is told of a bundle:
/// what came from elsewhere is folded.
///
/// ```
/// slot(of:) ─▶ state ─▶ as it was kept
///      │         └ nil ─▶ fold ─▶ keep
///      └ nil ─▶ fold
/// ```
struct CheckpointShelf {
    private let database: SessionDatabase
    private let knowledge: Knowledge
    private let program: ProgramIdentity?

    /// Rows of a session that is worth a checkpoint: fewer are folded in a fifth of a second.
    static let leastRows: Int64 = 20_000

    init(_ database: SessionDatabase, _ knowledge: Knowledge, by program: ProgramIdentity? = .own) {
        (self.database, self.knowledge, self.program) = (database, knowledge, program)
    }

    /// The place of one session's checkpoint, as its recording is now.
    struct Slot {
        fileprivate let session: SessionID
        fileprivate let key: CheckpointKey
    }

    /// Nil where nothing is kept of the session. To be asked for before the session is read: what comes while it is read
    /// is behind the checkpoint.
    func slot(of session: SessionID, from leastRows: Int64 = leastRows) throws -> Slot? {
        guard !database.isBundle, let program else { return nil }
        let mark = try Recording(database).mark(of: session)
        guard mark.rowCount >= leastRows else { return nil }
        return Slot(session: session, key: try CheckpointKey(of: session, mark, knowledge, by: program))
    }

    /// What was kept; nil where nothing was, or what cannot be read: then folding answers.
    func checkpoint(in slot: Slot) throws -> SessionCheckpoint? {
        let table = CheckpointTable(database)
        guard let bytes = try table.state(of: slot.session, key: slot.key.bytes), bytes.count > Self.digestLength else {
            return nil
        }
        let state = Array(bytes.dropFirst(Self.digestLength))
        guard bytes.starts(with: Self.digest(of: state)) else { return nil }
        let known = try? BinaryDecoder.value(SessionCheckpoint.self, from: state)
        return known?.state.id == slot.session ? known : nil
    }

    /// Keeps what folding led to. A folder that cannot be written, or is busy, costs the next one a fold.
    func keep(_ checkpoint: SessionCheckpoint, in slot: Slot) {
        guard let state = try? BinaryEncoder.bytes(of: checkpoint) else { return }
        let bytes = Self.digest(of: state) + state
        try? writer().keep(bytes, of: slot.session, key: slot.key.bytes)
    }

    /// - Throws: where the folder cannot be written.
    private func writer() throws -> CheckpointTable {
        guard database.isReadOnly else { return CheckpointTable(database) }
        return CheckpointTable(try .openBeside(recorderIn: database.file.deletingLastPathComponent()))
    }

    /// A disk may give back other bytes than it was given.
    private static func digest(of bytes: [UInt8]) -> [UInt8] {
        let digest = ByteDigest()
        digest.update(bytes)
        return digest.finished()
    }

    private static let digestLength = 32
}
