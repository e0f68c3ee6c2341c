import Glibc

/// CPU time and memory of another process, as the kernel counts them.
struct ProcessMeter {
    let pid: pid_t
    private let clock: clockid_t

    /// Nil when there is no such process.
    init?(pid: pid_t) {
        var clock = clockid_t()
        guard clock_getcpuclockid(pid, &clock) == 0 else { return nil }
        self.pid = pid
        self.clock = clock
    }

    /// User and system time of all threads, ended ones included, to the nanosecond.
    var cpuNanoseconds: UInt64 { MonotonicClock.read(clock) }

    /// Resident memory; nil when the process is gone.
    var residentBytes: Int? {
        guard let file = fopen("/proc/\(pid)/statm", "r") else { return nil }
        defer { fclose(file) }
        var line = [CChar](repeating: 0, count: 128)
        guard fgets(&line, Int32(line.count), file) != nil else { return nil }
        let fields = line.prefix { $0 != 0 }.split(separator: CChar(UInt8(ascii: " ")))
        guard fields.count > 1 else { return nil }
        let pages = fields[1].reduce(0) { $0 * 10 + Int($1) - 48 }
        return pages * Int(sysconf(Int32(_SC_PAGESIZE)))
    }
}
