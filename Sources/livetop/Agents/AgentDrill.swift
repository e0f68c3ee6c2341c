import Foundation
import Glibc
import LiveProtocol
import Runtime

/// A drill that a coding agent asks for: `livetop drill` of its own, whose program cannot write into what is said to the
/// agent.
struct AgentDrill {
    /// Of the recordings.
    let folder: String

    /// What the program and the drill have written, and the drill's report where it came to one.
    struct Outcome {
        var report: JSONValue?
        var output: String
    }

    /// Of what a program writes, the end is kept.
    private static let outputLimit = 8_000

    func run(_ scenarios: [String], command: String, seconds: Double) throws -> Outcome {
        let descriptor = UnnamedFile.open()
        guard descriptor >= 0 else {
            throw UserError(
                .failure, what: "cannot run a drill", why: String(cString: strerror(errno)),
                remedy: "make room in the folder for temporary files")
        }
        defer { close(descriptor) }
        let process = Process()
        // The file that this process was started from, whatever stands at its path now.
        process.executableURL = URL(filePath: "/proc/self/exe")
        process.arguments =
            ["drill"] + scenarios + ["--json", "--data-dir", folder, "--max-duration", "\(Int(clamping: seconds))s"]
            + ["--", "/bin/sh", "-c", command]
        let output = FileHandle(fileDescriptor: descriptor, closeOnDealloc: false)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        process.waitUntilExit()
        return Self.outcome(Self.contents(descriptor))
    }

    private static func outcome(_ bytes: [UInt8]) -> Outcome {
        var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let index = lines.lastIndex { $0.hasPrefix(#"{"schema":"livetop.drill/"#) }
        let report = index.flatMap { try? JSONValue(parsing: Array(lines[$0].utf8)) }
        if let index, report != nil { lines.remove(at: index) }
        return Outcome(report: report, output: String(lines.joined(separator: "\n").suffix(outputLimit)))
    }

    private static func contents(_ descriptor: Int32) -> [UInt8] {
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 1 << 16)
        // A program that writes gigabytes has its end read.
        var place = max(0, lseek(descriptor, 0, SEEK_END) - 1 << 22)
        while true {
            let count = piece.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, $0.count, place) }
            guard count > 0 else { return bytes }
            bytes += piece.prefix(count)
            place += count
        }
    }
}
