import Foundation
import Recordings
package import Reports
import Runtime
import SessionStore

extension Configuration {
    /// Who was recorded with which model; nobody where nothing has been recorded.
    package func modelUses() throws -> [ModelUse] {
        guard FileManager.default.fileExists(atPath: folder.appending(path: "livetop.db").path) else { return [] }
        let recordings = try recordings()
        let clients = try recordings.index.clients()
        return ModelUse.gathered(try recordings.sessions().map(\.summary), clients: clients)
    }
}
