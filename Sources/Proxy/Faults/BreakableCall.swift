import LiveProtocol
import NIOConcurrencyHelpers
import NIOCore

/// A call that can be broken, as other threads see it.
struct BreakableCall: Sendable {
    var tag: String?
    var endpoint: Endpoint
    /// Client and service have agreed on compression: what messages say is known behind the tap alone.
    var isCompressed: Bool
    let states: NIOLockedValueBox<[FaultState]>
    private let eventLoop: any EventLoop
    private let legs: NIOLoopBound<FaultLegs>

    init(
        tag: String?, endpoint: Endpoint, isCompressed: Bool, _ legs: FaultLegs, on eventLoop: any EventLoop
    ) {
        self.tag = tag
        self.endpoint = endpoint
        self.isCompressed = isCompressed
        states = legs.states
        self.eventLoop = eventLoop
        self.legs = NIOLoopBound(legs, eventLoop: eventLoop)
    }

    func arm(_ faults: [Fault]) async throws {
        if let fault = faults.first(where: { $0.needsLive && !endpoint.isLive }) { throw FaultError.notLive(fault) }
        if isCompressed, let fault = faults.first(where: \.needsLive) { throw FaultError.compressed(fault) }
        if let fault = faults.first(where: { $0.refusal != nil }) { throw FaultError.upgraded(fault) }
        try await eventLoop.submit { [legs] in try legs.value.arm(faults) }.get()
    }

    /// - Parameter number: of the fault that is to end; nil for all.
    func stop(_ number: Int? = nil) { eventLoop.execute { [legs] in legs.value.call?.stop(number) } }
}
