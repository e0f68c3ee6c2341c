import Foundation
package import Runtime
import SessionStore
import Shipping

/// Reads the layers of a `Configuration` from flags, environment and files.
package struct ConfigurationLoader {
    package var environment: [String: String]
    /// Relative paths of flags and variables count from here, and the project file is looked for from here upwards.
    package var currentDirectory: String
    package var folders: StandardFolders

    package init(environment: [String: String], currentDirectory: String, folders: StandardFolders) {
        self.environment = environment
        self.currentDirectory = currentDirectory
        self.folders = folders
    }

    /// - Throws: `UserError` with status 64 for a bad flag, 78 for a bad variable or file.
    package func load(flags: [SettingKey: [String]]) throws(UserError) -> Configuration {
        var layers = [try flagLayer(flags), try environmentLayer()]
        let project = try file(at: projectFile)
        let user = try file(at: folders.configurationFile)
        if let project, project.hasPlayer { throw PlayerSettings.misplaced(project.path) }
        if let project, UpstreamTable.hasLogin(project.texts[.upstreamFor]) {
            throw UpstreamTable.misplaced(project.path)
        }
        if let project { layers.append(layer(of: project) { .projectFile(path: project.path, line: $0) }) }
        if let user { layers.append(layer(of: user) { .userFile(path: user.path, line: $0) }) }
        var configuration = Configuration(layers: layers, defaults: defaults)
        for file in [user, project].compactMap(\.self) { try file.add(to: &configuration) }
        configuration.otlp.read(environment)
        configuration.catalogue = try Catalogue.load(folders)
        return configuration
    }

    private func file(at path: String?) throws(UserError) -> ConfigurationFile? {
        guard let path else { return nil }
        return try ConfigurationFile(readingIfPresent: path)
    }

    private var defaults: [SettingKey: [String]] {
        [
            .port: [String(SettingValue.defaultPort)],
            .listen: SettingValue.defaultAddresses,
            .insecureUpstream: ["false"],
            .noDeflate: ["false"],
            .capture: [CaptureLevel.full.rawValue],
            .coreDumps: ["false"],
            .dataDirectory: [folders.dataFolder],
            .shipPayload: [ShipPayload.standard.rawValue],
        ]
    }

    private func flagLayer(_ flags: [SettingKey: [String]]) throws(UserError) -> [SettingKey: Configuration.Value] {
        var layer: [SettingKey: Configuration.Value] = [:]
        for (key, texts) in flags {
            if let problem = texts.lazy.compactMap({ SettingValue.problem(with: $0, for: key) }).first {
                throw UserError(
                    .usage, what: "bad value for \(key.flag)", why: problem, remedy: "livetop serve --help")
            }
            layer[key] = value(texts, of: key, relativeTo: currentDirectory, origin: .flag)
        }
        return layer
    }

    private func environmentLayer() throws(UserError) -> [SettingKey: Configuration.Value] {
        var layer: [SettingKey: Configuration.Value] = [:]
        for key in SettingKey.allCases {
            let name = key.environmentName
            guard let text = environment[name], !text.isEmpty else { continue }
            let texts = key.isList ? Self.listed(text) : [text]
            if let problem = texts.lazy.compactMap({ SettingValue.problem(with: $0, for: key) }).first {
                throw UserError(
                    .badConfiguration, what: "bad value in the environment variable \(name)", why: problem,
                    remedy: "unset \(name), or correct it")
            }
            layer[key] = value(texts, of: key, relativeTo: currentDirectory, origin: .environment(name))
        }
        // OpenTelemetry's own variable, which may be meant for another program: what is no address is passed over.
        let name = OTLPConfiguration.endpointVariable
        if layer[.otlp] == nil, let text = environment[name], SettingValue.collector(text) != nil {
            layer[.otlp] = Configuration.Value(texts: [text], origin: .environment(name))
        }
        return layer
    }

    private static func listed(_ text: String) -> [String] {
        text.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
    }

    private func layer(
        of file: ConfigurationFile, origin: (Int?) -> SettingOrigin
    ) -> [SettingKey: Configuration.Value] {
        let folder = (file.path as NSString).deletingLastPathComponent
        return Dictionary(
            uniqueKeysWithValues: file.texts.map { key, texts in
                (key, value(texts, of: key, relativeTo: folder, origin: origin(file.lines[key])))
            })
    }

    private func value(
        _ texts: [String], of key: SettingKey, relativeTo folder: String, origin: SettingOrigin
    ) -> Configuration.Value {
        let resolved = key.isPath ? texts.map { absolute($0, from: folder) } : texts
        return Configuration.Value(texts: resolved, origin: origin)
    }

    private func absolute(_ path: String, from folder: String) -> String {
        let expanded = (path as NSString).expandingTildeInPath
        return URL(filePath: expanded, relativeTo: URL(filePath: folder, directoryHint: .isDirectory))
            .standardizedFileURL.path(percentEncoded: false)
    }

    /// `.livetop.toml` of the current folder or of the nearest one above it, up to the root of the repository.
    /// Without a repository only the current folder counts: `/tmp/.livetop.toml` is nobody's project.
    private var projectFile: String? {
        let folders = sequence(first: URL(filePath: currentDirectory)) { folder in
            folder.path().count > 1 ? folder.deletingLastPathComponent() : nil
        }
        var passed: [URL] = []
        for folder in folders.prefix(64) {
            passed.append(folder)
            if exists(folder.appending(path: ".git")) { return Self.firstProjectFile(in: passed) }
        }
        return Self.firstProjectFile(in: [URL(filePath: currentDirectory)])
    }

    private static func firstProjectFile(in folders: [URL]) -> String? {
        folders.map { $0.appending(path: ".livetop.toml").path(percentEncoded: false) }
            .first { FileManager.default.fileExists(atPath: $0) }
    }

    private func exists(_ url: URL) -> Bool {
        FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
    }
}
