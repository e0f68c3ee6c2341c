import Testing

@Suite struct ImportTests {
    /// What each target may import (`docs/architecture.md`). SwiftPM refuses undeclared packages and targets; it does
    /// not know the system's modules, and a declared product may still not belong into every folder.
    static let allowed: [String: Set<String>] = [
        "LiveProtocol": ["FoundationEssentials"],
        "Listening": ["LiveProtocol"],
        "SessionModel": ["FoundationEssentials", "LiveProtocol", "Listening", "Histogram"],
        "Filters": ["FoundationEssentials", "LiveProtocol", "SessionModel"],
        "Wording": ["FoundationEssentials", "LiveProtocol", "SessionModel"],
        "Diagnosis": ["FoundationEssentials", "LiveProtocol", "Listening", "SessionModel", "Wording"],
        "Exports": [
            "FoundationEssentials", "LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis",
        ],
        "Snapshots": ["LiveProtocol", "SessionModel", "Wording", "Diagnosis"],
        "Telemetry": ["LiveProtocol", "SessionModel", "Wording", "Diagnosis"],
        "Reports": [
            "FoundationEssentials", "LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis",
        ],
        "TerminalUI": [
            "FoundationEssentials", "LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis",
            "Snapshots",
        ],
        "SessionStore": [
            "Foundation", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "SessionModel", "Filters", "GRDB",
            "GRDBSQLite", "Synchronization",
        ],
        "Recordings": [
            "Foundation", "Dispatch", "Synchronization", "COpenSSL", "LiveProtocol", "SessionModel", "Filters",
            "Wording", "Diagnosis", "Exports", "Reports", "SessionStore",
        ],
        "Shipping": ["LiveProtocol", "SessionModel", "Diagnosis", "SessionStore"],
        "Proxy": nio.union([
            "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "Logging",
            "COpenSSL", "DequeModule",
        ]),
        "Runtime": nio.union([
            "Foundation", "Dispatch", "Glibc", "Synchronization", "LiveProtocol", "SessionModel", "Filters", "Wording",
            "Diagnosis", "Exports", "Reports", "Snapshots", "SessionStore", "Recordings", "Proxy", "Simulator",
            "Cassettes", "Telemetry", "Shipping", "Logging", "COpenSSL", "CMalloc", "CCurl", "CZlib",
        ]),
        "Settings": [
            "Foundation", "Glibc", "NIOCore", "TOMLKit", "LiveProtocol", "SessionModel", "Filters", "Wording",
            "Diagnosis",
            "Reports", "Telemetry", "TerminalUI", "SessionStore", "Recordings", "Shipping", "Proxy", "Runtime",
        ],
        "Drills": [
            "Foundation", "Glibc", "TOMLKit", "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis",
            "Reports",
            "SessionStore", "Recordings", "Proxy", "Simulator", "Cassettes", "Runtime", "Settings",
        ],
        "Display": [
            "Foundation", "Glibc", "LiveProtocol", "SessionModel", "Filters", "Exports", "Snapshots", "TerminalUI",
            "SessionStore", "Recordings", "Runtime", "CNcurses", "NIOConcurrencyHelpers",
        ],
        "Simulator": nio.union([
            "Foundation", "FoundationEssentials", "Dispatch", "Glibc", "Musl", "Darwin", "LiveProtocol", "Logging",
        ]),
        "Cassettes": nio.union(["Foundation", "FoundationEssentials", "LiveProtocol", "Simulator"]),
        "Corpus": ["Foundation", "FoundationEssentials", "LiveProtocol", "Simulator"],
    ]
    static let nio: Set<String> = [
        "NIOCore", "NIOPosix", "NIOHTTP1", "NIOConcurrencyHelpers", "NIOSSL", "NIOWebSocket", "NIOTLS",
    ]

    static func violations(in file: SourceFile) -> Set<String> {
        guard let allowed = allowed[file.target] else {
            // The wiring may know everything, but the screen's C library is behind the display, SQLite behind the store.
            return file.imports.intersection(
                file.target == "livetop" ? ["CNcurses", "GRDB"] : ["CNcurses", "CCurl"])
        }
        let isTerminal = file.path.hasPrefix("Sources/Display/Terminal/")
        return file.imports.subtracting(isTerminal ? allowed : allowed.subtracting(["CNcurses"]))
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
        ("Sources/livetop/Launch/A.swift", "import CNcurses\nimport GRDB\nimport NIOCore", ["CNcurses", "GRDB"]),
        (
            "Sources/Runtime/A.swift", "import TerminalUI\nimport ArgumentParser\nimport TOMLKit\nimport Recordings",
            ["TerminalUI", "ArgumentParser", "TOMLKit"]
        ),
        ("Sources/Display/Effects/A.swift", "import CNcurses\nimport TerminalUI", ["CNcurses"]),
        ("Sources/Recordings/A.swift", "import NIOCore\nimport ArgumentParser", ["ArgumentParser", "NIOCore"]),
        ("Sources/Reports/A.swift", "import Recordings\nimport Foundation", ["Foundation", "Recordings"]),
        ("Sources/Display/Terminal/A.swift", "import CNcurses", []),
    ])
    func `the rule finds what it forbids`(path: String, text: String, found: [String]) {
        #expect(Self.violations(in: SourceFile(path: path, text: text)) == Set(found))
    }
}
