import NIOCore
import NIOWebSocket

/// Plays the client's side of a script against any server, real time, over plain TCP or TLS: says the client's lines
/// and waits for the server's.
public struct ScriptedClient: Sendable {
    private let configuration: ClientConfiguration

    public init(_ configuration: ClientConfiguration) { self.configuration = configuration }

    /// Plays `script` once. Whatever goes wrong is part of the outcome.
    public func play(_ script: Script) async -> ClientOutcome {
        do {
            switch try await ClientConnection.open(ClientAddress(configuration), configuration) {
            case .refused(let status): return ClientOutcome(.refused(status))
            case .open(let channel): return try await play(script, on: channel)
            }
        } catch {
            return ClientOutcome(.unreachable("\(error)"))
        }
    }

    private func play(
        _ script: Script, on channel: NIOAsyncChannel<WebSocketFrame, WebSocketFrame>
    ) async throws -> ClientOutcome {
        try await channel.executeThenClose { inbound, outbound in
            let call = ClientCall(configuration, outbound, channel.channel)
            return await withTaskGroup(of: Void.self) { group in
                group.addTask { await call.read(inbound) }
                group.addTask { await call.perform(script) }
                await group.waitForAll()
                return await call.outcome
            }
        }
    }
}
