import NIOConcurrencyHelpers
import NIOCore

/// The two legs of a call, and its faults once there are some. Confined to the call's event loop.
final class FaultLegs {
    private let recorder: CallRecorder
    private weak var client: RelayHandler?
    private weak var upstream: RelayHandler?
    private let eventLoop: any EventLoop
    let states = NIOLockedValueBox<[FaultState]>([])
    private(set) var call: FaultCall?

    init(
        _ recorder: CallRecorder, client: RelayHandler, upstream: RelayHandler, on eventLoop: any EventLoop
    ) {
        self.recorder = recorder
        self.client = client
        self.upstream = upstream
        self.eventLoop = eventLoop
    }

    func arm(_ faults: [Fault]) throws {
        let call = try self.call ?? install()
        for fault in faults { call.arm(fault) }
    }

    private func install() throws -> FaultCall {
        guard let client, let upstream else { throw FaultError.ended }
        let made = try FaultCall.install(recorder, client: client, upstream: upstream, on: eventLoop, states)
        guard let made else {
            throw FaultError(
                "the bytes of that call make no sense as WebSocket any more", cure: "ask for the next one: --next 1")
        }
        call = made
        return made
    }
}
