import Glibc

/// Where livetop keeps its files unless told otherwise: the XDG folders, on every system.
package struct StandardFolders: Equatable, Sendable {
    /// `config.toml` of the user.
    package var configurationFile: String
    /// Limits and prices of the models, where they are not those that are built in.
    package var modelsFile: String { folder + "/models.toml" }
    package var pricesFile: String { folder + "/prices.toml" }
    /// Database, certificates and control socket.
    package var dataFolder: String

    private var folder: String { String(configurationFile.dropLast("/config.toml".count)) }

    package init(environment: [String: String]) {
        let home = Self.home(environment)
        configurationFile = Self.base("XDG_CONFIG_HOME", environment, home + "/.config") + "/livetop/config.toml"
        dataFolder = Self.base("XDG_DATA_HOME", environment, home + "/.local/share") + "/livetop"
    }

    /// Services and `env -i` have no `HOME`: then it is what the system knows of the user. A user without a home gets one
    /// that is nowhere, as the system's own such users do: what is kept there fails with its path.
    private static func home(_ environment: [String: String]) -> String {
        if let home = environment["HOME"], home.hasPrefix("/") { return home }
        let entry = getpwuid(getuid())
        guard let known = entry?.pointee.pw_dir.map({ String(cString: $0) }), known.hasPrefix("/") else {
            return "/nonexistent"
        }
        return known == "/" ? "" : known
    }

    /// The specification tells programs to ignore relative paths.
    private static func base(_ name: String, _ environment: [String: String], _ fallback: String) -> String {
        guard let folder = environment[name], folder.hasPrefix("/") else { return fallback }
        return folder
    }
}
