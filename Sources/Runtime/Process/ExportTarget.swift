package import Foundation
import Recordings
import Wording

/// Where an export goes. A file appears under its name only when it is complete.
package final class ExportTarget: ExportDestination {
    private let path: String
    private let temporaryPath: String?
    private let descriptor: Int32
    private var isClosed = false
    private var buffer: [UInt8] = []

    /// `-` is the standard output. An existing file is replaced only when `replaces` is true.
    ///
    /// - Parameter name: what a file may be called in a folder that is named in its place.
    package init(path: String, replaces: Bool, name: String = "NAME") throws(UserError) {
        self.path = path
        guard path == "-" || !Self.isFolder(path) else {
            let file = (path.hasSuffix("/") ? path : path + "/") + name
            throw UserError(
                .cannotCreate, what: "cannot write \(path)", why: "it is a folder",
                remedy: "name a file in it: -o \(ShellWord.quoted(file))")
        }
        if path == "-" {
            (temporaryPath, descriptor) = (nil, STDOUT_FILENO)
        } else if Self.isDevice(path) {
            // A pipe or a device has no final name to wait for.
            temporaryPath = nil
            descriptor = try Self.opened(path, O_WRONLY | O_CLOEXEC, of: path, remedy: "name a file with -o")
        } else {
            guard replaces || !FileManager.default.fileExists(atPath: path) else {
                throw UserError(
                    .cannotCreate, what: "cannot write \(path)", why: "the file exists",
                    remedy: "name another file, or add --force to replace it")
            }
            let temporaryPath = path + ".part-\(getpid())"
            // One of an earlier process with our number; never what a link there points at.
            unlink(temporaryPath)
            self.temporaryPath = temporaryPath
            descriptor = try Self.opened(
                temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, of: path,
                remedy: "check the folder, or name another file with -o")
        }
    }

    deinit { if !isClosed, descriptor != STDOUT_FILENO { close(descriptor) } }

    private static func opened(
        _ name: String, _ flags: Int32, of path: String, remedy: String
    ) throws(UserError) -> Int32 {
        let descriptor = open(name, flags, 0o600)
        guard descriptor < 0 else { return descriptor }
        let code = errno
        let isFull = [ENOSPC, EDQUOT, EIO].contains(code)
        let folder = URL(filePath: path).deletingLastPathComponent().relativePath
        let isHomeless = code == ENOENT && !isFolder(folder)
        throw UserError(
            isFull ? .inputOutput : .cannotCreate, what: "cannot write \(path)", why: String(cString: strerror(code)),
            remedy: isHomeless ? "mkdir -p \(ShellWord.quoted(folder))" : remedy)
    }

    private static func isFolder(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
    }

    /// An existing file is replaced with `--force`, or when somebody at the terminal says so.
    package static func mayReplace(_ path: String, force: Bool) -> Bool {
        guard !force, path != "-", !isDevice(path), !isFolder(path), FileManager.default.fileExists(atPath: path),
            isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1
        else { return force }
        StandardError.ask("\(path) exists. Replace it? [y/N] ")
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
    package func fill(_ body: (URL) throws -> Void) throws {
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

    package func write(_ bytes: [UInt8]) throws {
        buffer.append(contentsOf: bytes)
        if buffer.count > 1 << 18 { try flush() }
    }

    /// Writes what is left and gives the file its name.
    package func finish() throws {
        try flush()
        guard let temporaryPath else { return }
        // What a disk of another machine could not take, it says here.
        isClosed = true
        guard close(descriptor) == 0, rename(temporaryPath, path) == 0 else {
            throw failure(WriteFailure(code: errno))
        }
    }

    /// Leaves nothing behind.
    package func abandon() {
        guard let temporaryPath else { return }
        unlink(temporaryPath)
        unlink(temporaryPath + "-journal")
    }

    private func flush() throws {
        do { try DescriptorWriter.write(buffer, to: descriptor) } catch { throw failure(error) }
        buffer.removeAll(keepingCapacity: true)
    }

    /// A reader that has gone is no failure of the export.
    private func failure(_ failure: WriteFailure) -> any Error {
        guard !failure.isReaderGone else { return failure }
        return UserError(
            .inputOutput, what: "cannot write \(path == "-" ? "to the standard output" : path)", why: failure.why,
            remedy: failure.isFull
                ? "free some space or choose another place; nothing was left behind"
                : "choose another place; nothing was left behind")
    }
}

extension ExportTarget {
    /// A whole text as a file, which replaces one of the name.
    package static func write(_ text: String, to path: String) throws {
        let target = try ExportTarget(path: path, replaces: true)
        do {
            try target.write(Array(text.utf8))
            try target.finish()
        } catch {
            target.abandon()
            throw error
        }
    }
}
