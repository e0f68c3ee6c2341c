package import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
package import Recordings
package import SessionStore
package import Shipping

/// `livetop ship`: sends what waits, on the calling thread, until nothing does or somebody ends it.
package struct ShipJob {
    private let settings: ShipSettings
    private let folder: URL
    private let knowledge: Knowledge
    private let database: SessionDatabase
    private let status = NIOLockedValueBox(ShipStatus())

    /// - Throws: `DatabaseError` where nothing has been recorded in the folder.
    package init(_ settings: ShipSettings, in folder: URL, _ knowledge: Knowledge) throws {
        (self.settings, self.folder, self.knowledge) = (settings, folder, knowledge)
        database = try SessionDatabase.openBeside(recorderIn: folder)
    }

    /// What was sent.
    package var rows: Int64 { status.withLockedValue(\.rows) }
    /// What could not be.
    package var deadRows: Int64 { status.withLockedValue { $0.state?.deadRows ?? 0 } }

    /// - Parameters:
    ///   - isOnce: ends when nothing waits, or when the store does not take it.
    ///   - isEnding: asked several times a second.
    ///   - reached: told of each step, of one that ends when everything is there.
    ///   - told: what is to be said of waiting and going on.
    /// - Throws: `UserError` where it ends with something that waits.
    package func run(
        isOnce: Bool, isEnding: () -> Bool, reached: WorkStep.Telling = { _ in }, told: (String) -> Void
    ) throws {
        let shipper = try makeShipper()
        let plan = isOnce ? try Self.plan(in: database, for: settings.store) : nil
        let total = plan.map { $0.frames.addingClamped($0.events) }
        var backOff = BackOff()
        var complaint: String?
        while !isEnding() {
            do {
                let step = try shipper.step()
                if let total { reached(WorkStep("shipping", Int(clamping: rows), of: Int(clamping: total), "rows")) }
                backOff.succeed()
                if complaint != nil { told("shipping to \(settings.store) goes on") }
                complaint = nil
                guard step == .caughtUp else { continue }
                if isOnce { return }
                Self.wait(5, isEnding)
            } catch {
                let seconds = backOff.fail(asked: error.after, chance: .random(in: 0...1))
                // A hiccup passes; what somebody has to mend does not.
                if isOnce, error.needsSomebody || backOff.failures > 5 { throw Self.failure(error, settings) }
                if complaint != error.why { told("shipping to \(settings.store) waits: \(error.why); \(error.cure)") }
                complaint = error.why
                Self.wait(error.needsSomebody ? 60 : seconds, isEnding)
            }
        }
    }

    private func makeShipper() throws -> Shipper {
        let recordings = Recordings(database, in: folder, knowledge: knowledge) { .wallClock }
        return try Shipper(
            settings, node: try NodeName.name(in: folder, chosen: settings.node),
            credentials: try StoreCredentials.load(file: settings.credentialsFile), database: database,
            recordings: recordings, status: status)
    }

    private static func failure(_ failure: ShipFailure, _ settings: ShipSettings) -> UserError {
        UserError(
            .unavailable, what: "cannot ship everything to \(settings.store)", why: failure.why, remedy: failure.cure)
    }

    private static func wait(_ seconds: Double, _ isEnding: () -> Bool) {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end, !isEnding() { Thread.sleep(forTimeInterval: 0.1) }
    }

    /// What would be sent now: how many rows and of about what size, without asking the store anything.
    package static func plan(in database: SessionDatabase, for store: StoreAddress) throws -> OutboxPlan {
        try Outbox(database, url: store.description).plan()
    }
}
