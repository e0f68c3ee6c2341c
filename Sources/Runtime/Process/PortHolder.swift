import Foundation
import Wording

/// Who listens on a TCP port of this machine: what Linux tells through `/proc`, and nothing elsewhere.
package struct PortHolder: Equatable, Sendable, CustomStringConvertible {
    package var pid: Int32
    /// The program's short name.
    package var name: String

    package var description: String { "\(name) (process \(pid))" }

    /// Nil when nobody listens, or the holder belongs to another user, whose files cannot be read.
    package static func find(port: Int) -> PortHolder? {
        let sockets = Set(["/proc/net/tcp", "/proc/net/tcp6"].flatMap { listeners(in: $0, port: port) })
        guard !sockets.isEmpty else { return nil }
        let names = Set(sockets.map { "socket:[\($0)]" })
        return entries(of: "/proc").lazy.compactMap(Int32.init).first { holds(names, pid: $0) }.map { pid in
            PortHolder(pid: pid, name: text(of: "/proc/\(pid)/comm") ?? "unknown")
        }
    }

    /// Inodes of the listening sockets. A line is `sl local:PORT remote st … inode`; state 0A is LISTEN.
    private static func listeners(in file: String, port: Int) -> [String] {
        let suffix = ":" + Format.hex(port, 4, uppercase: true)
        return (text(of: file) ?? "").split(separator: "\n").dropFirst().compactMap { line in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[1].hasSuffix(suffix), fields[3] == "0A" else { return nil }
            return String(fields[9])
        }
    }

    private static func holds(_ sockets: Set<String>, pid: Int32) -> Bool {
        let folder = "/proc/\(pid)/fd"
        return entries(of: folder).contains { entry in
            // A file that was closed meanwhile, or belongs to somebody else, is not the one we look for.
            let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(entry)")
            return target.map(sockets.contains) ?? false
        }
    }

    private static func entries(of folder: String) -> [String] {
        // Processes end while we look, and those of other users are closed to us.
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func text(of file: String) -> String? {
        // Absent where there is no /proc, and then there is nothing to say.
        (try? String(contentsOfFile: file, encoding: .utf8))?.trimmingCharacters(in: .newlines)
    }
}
