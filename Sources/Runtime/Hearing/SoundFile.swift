import Foundation
import Recordings

/// A sound on its way to a player: nothing of what was said stays behind.
final class SoundFile: ExportDestination {
    let descriptor: Int32

    /// - Throws: `UserError` where there is no room for it.
    init() throws(UserError) {
        descriptor = UnnamedFile.open()
        guard descriptor >= 0 else {
            throw UserError(
                .cannotCreate, what: "cannot make a file for the sound", why: String(cString: strerror(errno)),
                remedy: "export TMPDIR=DIR, where DIR may be written to")
        }
    }

    deinit { close(descriptor) }

    func write(_ bytes: [UInt8]) throws {
        do { try DescriptorWriter.write(bytes, to: descriptor) } catch {
            throw UserError(
                .inputOutput, what: "cannot keep the sound for the player", why: error.why,
                remedy: "free some space, or export TMPDIR=DIR, where there is some")
        }
    }

    /// Only for a format that is a database.
    func fill(_ body: (URL) throws -> Void) throws {
        throw UserError(.failure, what: "cannot play this", why: "it is no sound", remedy: "livetop export")
    }

    /// Whoever reads it begins at the beginning.
    func finish() throws { lseek(descriptor, 0, SEEK_SET) }

    func abandon() {}
}
