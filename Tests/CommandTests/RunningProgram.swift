import Foundation
import Testing

/// A livetop in the background. It is killed when the last reference goes.
final class RunningProgram: @unchecked Sendable {
    private let process: Process
    private let output = Pipe()
    private let complaintFile: String
    private let ended: Task<Int32, Never>
    private var buffer = Data()

    init(_ process: Process, complaintFile: String) throws {
        self.process = process
        self.complaintFile = complaintFile
        process.standardOutput = output
        let (ends, continuation) = AsyncStream.makeStream(of: Int32.self)
        process.terminationHandler = {
            let isSignal = $0.terminationReason == .uncaughtSignal
            continuation.yield(isSignal ? 128 + $0.terminationStatus : $0.terminationStatus)
            continuation.finish()
        }
        ended = Task { await ends.first { _ in true } ?? -1 }
        try process.run()
    }

    deinit {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    var isRunning: Bool { process.isRunning }

    var pid: Int32 { process.processIdentifier }

    /// The next line of the standard output; waits for it.
    func line() throws -> String {
        while !buffer.contains(UInt8(ascii: "\n")) {
            let more = output.fileHandleForReading.availableData
            try #require(!more.isEmpty, "it ended without another line; it complained: \(complaint)")
            buffer.append(more)
        }
        let line = buffer.prefix { $0 != UInt8(ascii: "\n") }
        buffer = Data(buffer.dropFirst(line.count + 1))
        return String(decoding: line, as: UTF8.self)
    }

    /// The next line as JSON.
    func json() throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(line().utf8)) as? [String: Any])
    }

    /// What stands on the error stream so far.
    var complaint: String { (try? String(contentsOfFile: complaintFile, encoding: .utf8)) ?? "" }

    func send(_ signal: Int32) { kill(pid, signal) }

    /// Waits for the end: the exit code, or 128 and the signal.
    func status() async -> Int32 { await ended.value }
}
