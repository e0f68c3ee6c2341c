import Foundation
import Glibc
import Telemetry

/// What the kernel knows of this process. What it does not tell is left out.
enum ProcessFigures {
    static func write(into samples: inout MetricSamples) {
        if let seconds = processorSeconds { samples.set(.processTime, to: seconds) }
        if let bytes = residentBytes { samples.set(.processMemory, to: bytes) }
        if let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").count {
            samples.set(.processFiles, to: Double(files))
        }
    }

    private static var processorSeconds: Double? {
        var usage = rusage()
        guard getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return nil }
        let seconds = { (time: timeval) in Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }

    private static var residentBytes: Double? {
        guard let text = try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8) else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Double($0) }
        return pages.map { $0 * Double(sysconf(Int32(_SC_PAGESIZE))) }
    }
}
