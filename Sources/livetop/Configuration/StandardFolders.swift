/// Where livetop keeps its files unless told otherwise: the XDG folders, on every system.
struct StandardFolders: Equatable, Sendable {
    /// `config.toml` of the user.
    var configurationFile: String
    /// Limits and prices of the models, where they are not those that are built in.
    var modelsFile: String { folder + "/models.toml" }
    var pricesFile: String { folder + "/prices.toml" }
    /// Database, certificates and control socket.
    var dataFolder: String

    private var folder: String { String(configurationFile.dropLast("/config.toml".count)) }

    init(environment: [String: String]) {
        let home = environment["HOME"] ?? "/"
        configurationFile = Self.base("XDG_CONFIG_HOME", environment, home + "/.config") + "/livetop/config.toml"
        dataFolder = Self.base("XDG_DATA_HOME", environment, home + "/.local/share") + "/livetop"
    }

    /// The specification tells programs to ignore relative paths.
    private static func base(_ name: String, _ environment: [String: String], _ fallback: String) -> String {
        guard let folder = environment[name], folder.hasPrefix("/") else { return fallback }
        return folder
    }
}
