/// Where a value came from. The order is the precedence: the first layer that has a setting decides it.
package enum SettingOrigin: Hashable, Sendable {
    case flag
    /// The variable's name.
    case environment(String)
    /// `.livetop.toml` of the project, with the line of the key.
    case projectFile(path: String, line: Int?)
    /// `config.toml` of the user, with the line of the key.
    case userFile(path: String, line: Int?)
    case defaultValue
}

extension SettingOrigin {
    /// 0 for the strongest.
    var rank: Int {
        switch self {
        case .flag: 0
        case .environment: 1
        case .projectFile: 2
        case .userFile: 3
        case .defaultValue: 4
        }
    }
}

extension SettingOrigin: CustomStringConvertible {
    package var description: String {
        switch self {
        case .flag: "flag"
        case .environment(let name): "environment \(name)"
        case .projectFile(let path, let line): "project file \(Self.place(path, line))"
        case .userFile(let path, let line): "user file \(Self.place(path, line))"
        case .defaultValue: "default"
        }
    }

    /// `path:line`, which editors and terminals can follow.
    private static func place(_ path: String, _ line: Int?) -> String {
        line.map { "\(path):\($0)" } ?? path
    }
}
