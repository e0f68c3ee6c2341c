internal import Foundation

/// Small text files that are either there with all their contents or not at all, and never readable by more people
/// than they should be, not even for a moment. Its errors are `CertificateAuthorityError`s.
public enum AtomicFile {
    /// What only the owner may read: refused where it is no file, or where others can read it.
    static func readPrivate(_ path: String) throws -> String {
        guard access(path, F_OK) == 0 else { throw CertificateAuthorityError.unreadable(path, why: lastError) }
        let target = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        let attributes = (try? FileManager.default.attributesOfItem(atPath: target)) ?? [:]
        guard attributes[.type] as? FileAttributeType == .typeRegular else {
            throw CertificateAuthorityError.unreadable(path, why: "it is no file")
        }
        let mode = (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0o777
        guard mode & 0o077 == 0 else { throw CertificateAuthorityError.openToOthers(path, mode: mode & 0o777) }
        return try read(path)
    }

    static func read(_ path: String) throws -> String {
        guard let file = fopen(path, "re") else { throw CertificateAuthorityError.unreadable(path, why: lastError) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            bytes += chunk[..<count]
            if count == 0 { break }
        }
        guard ferror(file) == 0 else { throw CertificateAuthorityError.unreadable(path, why: lastError) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// - Parameter mode: who may read and write it, the nine bits of POSIX.
    public static func replace(_ path: String, contents: String, mode: UInt32) throws {
        try replace(path, bytes: Array(contents.utf8), mode: mode)
    }

    public static func replace(_ path: String, bytes: [UInt8], mode: UInt32) throws {
        let temporary = try writeTemporary(beside: path, bytes, mode)
        guard rename(temporary, path) == 0 else {
            defer { unlink(temporary) }
            throw CertificateAuthorityError.unwritable(path, why: lastError)
        }
    }

    /// Leaves a file alone that somebody else has created meanwhile.
    static func create(_ path: String, contents: String, mode: UInt32) throws {
        let temporary = try writeTemporary(beside: path, Array(contents.utf8), mode)
        defer { unlink(temporary) }
        guard link(temporary, path) == 0 || errno == EEXIST else {
            throw CertificateAuthorityError.unwritable(path, why: lastError)
        }
    }

    private static func writeTemporary(beside path: String, _ bytes: [UInt8], _ mode: UInt32) throws -> String {
        let temporary = "\(path).\(getpid()).new"
        unlink(temporary)
        let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode_t(mode))
        guard descriptor >= 0 else { throw CertificateAuthorityError.unwritable(path, why: lastError) }
        defer { close(descriptor) }
        var written = 0
        while written < bytes.count {
            let count = bytes[written...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else {
                defer { unlink(temporary) }
                throw CertificateAuthorityError.unwritable(path, why: lastError)
            }
            written += count
        }
        // The umask may have taken bits away; fsync makes the rename safe against a power cut.
        guard fchmod(descriptor, mode_t(mode)) == 0, fsync(descriptor) == 0 else {
            defer { unlink(temporary) }
            throw CertificateAuthorityError.unwritable(path, why: lastError)
        }
        return temporary
    }

    private static var lastError: String { String(cString: strerror(errno)) }
}
