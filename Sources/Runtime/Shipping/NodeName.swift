package import Foundation
import LiveProtocol
import Proxy

/// What a data folder is called at a central store: chosen, or made of the machine's name and chance. It lies in the
/// folder, so that a copy of the database in the same place keeps it; a folder that was copied to another machine gets
/// another one.
package enum NodeName {
    static let fileName = "node"

    /// - Parameter chosen: what the settings say.
    package static func name(in folder: URL, chosen: String?) throws -> String {
        if let chosen { return chosen }
        let file = folder.appending(path: fileName).path(percentEncoded: false)
        let machine = machine
        let known = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) }
        let lines = known?.split(separator: "\n").map(String.init) ?? []
        if lines.count == 2, isName(lines[0]), lines[1] == machine { return lines[0] }
        let chance = String(UInt32.random(in: 0...UInt32.max), radix: 36)
        let name = host.prefix(40) + "-" + chance
        try AtomicFile.replace(file, contents: "\(name)\n\(machine)\n", mode: 0o600)
        return String(name)
    }

    /// Letters, digits, dots, dashes and underscores, 64 at most.
    package static func isName(_ text: String) -> Bool {
        (1...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "._-".utf8.contains(byte)
                }
            }
    }

    private static var host: String {
        let name = ProcessInfo.processInfo.hostName.filter { isName(String($0)) }
        return name.isEmpty ? "livetop" : name
    }

    /// What tells this machine from its copies.
    private static var machine: String {
        let id =
            FileManager.default.contents(atPath: "/etc/machine-id").map { String(decoding: $0, as: UTF8.self) } ?? ""
        let words = [id.trimmingCharacters(in: .whitespacesAndNewlines), host].filter { !$0.isEmpty }
        return words.joined(separator: " ")
    }
}
