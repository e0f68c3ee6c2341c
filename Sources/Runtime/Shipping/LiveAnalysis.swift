import Foundation
import Recordings

/// What the proxy of this process knows of its sessions: whoever ships them need not decode them once more.
struct LiveAnalysis: Sendable {
    private let latest: LatestSnapshot<DiagnosedFleet>

    init(_ latest: LatestSnapshot<DiagnosedFleet>) { self.latest = latest }

    /// What it knows now; what it knew before, where it does not come to say so within a second.
    func picture() -> DiagnosedFleet {
        latest.ask()
        for _ in 0..<40 where latest.isWanted { Thread.sleep(forTimeInterval: 0.025) }
        return latest.newest
    }
}
