import Testing

/// What goes out of the process: in one place each, and by nothing that ends the process where it fails.
@Suite struct OutputTests {
    /// Foundation and the C library have calls that trap on an error (a closed stream, a full disk), or hide it.
    static let trapping = [
        "FileHandle.standardOutput", "FileHandle.standardError", "FileHandle.standardInput", ".write(Data(",
        "readDataToEndOfFile(", "readData(", ".availableData", "seekToEndOfFile(", "seek(toFileOffset",
        ".offsetInFile", "truncateFile(", "synchronizeFile(", "closeFile(", "fputs(", "fwrite(", "fprintf(", "putchar(",
        "printf(", ".launch()",
    ]

    /// A command that did not notice that its answer was lost would end with success.
    static let unnoticed = ["print(", "debugPrint(", "dump(", "fflush("]

    static func faults(in file: SourceFile) -> Set<Int> {
        file.lines(with: trapping + (file.target == "livetop-bench" ? [] : unnoticed))
    }

    /// The system's own call, for open files of others: everything else goes through `DescriptorWriter`.
    static let writers: Set<String> = ["DescriptorWriter.swift", "CrashGuard.swift"]

    @Test(arguments: SourceTree.sources)
    func `what is written cannot end the process, and what cannot be written is noticed`(file: SourceFile) {
        #expect(Self.faults(in: file) == [], "\(file.path)")
    }

    @Test(arguments: SourceTree.sources)
    func `one place writes to open descriptors`(file: SourceFile) {
        let name = file.path.split(separator: "/").last.map(String.init) ?? ""
        let isWriter = Self.writers.contains(name) || file.target == "livetop-bench"
        let found = file.lines(with: ["Glibc.write(", "write(STDOUT_FILENO", "write(STDERR_FILENO"])
        #expect(isWriter || found.isEmpty, "\(file.path): \(found)")
    }

    @Test(arguments: [
        "FileHandle.standardError.write(bytes)", "handle.write(Data(text.utf8))", "print(1)", "Swift.print(1)",
        "let all = handle.readDataToEndOfFile()", "fputs(text, stderr)", "handle.availableData", "fflush(nil)",
    ])
    func `the rule finds what it forbids`(line: String) {
        #expect(Self.faults(in: SourceFile(path: "Sources/livetop/A.swift", text: line)) == [1])
    }

    @Test(arguments: [
        "try handle.write(contentsOf: bytes)", "try StandardOutput.say(text)", "try handle.read(upToCount: 9)",
        "let file = FileHandle.nullDevice", "// print(1)", "process.standardOutput = pipe",
    ])
    func `the rule leaves alone what is harmless`(line: String) {
        #expect(Self.faults(in: SourceFile(path: "Sources/livetop/A.swift", text: line)) == [])
    }
}
