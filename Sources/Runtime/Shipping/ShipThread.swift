import Foundation
import LiveProtocol
import NIOConcurrencyHelpers
import Recordings
import SessionStore
import Shipping
import Snapshots

/// Ships while a proxy records, on a thread of its own that gives way to the calls: it reads what the recorder has written,
/// and nobody waits for it.
final class ShipThread: Sendable {
    private let shared = NIOLockedValueBox(ShipStatus())
    private let isEnding = NIOLockedValueBox(false)
    private let thread: JoinableThread

    /// Between two looks for something new.
    private static let interval = 5.0
    /// Between two attempts at what somebody has to mend.
    private static let stopInterval = 60.0

    /// - Parameters:
    ///   - database: the one that is being recorded into now.
    ///   - folder: where it lies.
    init(
        _ settings: ShipSettings, node: String, credentials: StoreCredentials?, in folder: URL, _ knowledge: Knowledge,
        live: LiveAnalysis, log: ProcessLog, database: @escaping @Sendable () -> SessionDatabase
    ) {
        let (shared, isEnding) = (shared, isEnding)
        thread = JoinableThread(named: "ship", isInBackground: true) {
            var round = ShipRound(log: log, address: settings.store)
            var shipper: Shipper?
            while !isEnding.withLockedValue(\.self) {
                let now = database()
                do {
                    // Another one after a file was lost: its rows are numbered from 1.
                    if shipper?.outbox.isIn(now) != true {
                        let recordings = Recordings(now, in: folder, knowledge: knowledge) { .wallClock }
                        shipper = try Shipper(
                            settings, node: node, credentials: credentials, database: now, recordings: recordings,
                            status: shared, live: live)
                    }
                    let step = try shipper?.step()
                    round.succeed()
                    if step != .more { Self.wait(Self.interval, isEnding) }
                } catch {
                    let failure = ShipFailure(error)
                    shared.withLockedValue { $0.problem = failure }
                    let wait = round.fail(failure)
                    Self.wait(failure.needsSomebody ? Self.stopInterval : wait, isEnding)
                }
            }
        }
    }

    var status: ShipStatus { shared.withLockedValue(\.self) }

    /// Ends it, usually at once. What a request is in the middle of is sent again by the next process.
    func stop() {
        isEnding.withLockedValue { $0 = true }
        _ = thread.join(within: .milliseconds(300))
    }

    private static func wait(_ seconds: Double, _ isEnding: NIOLockedValueBox<Bool>) {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end, !isEnding.withLockedValue(\.self) { Thread.sleep(forTimeInterval: 0.1) }
    }
}

/// What is said of shipping, once each time that it changes, and how long to wait after a failure.
struct ShipRound {
    let log: ProcessLog
    let address: StoreAddress
    private var backOff = BackOff()
    private var told: String?

    init(log: ProcessLog, address: StoreAddress) { (self.log, self.address) = (log, address) }

    mutating func succeed() {
        backOff.succeed()
        if told != nil { log.note("shipping to \(address) goes on", .info) }
        told = nil
    }

    /// - Returns: Seconds to wait.
    mutating func fail(_ failure: ShipFailure) -> Double {
        if told != failure.why {
            log.note("shipping to \(address) waits: \(failure.why); \(failure.cure)", .warning)
        }
        told = failure.why
        return backOff.fail(asked: failure.after, chance: .random(in: 0...1))
    }
}
