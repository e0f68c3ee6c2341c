import Runtime

/// Every file that livetop reads or writes.
package struct FilePaths: Equatable, Sendable {
    package var dataFolder: String
    package var folders: StandardFolders

    package init(dataFolder: String, folders: StandardFolders) {
        self.dataFolder = dataFolder
        self.folders = folders
    }

    /// In the order in which people look for them.
    package var named: [(name: String, path: String)] {
        [
            ("config", folders.configurationFile),
            ("models", folders.modelsFile),
            ("prices", folders.pricesFile),
            ("data", dataFolder),
            ("database", dataFolder + "/livetop.db"),
            ("ca", dataFolder + "/ca.pem"),
            ("ca-key", dataFolder + "/ca-key.pem"),
            ("ca-bundle", dataFolder + "/ca-bundle.pem"),
            ("redaction-key", dataFolder + "/redaction.key"),
            ("lock", dataFolder + "/livetop.lock"),
            ("run", dataFolder + "/run.json"),
            ("control-socket", ControlSocketPath.path(for: dataFolder)),
        ]
    }
}
