import FoundationEssentials
import Glibc

/// What the numbers were measured on and with.
struct MachineDescription {
    private let workshop: Workshop

    init(_ workshop: Workshop) { self.workshop = workshop }

    var text: String {
        let lines = [
            "Machine: \(processor), \(sysconf(Int32(_SC_NPROCESSORS_ONLN))) cores, \(memory), Linux \(kernel).",
            "Load average before: \(firstLine(of: "/proc/loadavg").split(separator: " ").prefix(3).joined(separator: " ")).",
            "Programs: \(programs.joined(separator: "; ")).",
        ]
        return lines.joined(separator: "\n") + "\n"
    }

    private var programs: [String] {
        [
            workshop.livetop.flatMap { says([$0, "version"]) }.map { $0.hasPrefix("livetop") ? $0 : "livetop \($0)" },
            workshop.haproxy.flatMap { says([$0, "-v"]) },
            workshop.mitmdump.flatMap { says([$0, "--version"]) },
        ].compactMap { $0 }
    }

    private func says(_ command: [String]) -> String? { (try? workshop.start(command))?.readLine() }

    private var processor: String {
        let model = lines(of: "/proc/cpuinfo").first { $0.hasPrefix("model name") }
        return model?.split(separator: ":").last.map { String($0.drop { $0 == " " }) } ?? "unknown processor"
    }

    private var memory: String {
        let pages = Double(sysconf(Int32(_SC_PHYS_PAGES))) * Double(sysconf(Int32(_SC_PAGESIZE)))
        return "\(Int((pages / 1e9).rounded())) GB"
    }

    private var kernel: String { firstLine(of: "/proc/sys/kernel/osrelease") }

    private func firstLine(of file: String) -> String { lines(of: file).first ?? "?" }

    private func lines(of file: String) -> [String] {
        // A machine without these files is described by less.
        let text = (try? String(contentsOfFile: file, encoding: .utf8)) ?? ""
        return text.split(separator: "\n").map(String.init)
    }
}
