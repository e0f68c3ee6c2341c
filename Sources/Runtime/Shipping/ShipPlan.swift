import Foundation
import Recordings
import SessionStore
import Shipping

/// What shipping needs to know before the first call comes: a file that cannot be read is told of then.
struct ShipPlan {
    private let settings: ShipSettings
    private let folder: URL
    private let node: String
    private let credentials: StoreCredentials?

    /// Calls of a demonstration, and calls that are sent again, are nobody else's business.
    private static let staying: Set<String> = ["demo", "resend"]

    /// Nil where nothing is to be sent anywhere.
    ///
    /// - Parameter command: what starts the proxy.
    /// - Throws: `UserError` for credentials that cannot be used, `CertificateAuthorityError` for a folder that cannot be
    ///   written.
    init?(for command: String, _ proxy: ProxySettings) throws {
        guard let settings = proxy.ship, !Self.staying.contains(command) else { return nil }
        self.settings = settings
        folder = URL(filePath: proxy.dataDirectory, directoryHint: .isDirectory)
        credentials = try StoreCredentials.load(file: settings.credentialsFile)
        node = try NodeName.name(in: self.folder, chosen: settings.node)
    }

    /// Nil where nothing is recorded.
    func start(_ capture: CapturePipeline, _ knowledge: Knowledge, _ log: ProcessLog) -> ShipThread? {
        capture.recorder.map { recorder in
            ShipThread(
                settings, node: node, credentials: credentials, in: folder, knowledge,
                live: LiveAnalysis(capture.latest),
                log: log
            ) {
                recorder.database
            }
        }
    }
}
