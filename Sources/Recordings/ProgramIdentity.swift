internal import Foundation

/// Which program this is: the model and the rules are code, and another build of them may come to another state. Nobody has
/// to remember to raise a number.
struct ProgramIdentity: Codable, Hashable, Sendable {
    private var device: UInt64
    private var number: UInt64
    private var size: Int64
    /// When the file was last written.
    private var written: Date

    /// Of the running program; nil where its file cannot be seen.
    static let own = Foundation.Bundle.main.executablePath.flatMap(ProgramIdentity.init(at:))

    init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        (device, number, size) = (UInt64(status.st_dev), UInt64(status.st_ino), Int64(status.st_size))
        // Without its time the program is none that could be told from another.
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let written = attributes?[.modificationDate] as? Date else { return nil }
        self.written = written
    }
}
