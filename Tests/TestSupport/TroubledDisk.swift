public import Foundation
import GRDBSQLite
import Synchronization

/// A disk that is slow, stuck or broken as long as a test says: for the databases below one folder, of this process.
///
/// It lies over SQLite's way to files (a VFS), and everything else passes through it.
public final class TroubledDisk: @unchecked Sendable {
    public enum Trouble: Hashable, Sendable {
        /// Each write and each sync takes so many seconds more.
        case slow(Double)
        /// None of them returns before the trouble is over.
        case stuck
        /// All of them fail.
        case failing(Failure)
    }

    /// Result codes of SQLite: there is no room, the disk does not take it, it does not keep it.
    public enum Failure: Int32, CaseIterable, Sendable {
        case full = 13
        case write = 778
        case sync = 1034
    }

    private let condition = NSCondition()
    // All that follows is touched while `condition` is locked.
    private var trouble: Trouble?
    private var heldCount = 0
    private var writtenBytes: Int64 = 0

    /// - Parameter folder: what is opened in it from now on is on this disk.
    public init(holding folder: URL) { TroubledFiles.put(self, under: folder.path) }

    /// Begins a trouble, or ends all with nil: what is stuck then goes on.
    public func set(_ trouble: Trouble?) {
        condition.withLock {
            self.trouble = trouble
            condition.broadcast()
        }
    }

    /// Returns once somebody is held up by a stuck disk. False when nobody was within half a minute.
    public func waitUntilSomebodyIsHeld() -> Bool {
        let limit = Date() + 30
        return condition.withLock {
            while heldCount == 0 {
                guard condition.wait(until: limit) else { return false }
            }
            return true
        }
    }

    /// What has been written since the beginning.
    public var byteCount: Int64 { condition.withLock { writtenBytes } }

    /// What becomes of a write or a sync: `SQLITE_OK` where it may go on, after as long as it takes.
    fileprivate func pass(_ count: Int32) -> Int32 {
        let found = condition.withLock { () -> Trouble? in
            heldCount += 1
            defer { heldCount -= 1 }
            while trouble == .stuck {
                condition.broadcast()
                condition.wait()
            }
            if case .failing = trouble { return trouble }
            writtenBytes += Int64(count)
            return trouble
        }
        switch found {
        case .failing(let failure): return failure.rawValue
        case .slow(let seconds): Thread.sleep(forTimeInterval: seconds)
        case .stuck, nil: break
        }
        return SQLITE_OK
    }
}

/// The VFS: opens files as the system does, and puts a table of functions of its own in front of those that lie on a troubled disk.
private enum TroubledFiles {
    /// Behind what the system's VFS keeps of an open file.
    private struct File {
        var disk: TroubledDisk
        var system: UnsafePointer<sqlite3_io_methods>
        var own: UnsafeMutablePointer<sqlite3_io_methods>
    }

    /// By their folders.
    private static let disks = Mutex<[String: TroubledDisk]>([:])
    nonisolated(unsafe) private static let system = sqlite3_vfs_find(nil)
    private static let offset = ((system.map { Int($0.pointee.szOsFile) } ?? 0) + 15) / 16 * 16

    /// Done once, whoever asks first.
    private static let isInstalled: Bool = {
        guard let system else { return false }
        let vfs = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
        vfs.initialize(to: system.pointee)
        vfs.pointee.zName = UnsafePointer(strdup("troubled"))
        vfs.pointee.szOsFile = Int32(offset + MemoryLayout<File>.size)
        vfs.pointee.xOpen = { _, name, file, flags, given in TroubledFiles.open(name, file, flags, given) }
        return sqlite3_vfs_register(vfs, 1) == SQLITE_OK
    }()

    static func put(_ disk: TroubledDisk, under folder: String) {
        precondition(isInstalled, "SQLite takes no other way to files")
        disks.withLock { $0[folder] = disk }
    }

    private static func disk(of file: String) -> TroubledDisk? {
        disks.withLock { $0.first { file.hasPrefix($0.key + "/") }?.value }
    }

    private static func open(
        _ name: UnsafePointer<CChar>?, _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32,
        _ given: UnsafeMutablePointer<Int32>?
    ) -> Int32 {
        guard let system, let file else { return SQLITE_CANTOPEN }
        let code = system.pointee.xOpen(system, name, file, flags, given)
        guard code == SQLITE_OK, let name, let methods = file.pointee.pMethods,
            let disk = disk(of: String(cString: name))
        else { return code }
        let own = UnsafeMutablePointer<sqlite3_io_methods>.allocate(capacity: 1)
        own.initialize(to: methods.pointee)
        own.pointee.xWrite = { file, bytes, count, offset in
            let opened = TroubledFiles.file(file)
            let code = opened.disk.pass(count)
            return code == SQLITE_OK ? opened.system.pointee.xWrite(file, bytes, count, offset) : code
        }
        own.pointee.xSync = { file, flags in
            let opened = TroubledFiles.file(file)
            let code = opened.disk.pass(0)
            return code == SQLITE_OK ? opened.system.pointee.xSync(file, flags) : code
        }
        own.pointee.xClose = { file in TroubledFiles.close(file) }
        place(of: file).initialize(to: File(disk: disk, system: methods, own: own))
        file.pointee.pMethods = UnsafePointer(own)
        return code
    }

    private static func close(_ file: UnsafeMutablePointer<sqlite3_file>?) -> Int32 {
        guard let file else { return SQLITE_MISUSE }
        let opened = place(of: file).move()
        file.pointee.pMethods = opened.system
        opened.own.deallocate()
        return opened.system.pointee.xClose(file)
    }

    private static func file(_ file: UnsafeMutablePointer<sqlite3_file>?) -> File {
        guard let file else { preconditionFailure("SQLite names the file that it writes to") }
        return place(of: file).pointee
    }

    private static func place(of file: UnsafeMutablePointer<sqlite3_file>) -> UnsafeMutablePointer<File> {
        UnsafeMutableRawPointer(file).advanced(by: offset).assumingMemoryBound(to: File.self)
    }
}
