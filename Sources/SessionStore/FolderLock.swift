public import Foundation

/// The right to record what calls come by into a data folder, held by one process at a time: an advisory lock on
/// `livetop.lock`, released by the kernel when the process ends however it ends. `run.json` beside it tells others where
/// the holder can be reached.
public final class FolderLock: Sendable {
    /// Who holds the lock: content of `run.json`.
    public struct Holder: Codable, Hashable, Sendable {
        public var pid: Int32
        /// Where the proxy listens; nil until it does.
        public var port: Int?
        public var version: String
        /// Base URL of the upstream, or a text that names the routing when there are several.
        public var upstream: String

        public init(pid: Int32, port: Int? = nil, version: String, upstream: String) {
            self.pid = pid
            self.port = port
            self.version = version
            self.upstream = upstream
        }
    }

    public enum Failure: Error, Hashable, Sendable, CustomStringConvertible {
        /// Another process holds it; `run.json` may not have been written yet.
        case held(Holder?, folder: String)
        case unusable(String)

        public var description: String {
            switch self {
            case .held(let holder, let folder):
                """
                Another livetop already uses the data folder \(folder).
                \(holder.map { "It is process \($0.pid)\($0.port.map { ", listening on port \($0)" } ?? "")." } ?? "It has just started.")
                Use that one, stop it, or give this one a folder of its own with --data-dir.
                """
            case .unusable(let text): text
            }
        }
    }

    private let descriptor: Int32
    private let runFile: URL

    /// Takes the lock of `folder`, making the folder when missing.
    public init(_ folder: URL) throws(Failure) {
        do { try DataFolder.create(folder) } catch { throw .unusable(error.description) }
        let path = folder.appendingPathComponent("livetop.lock").path
        runFile = Self.runFile(in: folder)
        // Closed on exec: a program that `livetop run` starts must not keep the lock alive.
        let descriptor = Foundation.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw .unusable(DatabaseError(.unwritable, what: "Cannot open \(path): \(SystemError.current)").description)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .held(Self.readHolder(in: folder), folder: folder.path)
        }
        self.descriptor = descriptor
        // Left by a holder that was killed.
        unlink(runFile.path)
    }

    deinit {
        unlink(runFile.path)
        close(descriptor)
    }

    /// Tells others where this process can be reached. Replaces the file as a whole, so that nobody reads half of it.
    public func publish(_ holder: Holder) throws(Failure) {
        let new = runFile.appendingPathExtension("new")
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let text = try encoder.encode(holder) + Data("\n".utf8)
            unlink(new.path)
            guard
                FileManager.default.createFile(
                    atPath: new.path, contents: text, attributes: [.posixPermissions: 0o600]),
                rename(new.path, runFile.path) == 0
            else { throw SystemError.current }
        } catch {
            throw .unusable(DatabaseError(.unwritable, what: "Cannot write \(runFile.path).").description)
        }
    }

    /// The process that holds the lock of `folder` now; nil when none does. A process that has just taken it and not
    /// yet said who it is counts as none.
    public static func holder(of folder: URL) -> Holder? {
        isHeld(folder) ? readHolder(in: folder) : nil
    }

    /// Whether some process holds the lock of `folder`: its database has a living writer.
    public static func isHeld(_ folder: URL) -> Bool {
        let descriptor = Foundation.open(folder.appendingPathComponent("livetop.lock").path, O_RDWR | O_CLOEXEC)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        // Shared, so that two who ask at once do not take each other for a holder.
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    static func runFile(in folder: URL) -> URL { folder.appendingPathComponent("run.json") }

    private static func readHolder(in folder: URL) -> Holder? {
        // Missing or damaged means the same: we do not know.
        (try? Data(contentsOf: runFile(in: folder))).flatMap { try? JSONDecoder().decode(Holder.self, from: $0) }
    }
}
