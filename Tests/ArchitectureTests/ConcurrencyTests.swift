import Foundation
import Testing

/// Threads and locks are few enough to be told on one page. `docs/architecture.md` has a row for each of them, so that one
/// more is thought about twice, and the page stays true.
@Suite struct ConcurrencyTests {
    /// What lets threads share something, or wait for each other.
    static let locks: Set<String> = [
        "NIOLockedValueBox", "NIOLock", "ConditionLock", "MonotonicConditionLock", "Mutex", "NSLock", "NSRecursiveLock",
        "NSCondition", "NSConditionLock", "DispatchSemaphore", "Atomic", "ManagedAtomic", "pthread_mutex_t",
        "pthread_rwlock_t", "OSAllocatedUnfairLock",
    ]

    /// What begins a thread, or works on one of somebody else's.
    static let threads = [
        "JoinableThread(", "ReadingThread.", "= Thread {", "Thread(block", "Thread.detachNewThread", "pthread_create",
        "NIOThreadPool", "MultiThreadedEventLoopGroup(", "MultiThreadedEventLoopGroup.singleton",
        "singletonMultiThreadedEventLoopGroup", "DispatchQueue(", "OperationQueue(",
    ]

    /// The benchmark is no part of the product.
    static let product = SourceTree.sources.filter { $0.target != "livetop-bench" }

    /// `Upkeep.isEnding`: the names that are declared with a lock, after their file.
    static func locks(in file: SourceFile) -> [String] {
        var name: Substring?
        var found: [String] = []
        for (index, token) in file.tokens.enumerated() {
            if index == 0 || file.tokens[index - 1].line < token.line { name = nil }
            if index > 0, ["let", "var"].contains(file.tokens[index - 1].text) { name = token.text }
            // Its definition is none of its own uses.
            let isDeclaration = index > 0 && ["class", "struct"].contains(file.tokens[index - 1].text)
            guard locks.contains(String(token.text)), !isDeclaration, let declared = name else { continue }
            found.append("\(file.stem).\(declared)")
            name = nil
        }
        return found
    }

    /// The file, once for each line that begins a thread.
    static func threads(in file: SourceFile) -> [String] {
        file.lines(with: threads).map { _ in file.stem }
    }

    /// The names in code of the first column of a table: of the rows behind the heading.
    static func rows(under heading: String) throws -> [String] {
        let page = try String(
            contentsOf: SourceTree.root.appending(path: "docs/architecture.md"), encoding: .utf8)
        let section = try #require(page.components(separatedBy: "\n### \(heading)\n").dropFirst().first)
        let table = section.components(separatedBy: "\n#").first ?? ""
        return table.split(separator: "\n").filter { $0.hasPrefix("| `") }.compactMap { row in
            row.split(separator: "`").dropFirst().first.map(String.init)
        }
    }

    @Test func `the page has a row for each lock`() throws {
        let rows = try Self.rows(under: "Every lock")
        let found = Self.product.flatMap(Self.locks)
        #expect(Set(found).subtracting(rows).sorted() == [], "locks without a row")
        #expect(Set(rows).subtracting(found).sorted() == [], "rows without a lock")
        #expect(rows.count == found.count)
    }

    @Test func `the page has a row for each thread`() throws {
        let rows = try Self.rows(under: "Every thread").sorted()
        let found = Self.product.flatMap(Self.threads).sorted()
        #expect(rows == found)
    }

    @Test(arguments: [
        ("private let state = NIOLockedValueBox(State())", ["A.state"]), ("let lock: Mutex<Int>", ["A.lock"]),
        ("static let count = Atomic<Int>(0)", ["A.count"]), ("let mutex = Box<pthread_mutex_t>()", ["A.mutex"]),
        ("state = NIOLockedValueBox(State())", []), ("// let state = Mutex(0)", []), ("let state = 1", []),
        ("public final class MonotonicConditionLock {}", []), ("return NIOLockedValueBox(handle)", []),
    ])
    func `a lock is found where it is declared`(line: String, found: [String]) {
        #expect(Self.locks(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == found)
    }

    @Test(arguments: [
        ("thread = JoinableThread(named: \"a\") {", ["A"]), ("Thread.detachNewThread {", ["A"]),
        ("ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)", ["A"]),
        ("let queue = DispatchQueue(label: n)", ["A"]),
        ("let thread = Thread {", ["A"]), ("private let thread: JoinableThread", []),
        ("Thread.sleep(forTimeInterval: 1)", []),
    ])
    func `a thread is found where it begins`(line: String, found: [String]) {
        #expect(Self.threads(in: SourceFile(path: "Sources/Proxy/A.swift", text: line)) == found)
    }
}

extension SourceFile {
    /// `Upkeep` of `Upkeep.swift`.
    fileprivate var stem: String { name.replacing(".swift", with: "") }
}
