import Foundation
import LiveProtocol
import Runtime
import Telemetry
import TestSupport
import Testing

@testable import Settings

/// Where OpenTelemetry data goes, by flags, variables and files.
@Suite struct OTLPConfigurationTests {
    private static func configuration(
        _ environment: [String: String] = [:], flag: String? = nil, file: String = ""
    ) throws -> Configuration {
        let home = try TemporaryFolder()
        try file.write(toFile: home.file(".livetop.toml"), atomically: true, encoding: .utf8)
        let loader = ConfigurationLoader(
            environment: environment, currentDirectory: home.path,
            folders: StandardFolders(environment: ["HOME": home.path]))
        return try loader.load(flags: flag.map { [.otlp: [$0]] } ?? [:])
    }

    private static func settings(
        _ environment: [String: String] = [:], flag: String? = nil, file: String = ""
    ) throws -> OTLPSettings? {
        try configuration(environment, flag: flag, file: file).settings.otlp
    }

    private static let endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT"

    @Test func `nothing is sent before somebody names an address`() throws {
        #expect(try Self.settings() == nil)
        let others = ["OTEL_SERVICE_NAME": "agent", "OTEL_EXPORTER_OTLP_PROTOCOL": "http/json"]
        #expect(try Self.settings(others) == nil)
        #expect(try Self.settings(file: "[otlp]\ncompression = \"gzip\"") == nil)
    }

