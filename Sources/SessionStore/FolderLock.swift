public import Foundation
internal import Synchronization

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
                Use that one (livetop top shows its calls), stop it, or give this one a folder of its own with --data-dir.
                """
            case .unusable(let text): text
            }
        }
    }

    private let folder: URL
    private let state: Mutex<State>

    private struct State {
        var descriptor: Int32
        /// What was published last.
        var holder: Holder?
    }

    /// Takes the lock of `folder`, making the folder when missing.
    public init(_ folder: URL) throws(Failure) {
        do { try DataFolder.create(folder) } catch { throw .unusable(error.description) }
        self.folder = folder
        state = Mutex(State(descriptor: try Self.take(folder)))
        // Left by a holder that was killed.
        unlink(Self.runFile(in: folder).path)
    }

    deinit {
        let descriptor = state.withLock(\.descriptor)
        // What is there now may be somebody else's.
        if Self.isInPlace(descriptor, in: folder) { unlink(Self.runFile(in: folder).path) }
        OwnFile.closeUnlocked(descriptor)
    }

    /// Whether others find the lock that is held.
    public var isInPlace: Bool { state.withLock { Self.isInPlace($0.descriptor, in: folder) } }

    /// Takes the lock anew where its file has lost its place, the folder included: whoever looks for us there finds us
    /// again. Nothing happens where all is in place. A folder whose parent is gone too is not made again: the disk is.
    ///
    /// - Returns: Whether something had to be made again.
    @discardableResult
    public func renew() throws(Failure) -> Bool {
        try state.withLock { state throws(Failure) in
            let isInPlace = Self.isInPlace(state.descriptor, in: folder)
            if !isInPlace {
                do throws(DatabaseError) {
                    try DataFolder.create(folder, withParents: false)
                } catch {
                    throw Failure.unusable(error.description)
                }
                let descriptor = try Self.take(folder)
                OwnFile.closeUnlocked(state.descriptor)
                state.descriptor = descriptor
            }
            guard let holder = state.holder, !isInPlace || FileType(at: Self.runFile(in: folder).path) == .missing
            else { return !isInPlace }
            try Self.write(holder, in: folder)
            return true
        }
    }

    /// Opens the file and locks it.
    private static func take(_ folder: URL) throws(Failure) -> Int32 {
        // Closed on exec: a program that `livetop run` starts must not keep the lock alive.
        let descriptor: Int32
        do {
            descriptor = try OwnFile.open(lockFile(in: folder), creating: true)
        } catch {
            throw .unusable(error.description)
        }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            close(descriptor)
            throw .held(readHolder(in: folder), folder: folder.path)
        }
        return descriptor
    }

    private static func isInPlace(_ descriptor: Int32, in folder: URL) -> Bool {
        var (held, found) = (stat(), stat())
        guard fstat(descriptor, &held) == 0 else { return false }
        guard lstat(lockFile(in: folder), &found) == 0 else { return errno != ENOENT && errno != ENOTDIR }
        return held.st_dev == found.st_dev && held.st_ino == found.st_ino
    }

    /// Tells others where this process can be reached. Replaces the file as a whole, so that nobody reads half of it.
    public func publish(_ holder: Holder) throws(Failure) {
        try state.withLock { state throws(Failure) in
            state.holder = holder
            try Self.write(holder, in: folder)
        }
    }

    private static func write(_ holder: Holder, in folder: URL) throws(Failure) {
        let runFile = runFile(in: folder)
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
        guard let descriptor = try? OwnFile.open(lockFile(in: folder)) else { return false }
        defer { OwnFile.closeUnlocked(descriptor) }
        // Shared, so that two who ask at once do not take each other for a holder.
        return flock(descriptor, LOCK_SH | LOCK_NB) != 0
    }

    static func runFile(in folder: URL) -> URL { folder.appendingPathComponent("run.json") }

    private static func lockFile(in folder: URL) -> String { folder.appendingPathComponent("livetop.lock").path }

    private static func readHolder(in folder: URL) -> Holder? {
        // Missing or damaged means the same: we do not know.
        OwnFile.content(of: runFile(in: folder).path, limit: 1 << 16).flatMap {
            try? JSONDecoder().decode(Holder.self, from: $0)
        }
    }
}
