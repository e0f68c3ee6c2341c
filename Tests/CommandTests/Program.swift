import Foundation
import TestSupport
import Testing

/// The built program in a home of its own: what it prints, on which stream, and how it ends.
///
/// The binary is `LIVETOP_BINARY`, or the product beside the test bundle.
final class Program: Sendable {
    private let home: TemporaryFolder

    init() throws {
        home = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: home.file("bin"), withIntermediateDirectories: true)
        // Without `keytool`, which takes a second: the test of the Java trust store brings it along.
        for tool in ["sh", "env", "cat", "ls", "sleep", "kill", "printf", "readlink", "true"] {
            try FileManager.default.createSymbolicLink(
                atPath: home.file("bin/\(tool)"), withDestinationPath: "/bin/\(tool)")
        }
    }

    /// Where the program keeps its data in this home.
    var data: String { home.file("data/livetop") }

    /// The path of `name` in this home; nothing is made.
    func file(_ name: String) -> String { home.file(name) }

    struct Output {
        var status: Int32
        var out: String
        var complaint: String

        /// The standard output as JSON.
        var json: [String: Any] {
            get throws {
                try #require(JSONSerialization.jsonObject(with: Data(out.utf8)) as? [String: Any], "no JSON: \(out)")
            }
        }
    }

    static let binary: String = {
        if let path = ProcessInfo.processInfo.environment["LIVETOP_BINARY"] { return path }
        return URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "livetop").path(percentEncoded: false)
    }()

    /// Runs to the end. `environment` is added to a bare one; `shell` is a script that starts the program, `"$0"`, with
    /// its arguments, `"$@"`.
    func run(
        _ arguments: [String], environment: [String: String] = [:], in folder: String? = nil,
        through shell: String? = nil
    ) async throws -> Output {
        let capture = UUID().uuidString
        let process = try process(arguments, environment: environment, in: folder)
        if let shell {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", shell, Self.binary] + arguments
        }
        let files = try ["out", "err"].map { try writing(to: "\(capture).\($0)") }
        // Foundation keeps a process and its files: after hundreds of them other tests find no descriptor free.
        defer { for file in files { try? file.close() } }
        (process.standardOutput, process.standardError) = (files[0], files[1])
        let status = try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = {
                let isSignal = $0.terminationReason == .uncaughtSignal
                continuation.resume(returning: isSignal ? 128 + $0.terminationStatus : $0.terminationStatus)
            }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return Output(
            status: status, out: try String(contentsOfFile: home.file("\(capture).out"), encoding: .utf8),
            complaint: try String(contentsOfFile: home.file("\(capture).err"), encoding: .utf8))
    }

    /// Starts in the background; its output is read line by line. `shell` as for `run`.
    func start(
        _ arguments: [String], environment: [String: String] = [:], through shell: String? = nil
    ) throws -> RunningProgram {
        let process = try process(arguments, environment: environment, in: nil)
        if let shell {
            process.executableURL = URL(filePath: "/bin/sh")
            process.arguments = ["-c", shell, Self.binary] + arguments
        }
        let capture = UUID().uuidString
        let complaints = try writing(to: "\(capture).err")
        defer { try? complaints.close() }
        process.standardError = complaints
        return try RunningProgram(process, complaintFile: home.file("\(capture).err"))
    }

    /// Writes a file into the home and returns its path.
    func write(_ text: String, to name: String) throws -> String {
        let url = URL(filePath: home.file(name))
        try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: url)
        return url.path(percentEncoded: false)
    }

    private func process(_ arguments: [String], environment: [String: String], in folder: String?) throws -> Process {
        let process = Process()
        process.executableURL = URL(filePath: Self.binary)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.currentDirectoryURL = URL(filePath: folder ?? home.path)
        let bare = [
            "HOME": home.path, "PATH": home.file("bin"), "XDG_DATA_HOME": home.file("data"),
            "XDG_CONFIG_HOME": home.file("config"), "TMPDIR": home.path, "COLUMNS": "80", "TERM": "xterm-256color",
        ]
        process.environment = bare.merging(environment) { $1 }
        return process
    }

    private func writing(to name: String) throws -> FileHandle {
        try Data().write(to: URL(filePath: home.file(name)))
        return try FileHandle(forWritingTo: URL(filePath: home.file(name)))
    }
}