    @Test func `the flag goes before the variables, these before the files`() throws {
        let environment = [Self.endpoint: "http://env:1"]
        let file = "[otlp]\nendpoint = \"http://file:1\"\nprotocol = \"http/json\"\ncompression = \"gzip\""
        let traces = { (settings: OTLPSettings?) in settings?.endpoints[.traces] }
        #expect(try traces(Self.settings(environment, flag: "http://flag:1/", file: file)) == "http://flag:1/v1/traces")
        #expect(
            try traces(Self.settings(environment.merging(["LIVETOP_OTLP": "http://own:1"]) { $1 }, file: file))
                == "http://own:1/v1/traces")
        #expect(try traces(Self.settings(environment, file: file)) == "http://env:1/v1/traces")
        let settings = try #require(try Self.settings(file: file))
        #expect(settings.endpoints[.logs] == "http://file:1/v1/logs" && settings.encoding == .json && settings.isPacked)
        #expect(try traces(Self.settings(file: "otlp = \"http://plain:1/base\"")) == "http://plain:1/base/v1/traces")
    }

    @Test func `a signal can have an address of its own, or be the only one`() throws {
        let own = ["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://own:1/t"]
        #expect(try Self.settings(own)?.endpoints == [.traces: "http://own:1/t"])
        let both = try Self.settings(own.merging([Self.endpoint: "http://all:1"]) { $1 })
        #expect(both?.endpoints[.traces] == "http://own:1/t" && both?.endpoints[.metrics] == "http://all:1/v1/metrics")
        // Who names an address for livetop itself means all of it.
        #expect(try Self.settings(own, flag: "http://flag:1")?.endpoints[.traces] == "http://flag:1/v1/traces")
    }

    @Test func `the standard variables say the rest`() throws {
        let settings = try #require(
            try Self.settings([
                Self.endpoint: "https://c:1", "OTEL_EXPORTER_OTLP_COMPRESSION": "gzip",
                "OTEL_EXPORTER_OTLP_TIMEOUT": "2500",
                "OTEL_EXPORTER_OTLP_HEADERS": "x-api-key=a%20b, y = c=d", "OTEL_SERVICE_NAME": "agent",
                "OTEL_RESOURCE_ATTRIBUTES": "service.name=no,team=voice",
                "OTEL_SEMCONV_STABILITY_OPT_IN": "http,legacy",
                "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT": "true", "OTEL_BSP_SCHEDULE_DELAY": "100",
            ]))
        #expect(settings.isPacked && settings.timeout == .milliseconds(2_500) && settings.delay == .milliseconds(100))
        #expect(settings.headers == OTLPHeaders([("x-api-key", "a b"), ("y", "c=d")]))
        #expect(settings.serviceName == "agent" && settings.resource["team"] == "voice")
        #expect(settings.conventions == .legacy && settings.capturesContent && settings.encoding == .protobuf)
        let named = try Self.settings([Self.endpoint: "https://c:1", "OTEL_RESOURCE_ATTRIBUTES": "service.name=own"])
        #expect(named?.serviceName == "own" && named?.capturesContent == false)
    }

    @Test(arguments: [["OTEL_SDK_DISABLED": "TRUE"], ["LIVETOP_OTLP": "off"], ["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"]])
    func `it can be switched off`(variables: [String: String]) throws {
        #expect(try Self.settings(variables.merging([Self.endpoint: "http://c:1"]) { $1 }) == nil)
    }

    @Test func `an address for livetop counts, also where another program speaks gRPC`() throws {
        let settings = try Self.settings(["OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"], flag: "http://c:1")
        #expect(settings?.encoding == .protobuf)
    }

    @Test(arguments: [
        ("OTEL_EXPORTER_OTLP_ENDPOINT", "localhost:4317"), ("OTEL_EXPORTER_OTLP_TIMEOUT", "soon"),
        ("OTEL_EXPORTER_OTLP_HEADERS", "no pairs"), ("OTEL_EXPORTER_OTLP_HEADERS", "a=b%0D%0Ac: d"),
        ("OTEL_EXPORTER_OTLP_COMPRESSION", "zstd"), ("OTEL_RESOURCE_ATTRIBUTES", "=x"),
    ])
    func `a variable that cannot be used is told and passed over`(name: String, text: String) throws {
        let configuration = try Self.configuration(
            ["OTEL_EXPORTER_OTLP_LOGS_ENDPOINT": "http://c:1/v1/logs", name: text])
        #expect(configuration.settings.otlp?.endpoints[.logs] == "http://c:1/v1/logs")
        let warnings = configuration.otlp.warnings(configuration[.otlp])
        #expect(warnings.count == 1 && warnings[0].hasPrefix("\(name) is passed over: it is not "))
        #expect(!warnings[0].contains(text))
    }

    @Test func `credentials over an open line are told`() throws {
        let warnings = { (url: String) in
            let configuration = try Self.configuration(["OTEL_EXPORTER_OTLP_HEADERS": "key=hunter2"], flag: url)
            return configuration.otlp.warnings(configuration[.otlp])
        }
        #expect(try warnings("http://collector:4318").count == 1)
        #expect(try warnings("http://localhost:4318").isEmpty && warnings("https://collector:4318").isEmpty)
    }

    @Test(arguments: [
        "[otlp]\nendpoint = \"collector\"", "[otlp]\nprotocol = \"grpc\"", "[otlp]\ncompresion = \"gzip\"",
        "[otlp]\ntimeout-ms = 0", "otlp = \"http://u:p@c\"", "[otlp]\nheaders = \"a=b\"",
    ])
    func `a mistake in a file is an error`(text: String) throws {
        #expect(throws: UserError.self) { try Self.configuration(file: text) }
    }

    @Test func `headers come from a file that nobody else can read`() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("headers")
        try "x-api-key=hunter2\nother=v".write(toFile: path, atomically: true, encoding: .utf8)
        chmod(path, 0o640)
        let error = #expect(throws: UserError.self) { try OTLPHeaders.read(path) }
        #expect(error?.remedy == "chmod 600 '\(path)'")
        chmod(path, 0o600)
        #expect(try OTLPHeaders.read(path) == OTLPHeaders([("x-api-key", "hunter2"), ("other", "v")]))
        #expect(throws: UserError.self) { try OTLPHeaders.read(folder.file("none")) }
        let configuration = try Self.configuration(file: "[otlp]\nheaders-file = \"secret/headers\"")
        #expect(configuration.otlp.changes.first?.value.hasSuffix("/secret/headers") == true)
    }

    @Test func `the values of headers are not among the settings that are shown`() throws {
        let configuration = try Self.configuration(
            ["OTEL_EXPORTER_OTLP_HEADERS": "x-api-key=hunter2"], flag: "http://c:1")
        #expect(configuration.otlp.changes.map(\.value) == ["x-api-key"])
        #expect(!"\(configuration)".contains("hunter2"))
    }
}
