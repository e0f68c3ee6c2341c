import Foundation

/// Where an export goes. A file appears under its name only when it is complete.
final class ExportTarget {
    private let path: String
    private let temporaryPath: String?
    private let file: FileHandle
    private var buffer = Data()

    /// `-` is the standard output. An existing file is replaced only when `replaces` is true.
    init(path: String, replaces: Bool) throws(UserError) {
        self.path = path
        guard path != "-" else {
            temporaryPath = nil
            file = .standardOutput
            return
        }
        if Self.isDevice(path) {
            // A pipe or a device has no final name to wait for.
            guard let file = FileHandle(forWritingAtPath: path) else {
                throw UserError(
                    .cannotCreate, what: "cannot write \(path)", why: String(cString: strerror(errno)),
                    remedy: "name a file with -o")
            }
            temporaryPath = nil
            self.file = file
            return
        }
        guard replaces || !FileManager.default.fileExists(atPath: path) else {
            throw UserError(
                .cannotCreate, what: "cannot write \(path)", why: "the file exists",
                remedy: "name another file, or add --force to replace it")
        }
        let temporaryPath = path + ".part-\(getpid())"
        guard
            FileManager.default.createFile(
                atPath: temporaryPath, contents: nil, attributes: [.posixPermissions: 0o600]),
            let file = FileHandle(forWritingAtPath: temporaryPath)
        else {
            throw UserError(
                .cannotCreate, what: "cannot write \(path)", why: String(cString: strerror(errno)),
                remedy: "check the folder, or name another file with -o")
        }
        self.temporaryPath = temporaryPath
        self.file = file
    }

    /// An existing file is replaced with `--force`, or when somebody at the terminal says so.
    static func mayReplace(_ path: String, force: Bool) -> Bool {
        guard !force, path != "-", !isDevice(path), FileManager.default.fileExists(atPath: path),
            isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1
        else { return force }
        FileHandle.standardError.write(Data("\(path) exists. Replace it? [y/N] ".utf8))
        return ["y", "yes"].contains(readLine()?.lowercased() ?? "")
    }

    private static func isDevice(_ path: String) -> Bool {
        let resolved = URL(filePath: path).resolvingSymlinksInPath().path(percentEncoded: false)
        // What is not there yet is no device.
        let attributes = try? FileManager.default.attributesOfItem(atPath: resolved)
        guard let type = attributes?[.type] as? FileAttributeType else { return false }
        return type != .typeRegular && type != .typeDirectory && type != .typeSymbolicLink
    }

    /// Lets `body` make the file, then gives it its name.
    func fill(_ body: (URL) throws -> Void) throws {
        do {
            guard let temporaryPath else {
                throw UserError(
                    .usage, what: "cannot write \(path)", why: "it is no file", remedy: "name a file with -o")
            }
            try body(URL(filePath: temporaryPath))
            try finish()
        } catch {
            abandon()
            throw error
        }
    }

    func write(_ bytes: [UInt8]) throws(UserError) {
        buffer.append(contentsOf: bytes)
        if buffer.count > 1 << 18 { try flush() }
    }

    /// Writes what is left and gives the file its name.
    func finish() throws(UserError) {
        try flush()
        guard let temporaryPath else { return }
        do { try file.close() } catch { throw failure(error) }
        guard rename(temporaryPath, path) == 0 else {
            throw failure(POSIXError(POSIXErrorCode(rawValue: errno) ?? .EIO))
        }
    }

    /// Leaves nothing behind.
    func abandon() {
        guard let temporaryPath else { return }
        try? file.close()  // it is removed: what its last bytes were does not matter
        unlink(temporaryPath)
        unlink(temporaryPath + "-journal")
    }

    private func flush() throws(UserError) {
        do { try file.write(contentsOf: buffer) } catch { throw failure(error) }
        buffer.removeAll(keepingCapacity: true)
    }

    private func failure(_ error: any Error) -> UserError {
        UserError(
            .inputOutput, what: "cannot write \(path == "-" ? "to the standard output" : path)",
            why: (error as NSError).localizedDescription,
            remedy: "free some space or choose another place; nothing was left behind")
    }
}
