import Dispatch
import Foundation

/// Where the process begins: before the first thread of the runtime, which opens files of its own.
@main
enum EntryPoint {
    static func main() {
        ProcessStart.prepare()
        Task {
            await Livetop.main()
            exit(0)
        }
        dispatchMain()
    }
}
