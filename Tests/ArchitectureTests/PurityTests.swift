import Testing

@Suite struct PurityTests {
    static let pureTargets: Set<String> = [
        "LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis", "Exports", "Reports",
        "Snapshots", "TerminalUI", "Shipping",
    ]

    /// What makes a function depend on more than its arguments, or wait.
    static let impure = [
        "ContinuousClock", "SuspendingClock", "DispatchTime", "clock_gettime", "Date()", ".now()", "Date.now",
        "SystemRandomNumberGenerator", "UUID()", "shuffled()", "randomElement()", ".random(in",
        "ProcessInfo", "getenv", "CommandLine", "FileManager", "print(", "debugPrint(", "dump(",
        "async", "await", "actor", "Task", "Mutex", "NSLock", "NIOLockedValueBox",
    ]

    static func impurities(in file: SourceFile) -> Set<Int> { file.lines(with: impure) }

    @Test(arguments: SourceTree.sources.filter { pureTargets.contains($0.target) })
    func `a pure target has no clock, chance, environment, output or waiting`(file: SourceFile) {
        #expect(Self.impurities(in: file) == [], "\(file.path)")
    }

    @Test(arguments: [
        "let now = ContinuousClock().now", "let a = Date()", "let id = UUID()", "x.shuffled()", "print(1)",
        "func f() async {}", "ProcessInfo.processInfo", "let x = Int.random(in: 0...3)",
    ])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.impurities(in: SourceFile(path: "Sources/Exports/A.swift", text: "// x\n" + line)) == [2])
    }

    @Test(arguments: ["// Date()", "let a = \"print(1)\"", "let task = 1", "func at(_ now: Timestamp) {}"])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.impurities(in: SourceFile(path: "Sources/Exports/A.swift", text: line)) == [])
    }
}
