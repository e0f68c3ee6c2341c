import Testing

@Suite struct ImportTests {
    /// What each target may import (`docs/architecture.md`). SwiftPM refuses undeclared packages and targets; it does
    /// not know the system's modules, and a declared product may still not belong into every folder.
    static let allowed: [String: Set<String>] = [
        "LiveProtocol": ["FoundationEssentials"],
        "SessionModel": ["FoundationEssentials", "LiveProtocol", "Histogram"],
        "Filters": ["FoundationEssentials", "LiveProtocol", "SessionModel"],
        "Wording": ["FoundationEssentials", "LiveProtocol", "SessionModel"],
        "Diagnosis": ["FoundationEssentials", "LiveProtocol", "SessionModel", "Wording"],
        "Exports": ["FoundationEssentials", "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis"],
        "Reports": ["FoundationEssentials", "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis"],
        "TerminalUI": ["FoundationEssentials", "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis"],
        "SessionStore": [
            "Foundation", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "SessionModel", "Filters", "GRDB",
            "GRDBSQLite", "Synchronization",
        ],
        "Recordings": [
            "Foundation", "Dispatch", "Synchronization", "Crypto", "LiveProtocol", "SessionModel", "Filters", "Wording",
            "Diagnosis", "Exports", "Reports", "SessionStore",
        ],
        "Proxy": nio.union([
            "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "Logging",
            "X509",
            "Crypto", "SwiftASN1", "DequeModule",
        ]),
        "Screen": ["Foundation", "NIOConcurrencyHelpers"],
        "Simulator": nio.union([
            "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "Logging",
        ]),
    ]
    static let nio: Set<String> = [
        "NIOCore", "NIOPosix", "NIOHTTP1", "NIOConcurrencyHelpers", "NIOSSL", "NIOWebSocket", "NIOTLS",
    ]

    static func violations(in file: SourceFile) -> Set<String> {
        guard let allowed = allowed[file.target] else {
            // The wiring may know everything, but the screen's C library lives in one folder, SQLite behind the store.
            let isTerminal = file.path.hasPrefix("Sources/livetop/Terminal/")
            guard file.target == "livetop" else { return file.imports.intersection(["CNcurses", "CCurl"]) }
            return file.imports.intersection(isTerminal ? ["GRDB"] : ["CNcurses", "GRDB"])
        }
        return file.imports.subtracting(allowed)
    }

    @Test(arguments: SourceTree.sources)
    func `a file imports what its target may know`(file: SourceFile) {
        #expect(Self.violations(in: file) == [])
    }

    @Test(arguments: [
        ("Sources/LiveProtocol/A.swift", "import Foundation", ["Foundation"]),
        ("Sources/LiveProtocol/A.swift", "// import Foundation\nlet a = \"\"\"\nimport Glibc\n\"\"\"", []),
        ("Sources/Proxy/A.swift", "public import SessionModel", ["SessionModel"]),
        ("Sources/Proxy/A.swift", "@preconcurrency import NIOCore\nimport struct Foundation.Data", []),
        ("Sources/TerminalUI/A.swift", "internal import struct SessionStore.Recording", ["SessionStore"]),
        ("Sources/livetop/Runtime/A.swift", "import CNcurses\nimport GRDB\nimport NIOCore", ["CNcurses", "GRDB"]),
        ("Sources/Recordings/A.swift", "import NIOCore\nimport ArgumentParser", ["ArgumentParser", "NIOCore"]),
        ("Sources/Reports/A.swift", "import Recordings\nimport Foundation", ["Foundation", "Recordings"]),
        ("Sources/livetop/Terminal/A.swift", "import CNcurses", []),
    ])
    func `the rule finds what it forbids`(path: String, text: String, found: [String]) {
        #expect(Self.violations(in: SourceFile(path: path, text: text)) == Set(found))
    }
}
