import FoundationEssentials

/// CPU time of the threads of a process, by what they are called; those of one name are added up.
struct ThreadTimes: Codable {
    /// Nanoseconds.
    private(set) var byName: [String: UInt64] = [:]

    /// Empty where the kernel does not tell.
    init(pid: Int32) {
        let folder = "/proc/\(pid)/task"
        let threads = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for thread in threads {
            // A thread may end meanwhile.
            guard let name = Self.line(of: "\(folder)/\(thread)/comm"),
                let spent = Self.line(of: "\(folder)/\(thread)/schedstat")?.split(separator: " ").first,
                let nanoseconds = UInt64(spent)
            else { continue }
            byName[Self.role(of: name), default: 0] += nanoseconds
        }
    }

    /// What each spent since `earlier`, in seconds.
    func seconds(since earlier: ThreadTimes) -> [String: Double] {
        var spent: [String: Double] = [:]
        for (name, nanoseconds) in byName {
            spent[name] = Double(nanoseconds - min(nanoseconds, earlier.byName[name] ?? 0)) / 1e9
        }
        return spent
    }

    private static func role(of name: String) -> String {
        if name.hasPrefix("NIO-ELT") { return "event loops" }
        return name.hasPrefix("livetop") || name.hasPrefix("NIO") ? "others" : name
    }

    private static func line(of file: String) -> String? {
        (try? String(contentsOfFile: file, encoding: .utf8))?.split(separator: "\n").first.map(String.init)
    }
}
