import FoundationEssentials
import Glibc

/// CPU time of one thread of another process, as the kernel counts it.
struct ThreadMeter {
    private let path: String

    /// Nil where the process has no thread of that name.
    init?(pid: pid_t, named name: String) {
        let folder = "/proc/\(pid)/task"
        let tasks = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        guard let task = tasks.first(where: { Self.text("\(folder)/\($0)/comm") == name + "\n" }) else { return nil }
        path = "\(folder)/\(task)/schedstat"
    }

    /// Time on a processor, to the nanosecond; 0 when the thread is gone.
    var cpuNanoseconds: UInt64 {
        Self.text(path)?.split(separator: " ").first.flatMap { UInt64($0) } ?? 0
    }

    private static func text(_ path: String) -> String? { try? String(contentsOfFile: path, encoding: .utf8) }
}
