public import Foundation

/// A fresh folder of mode 0700, removed with everything in it when the last reference goes.
public final class TemporaryFolder: Sendable {
    public let url: URL

    public var path: String { url.path }

    public init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent("livetop-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }

    /// The path of `name` inside the folder; nothing is created.
    public func file(_ name: String) -> String { url.appendingPathComponent(name).path }

    deinit {
        // What cannot be removed is left to the system's cleaning of temporary files.
        try? FileManager.default.removeItem(at: url)
    }
}
