// swift-tools-version: 6.2

import PackageDescription

/// Settings of every Swift target: no implicit existentials, no leaked imports (`docs/architecture.md`).
var house: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]
// Warnings are errors where we decide about merging; a newer compiler must not break a user's build.
if Context.environment["CI"] != nil {
    house.append(.treatAllWarnings(as: .error))
}

let nioCore: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioLocks: Target.Dependency = .product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioSSL: Target.Dependency = .product(name: "NIOSSL", package: "swift-nio-ssl")
let nioTLS: Target.Dependency = .product(name: "NIOTLS", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")

// A target exists to forbid an import. Those above `SessionStore` are pure: no sockets, files, clocks or logging.
let package = Package(
    name: "livetop",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "livetop", targets: ["livetop"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
    ],
    targets: [
        .systemLibrary(
            name: "CNcurses",
            providers: [.apt(["libncurses-dev"]), .brew(["ncurses"])]
        ),
        .systemLibrary(
            name: "CCurl",
            providers: [.apt(["libcurl4-openssl-dev"]), .brew(["curl"])]
        ),
        .systemLibrary(
            name: "CZlib",
            providers: [.apt(["zlib1g-dev"]), .brew(["zlib"])]
        ),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"]), .brew(["openssl@3"])]
        ),
        .target(name: "CMalloc"),

        .target(name: "LiveProtocol", swiftSettings: house),
        .target(name: "Listening", dependencies: ["LiveProtocol"], swiftSettings: house),
        .target(
            name: "SessionModel",
            dependencies: ["LiveProtocol", "Listening", .product(name: "Histogram", package: "hdrhistogram-swift")],
            swiftSettings: house
        ),
        .target(name: "Filters", dependencies: ["LiveProtocol", "SessionModel"], swiftSettings: house),
        .target(name: "Wording", dependencies: ["LiveProtocol", "SessionModel"], swiftSettings: house),
        .target(
            name: "Diagnosis", dependencies: ["LiveProtocol", "Listening", "SessionModel", "Wording"],
            swiftSettings: house
        ),
        .target(
            name: "Exports",
            dependencies: ["LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis"],
            swiftSettings: house
        ),
        .target(
            name: "Snapshots", dependencies: ["LiveProtocol", "SessionModel", "Wording", "Diagnosis"],
            swiftSettings: house
        ),
        .target(
            name: "Telemetry", dependencies: ["LiveProtocol", "SessionModel", "Wording", "Diagnosis"],
            swiftSettings: house
        ),
        .target(
            name: "Reports",
            dependencies: ["LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis"],
            swiftSettings: house
        ),
        .target(
            name: "TerminalUI",
            dependencies: [
                "LiveProtocol", "Listening", "SessionModel", "Filters", "Wording", "Diagnosis", "Snapshots",
            ],
            swiftSettings: house
        ),

        .target(
            name: "SessionStore",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Recordings",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Exports", "Reports", "SessionStore",
                "COpenSSL",
            ],
            swiftSettings: house
        ),
        .target(
            name: "Shipping", dependencies: ["LiveProtocol", "SessionModel", "Diagnosis", "SessionStore"],
            swiftSettings: house
        ),
        .target(
            name: "Proxy",
            dependencies: [
                "LiveProtocol", "COpenSSL", nioCore, nioPosix, nioLocks, nioSSL, nioTLS, logging,
            ],
            swiftSettings: house
        ),
        .target(
            name: "Simulator",
            dependencies: ["LiveProtocol", nioCore, nioPosix, nioHTTP1, nioLocks, nioWebSocket, nioSSL, logging],
            swiftSettings: house
        ),
        .target(
            name: "Cassettes", dependencies: ["LiveProtocol", "Simulator", nioCore, nioWebSocket],
            swiftSettings: house
        ),
        .target(name: "Corpus", dependencies: ["LiveProtocol", "Simulator"], swiftSettings: house),
        .target(
            name: "Runtime",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Exports", "Reports", "Snapshots",
                "Telemetry", "SessionStore", "Recordings", "Shipping", "Proxy", "Simulator", "Cassettes", "CCurl",
                "CZlib",
                "CMalloc", "COpenSSL",
                nioCore, nioPosix,
                nioHTTP1, nioLocks,
                logging,
            ],
            swiftSettings: house
        ),
        .target(
            name: "Settings",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Reports", "Telemetry", "TerminalUI",
                "SessionStore", "Recordings", "Shipping", "Proxy", "Runtime", nioCore,
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Drills",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Reports", "SessionStore",
                "Recordings", "Proxy", "Simulator", "Cassettes", "Runtime", "Settings",
                .product(name: "TOMLKit", package: "TOMLKit"),
            ],
            swiftSettings: house
        ),
        .target(
            name: "Display",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Exports", "Snapshots", "TerminalUI", "SessionStore",
                "Recordings", "Runtime", "CNcurses", nioLocks,
            ],
            swiftSettings: house
        ),
        .executableTarget(
            name: "livetop",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Exports", "Reports", "Snapshots",
                "Telemetry", "TerminalUI", "SessionStore", "Recordings", "Shipping", "Proxy", "Simulator", "Corpus",
                "Runtime", "Cassettes", "Settings", "Drills",
                "Display", "CCurl",
                nioCore, nioPosix, nioLocks, nioSSL,
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: house,
            linkerSettings: [.unsafeFlags(["-use-ld=lld"], .when(platforms: [.linux]))]
        ),

        .target(
            name: "TestSupport",
            dependencies: ["LiveProtocol", .product(name: "GRDBSQLite", package: "GRDB.swift")],
            path: "Tests/TestSupport",
            swiftSettings: house
        ),
        .testTarget(
            name: "LiveProtocolTests", dependencies: ["LiveProtocol", "TestSupport"], swiftSettings: house),
        .testTarget(name: "ListeningTests", dependencies: ["LiveProtocol", "Listening"], swiftSettings: house),
        .testTarget(
            name: "SessionModelTests", dependencies: ["LiveProtocol", "Listening", "SessionModel", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "FiltersTests", dependencies: ["LiveProtocol", "SessionModel", "Filters", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "WordingTests", dependencies: ["LiveProtocol", "SessionModel", "Wording", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "DiagnosisTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Diagnosis", "Simulator", "Corpus", "Proxy", "TestSupport", nioCore,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ExportsTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Diagnosis", "Exports", "Simulator", "Corpus", "TestSupport",
            ],
            exclude: ["Goldens"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Diagnosis", "Reports", "TestSupport",
            ],
            exclude: ["Goldens"],
            swiftSettings: house
        ),
        .testTarget(
            name: "TelemetryTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Diagnosis", "Telemetry", "Simulator", "Corpus", "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "TerminalUITests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Wording", "Diagnosis", "Snapshots", "TerminalUI",
                "TestSupport",
            ],
            exclude: ["Goldens"],
            swiftSettings: house
        ),
        .testTarget(
            name: "RuntimeTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Diagnosis", "Snapshots", "Telemetry", "SessionStore", "Recordings",
                "Shipping", "Proxy", "Cassettes", "Corpus", "Runtime", "TestSupport", "CZlib",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "DisplayTests", dependencies: ["LiveProtocol", "Snapshots", "TerminalUI", "Display", nioLocks],
            swiftSettings: house),
        .testTarget(
            name: "SessionStoreTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "SessionStore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"), .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            exclude: ["Fixtures"],
            swiftSettings: house
        ),
        .testTarget(
            name: "RecordingsTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "Filters", "Diagnosis", "Exports", "Reports", "SessionStore",
                "Recordings", "Simulator", "Corpus", "TestSupport", .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ShippingTests",
            dependencies: ["LiveProtocol", "SessionModel", "Diagnosis", "SessionStore", "Shipping", "TestSupport"],
            exclude: ["Goldens"],
            swiftSettings: house
        ),
        .testTarget(
            name: "ProxyTests",
            dependencies: [
                "LiveProtocol", "Proxy", "TestSupport", nioCore, nioLocks, logging,
                .product(name: "NIOEmbedded", package: "swift-nio"),
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "SimulatorTests",
            dependencies: [
                "LiveProtocol", "Simulator", "Cassettes", "Corpus", "TestSupport", nioCore, nioPosix, nioHTTP1,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "ScenarioTests",
            dependencies: [
                "LiveProtocol", "Listening", "SessionModel", "Diagnosis", "SessionStore", "Proxy", "Simulator",
                "Corpus",
                "TestSupport",
                logging,
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "DrillsTests",
            dependencies: ["LiveProtocol", "Diagnosis", "Proxy", "Runtime", "Drills", "TestSupport"],
            swiftSettings: house
        ),
        .testTarget(
            name: "SettingsTests",
            dependencies: [
                "LiveProtocol", "SessionModel", "SessionStore", "Recordings", "Telemetry", "Runtime", "Settings",
                "TestSupport",
            ],
            swiftSettings: house
        ),
        .testTarget(
            name: "CommandTests",
            dependencies: ["LiveProtocol", "Simulator", "Corpus", "TestSupport"],
            exclude: ["Goldens"],
            swiftSettings: house
        ),
        .testTarget(name: "ArchitectureTests", dependencies: ["TestSupport"], swiftSettings: house),
    ],
    swiftLanguageModes: [.v6]
)

#if os(Linux)
    // The benchmark drives its load through epoll.
    package.targets += [
        .systemLibrary(name: "CEpoll"),
        .executableTarget(
            name: "livetop-bench",
            dependencies: [
                "CEpoll", "LiveProtocol", "SessionModel", "Diagnosis", "Snapshots", "TerminalUI", "SessionStore",
                "Recordings",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: house,
            linkerSettings: [.unsafeFlags(["-use-ld=lld"])]
        ),
    ]
#endif
