import Foundation

/// Finds programs the way a shell does.
enum ExecutableSearch {
    /// The first executable file of that name in the folders of `path`; nil when there is none.
    static func find(_ name: String, path: String?) -> String? {
        (path ?? "").split(separator: ":").map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
