import Foundation
package import LiveProtocol
import NIOCore
import NIOPosix
import SessionStore

/// Asks a running proxy over its control socket.
package enum ControlClient {
    /// The status of the proxy that runs on `folder`; nil when none answers within a second.
    package static func status(of folder: String) async -> ProxyStatus? {
        // Whatever the reason, nobody told us a status.
        let path = ControlSocketPath.path(for: folder)
        guard (try? OwnFile.checkSocket(path)) != nil,
            let line = try? await exchange(#"{"request":"status"}"#, path: path), let answer = try? JSONDocument(line)
        else { return nil }
        return ProxyStatus(answer.root["status"])
    }

    /// The proxy's answer to any request; nil when none runs on `folder`, or it does not answer within five seconds.
    package static func answer(to request: JSONValue, in folder: String) async -> JSONDocument? {
        let path = ControlSocketPath.path(for: folder)
        guard (try? OwnFile.checkSocket(path)) != nil,
            let line = try? await exchange(request.text, path: path, within: .seconds(5))
        else {
            return nil
        }
        return try? JSONDocument(line)
    }

    /// The same for whoever has nothing to do until then. Never on a thread of an event loop.
    package static func awaitAnswer(to request: JSONValue, in folder: String) -> JSONValue? {
        let asked = MultiThreadedEventLoopGroup.singleton.any().makeFutureWithTask {
            await answer(to: request, in: folder).map { JSONValue($0.root) }
        }
        // What is asked throws nothing; a loop that is gone has no answer.
        return (try? asked.wait()) ?? nil
    }

    private static func exchange(
        _ request: String, path: String, within limit: TimeAmount = .seconds(1)
    ) async throws -> [UInt8] {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let answer = loop.makePromise(of: [UInt8].self)
        let bootstrap = ClientBootstrap(group: loop).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(AnswerHandler(answer))
            }
        }
        let channel: any Channel
        do {
            channel = try await bootstrap.connect(unixDomainSocketPath: path).get()
        } catch {
            answer.fail(error)
            throw error
        }
        let timeout = loop.scheduleTask(in: limit) { channel.close(promise: nil) }
        defer { timeout.cancel() }
        try await channel.writeAndFlush(ByteBuffer(string: request + "\n"))
        let line = try await answer.futureResult.get()
        // The answer is there; how the connection ends does not matter.
        try? await channel.close()
        return line
    }
}

/// Collects bytes up to the end of the first line.
private final class AnswerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let answer: EventLoopPromise<[UInt8]>
    private var line: [UInt8] = []

    init(_ answer: EventLoopPromise<[UInt8]>) { self.answer = answer }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        line.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        if let end = line.firstIndex(of: UInt8(ascii: "\n")) { answer.succeed(Array(line[..<end])) }
    }

    /// Nothing more comes. After a complete answer this changes nothing.
    func channelInactive(context: ChannelHandlerContext) {
        answer.fail(ChannelError.inputClosed)
    }
}
