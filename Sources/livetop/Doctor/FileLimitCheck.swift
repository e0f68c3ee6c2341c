import Foundation
import Proxy

/// How many calls the file limit allows. The proxy raises the soft limit to the hard one itself.
enum FileLimitCheck {
    static func run() -> [Check] {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return [.notice("files", "the system does not tell the limit of open files")]
        }
        return [check(hardLimit: UInt64(limit.rlim_max))]
    }

    static func check(hardLimit: UInt64) -> Check {
        let calls = FileLimit.callCount(files: Int(clamping: hardLimit))
        let finding =
            hardLimit == .max ? "open files are unlimited" : "\(hardLimit) open files: \(calls) calls at a time"
        return calls >= 400
            ? .good("files", finding)
            : .problem("files", finding, cure: "raise the hard limit: ulimit -Hn 65536, or LimitNOFILE= of the service")
    }
}
