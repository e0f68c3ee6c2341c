public import Foundation

/// Held by every import into a folder while it lasts, on `import.lock`, shared with the others; released by the kernel when the
/// process ends however it ends. Whoever gets it alone knows that no import is running: what is marked as one was cut off.
public final class ImportLock: Sendable {
    private let descriptor: Int32

    /// Takes the lock; waits for whoever looks at this moment.
    public init(_ folder: URL) throws(DatabaseError) {
        descriptor = try OwnFile.open(Self.file(in: folder), creating: true)
        while flock(descriptor, LOCK_SH) != 0, errno == EINTR {}
    }

    deinit { OwnFile.closeUnlocked(descriptor) }

    /// Runs `body` while no import can be running; not at all where one is.
    static func alone<Failure: Error>(in folder: URL, _ body: () throws(Failure) -> Void) throws(Failure) {
        // A folder that cannot be written has nobody who could import.
        guard let descriptor = try? OwnFile.open(file(in: folder)) else { return }
        defer { OwnFile.closeUnlocked(descriptor) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return }
        try body()
    }

    private static func file(in folder: URL) -> String { folder.appendingPathComponent("import.lock").path }
}
