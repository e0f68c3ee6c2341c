import LiveProtocol
import NIOCore
import NIOWebSocket
public import Simulator

/// Says to a service what the recorded client of a connection said, with its timing.
public struct ResendClient: Sendable {
    /// Its path decides which service is meant; its key goes out as `x-goog-api-key`.
    private let configuration: ClientConfiguration

    public init(_ configuration: ClientConfiguration) { self.configuration = configuration }

    /// Plays `plan` once, until `deadline` at most. Whatever goes wrong is part of the outcome.
    ///
    /// - Parameter handles: the newest takes the place of a redacted resumption handle; without one there is none.
    public func play(
        _ plan: ResendPlan, handles: ResendHandles, until deadline: ContinuousClock.Instant
    ) async -> ResendOutcome {
        do {
            switch try await ClientConnection.open(ClientAddress(configuration), configuration) {
            case .refused(let status): return ResendOutcome(.refused(status))
            case .open(let channel):
                return try await channel.executeThenClose { inbound, outbound in
                    let call = ResendCall(plan, handles, deadline, configuration.patience, outbound, channel.channel)
                    return await withTaskGroup(of: Void.self) { group in
                        group.addTask { await call.read(inbound) }
                        group.addTask { await call.perform() }
                        await group.waitForAll()
                        return await call.outcome
                    }
                }
            }
        } catch {
            return ResendOutcome(.unreachable("\(error)"))
        }
    }
}

/// The resumption handles that the service gives while a session is sent again, over all of its connections.
public actor ResendHandles {
    private(set) var newest: String?

    public init() {}

    func note(_ handle: String?) { newest = handle ?? newest }
}

/// How sending a connection again ended.
public struct ResendOutcome: Hashable, Sendable {
    public var ending: ClientOutcome.Ending
    public var messagesSent = 0
    public var messagesReceived = 0
    /// Answers of tools that were left out, because the service asked for no such call this time.
    public var answersLeftOut = 0
    /// It reached the limit of its duration, or was interrupted, before everything was said.
    public var isCut = false
    /// The service never confirmed the setup.
    public var isSetUp = false

    init(_ ending: ClientOutcome.Ending) { self.ending = ending }
}
