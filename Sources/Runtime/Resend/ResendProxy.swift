import Cassettes
import Foundation
import LiveProtocol
import Recordings
import SessionStore

/// The proxy through which a session is sent again: one for as long as it takes, or the one that records into the data
/// folder already, where its calls go to the same place.
struct ResendProxy {
    let port: Int
    private let runtime: ProxyRuntime?

    static func find(
        for settings: ProxySettings, _ knowledge: Knowledge, redacting rule: TextRule?
    ) async throws -> ResendProxy {
        do {
            let runtime = try await ProxyRuntime.start(settings, knowledge, redacting: rule, command: "resend")
            return ResendProxy(port: runtime.place.port, runtime: runtime)
        } catch FolderLock.Failure.held(let holder, let folder) {
            guard let holder, let port = holder.port else { throw FolderLock.Failure.held(holder, folder: folder) }
            let status = await ControlClient.status(of: settings.dataDirectory)
            guard holder.upstream == settings.upstreamIdentity, status?.capture == settings.captureName else {
                throw refusal(holder, status, settings)
            }
            return ResendProxy(port: port, runtime: nil)
        }
    }

    private static func refusal(
        _ holder: FolderLock.Holder, _ status: ProxyStatus?, _ settings: ProxySettings
    ) -> UserError {
        let difference =
            holder.upstream == settings.upstreamIdentity
            ? "records \(status?.capture ?? "not everything")" : "sends its calls to \(holder.upstream)"
        return UserError(
            .unavailable, what: "cannot record the new session in \(settings.dataDirectory)",
            why: "livetop, process \(holder.pid), uses the folder and \(difference)",
            remedy: "stop it, and try again")
    }

    /// Until the new sessions are in the database, with their ends.
    func shutdown() async { await runtime?.shutdown() }

    var isShared: Bool { runtime == nil }
}
