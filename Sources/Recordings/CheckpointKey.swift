internal import Diagnosis
internal import LiveProtocol
internal import SessionModel
internal import SessionStore

/// By what a checkpoint was made, and from what: whoever folds the same rows with the same program and the same knowledge
/// comes to the same state. Any other key is no key.
struct CheckpointKey {
    /// SHA-256: 32 bytes.
    let bytes: [UInt8]

    /// - Throws: never for what we know; what cannot be encoded has no key.
    init(of session: SessionID, _ mark: RecordingMark, _ knowledge: Knowledge, by program: ProgramIdentity) throws {
        let differences = knowledge.thresholds.differences
        let terms = Terms(
            program: program, session: session, mark: mark, models: knowledge.models, prices: knowledge.prices,
            thresholds: differences.changed.map(\.name), values: differences.changed.map(\.value),
            muted: differences.muted)
        let digest = ByteDigest()
        digest.update(try BinaryEncoder.bytes(of: terms))
        bytes = digest.finished()
    }

    private struct Terms: Encodable {
        var program: ProgramIdentity
        var session: SessionID
        var mark: RecordingMark
        var models: ModelTable
        var prices: PriceTable
        var thresholds: [String]
        var values: [Double]
        var muted: [String]
    }
}
