import Foundation
import LiveProtocol
import Proxy

/// The small files of a data folder that a running proxy stands for: its authority, which clients trust, and the key that
/// tells resumption handles apart. They come back where they vanish, as with the folder: another process would make others
/// there, and lead clients to this proxy with a trust that does not fit it.
struct KeptFiles: Sendable {
    private let folder: String
    private let contents: [String: Data]

    private static let names = ["ca-key.pem", "ca.pem", "ca-bundle.pem", "redaction.key"]

    /// Reads what is there now.
    init(in folder: String) {
        self.folder = folder
        contents = Dictionary(
            uniqueKeysWithValues: Self.names.compactMap { name in
                FileManager.default.contents(atPath: "\(folder)/\(name)").map { (name, $0) }
            })
    }

    /// Writes back what is missing; all of it where the root is another one by now.
    ///
    /// - Returns: The names of what was written.
    func restore() throws -> [String] {
        let root = FileManager.default.contents(atPath: "\(folder)/ca.pem")
        let isOurs = root == nil || root == contents["ca.pem"]
        let lost = Self.names.filter { name in
            contents[name] != nil && (!isOurs || !FileManager.default.fileExists(atPath: "\(folder)/\(name)"))
        }
        for name in lost {
            guard let bytes = contents[name] else { continue }
            try AtomicFile.replace("\(folder)/\(name)", bytes: Array(bytes), mode: 0o600)
        }
        return lost
    }
}
