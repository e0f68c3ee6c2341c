import Foundation
import LiveProtocol
import NIOCore
import NIOPosix
import Proxy
import SessionStore
import Snapshots

/// The socket in the data folder by which other livetop processes ask a running proxy (`docs/configuration.md`).
///
/// One line of JSON in, one line out: `{"request":"status"}` → `{"ok":true,"status":{…}}`, or `{"ok":false,"error":…}`.
/// Faults are asked for, told and stopped the same way (`FaultRequest`).
/// Only the owner may connect: file 0600 in a folder 0700.
final class ControlSocket: Sendable {
    private let channel: any Channel
    private let path: String
    /// Tells the socket file that we made from another of its name.
    private let identity: FileIdentity?

    /// Listens in `folder`; what `status` returns must not block. A socket file left by a killed proxy is replaced,
    /// so the caller holds the folder's lock. Anything else in its place is left alone, and an error.
    /// What `faults` answers may take its time.
    init(
        folder: String, status: @escaping @Sendable () -> ProxyStatus,
        faults: @escaping @Sendable (FaultRequest) async -> JSONValue
    ) async throws {
        path = try ControlSocketPath.prepared(for: folder)
        try OwnFile.checkSocket(path)
        unlink(path)
        channel = try await ServerBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    // The proxy says so for both.
                    try channel.pipeline.syncOperations.addHandler(AcceptPause {})
                }
            }
            .childChannelOption(.autoRead, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(ControlHandler(status: status, faults: faults))
                }
            }
            .bind(unixDomainSocketPath: path).get()
        guard chmod(path, 0o600) == 0 else { throw POSIXError(POSIXErrorCode(rawValue: errno) ?? .EPERM) }
        identity = FileIdentity(at: path)
    }

    /// Whether who connects to the path comes to us.
    var isInPlace: Bool { identity == nil || FileIdentity(at: path) == identity }

    func close() async {
        // It may be closed already, and the process is ending.
        try? await channel.close()
        if isInPlace { unlink(path) }
    }
}

/// Answers the requests of one control connection.
private final class ControlHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// Requests are words; who sends more than this is not livetop.
    private static let lineLimit = 4096

    private let status: @Sendable () -> ProxyStatus
    private let faults: @Sendable (FaultRequest) async -> JSONValue
    private var line: [UInt8] = []

    init(
        status: @escaping @Sendable () -> ProxyStatus, faults: @escaping @Sendable (FaultRequest) async -> JSONValue
    ) {
        self.status = status
        self.faults = faults
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            if byte == UInt8(ascii: "\n") {
                answer(line, context)
                line.removeAll()
            } else {
                line.append(byte)
            }
            guard line.count <= Self.lineLimit else { return context.close(promise: nil) }
        }
        context.flush()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func answer(_ line: [UInt8], _ context: ChannelHandlerContext) {
        // No JSON, or not an object with a request: either way not a request we know.
        let document = try? JSONDocument(line)
        if let request = document.flatMap({ FaultRequest($0.root) }) {
            let answered = context.eventLoop.makeFutureWithTask { [faults] in await faults(request) }
            answered.assumeIsolated().whenSuccess { answer in
                self.write(answer, context: context)
                context.flush()
            }
            return
        }
        guard document?.root["request"]?.string == "status" else {
            let words = "unknown request; this livetop answers: status, fault, faults, fault-stop"
            return write(.object([("ok", false), ("error", .string(words))]), context: context)
        }
        write(.object([("ok", true), ("status", status().json)]), context: context)
    }

    private func write(_ answer: JSONValue, context: ChannelHandlerContext) {
        context.write(wrapOutboundOut(ByteBuffer(bytes: answer.utf8 + [UInt8(ascii: "\n")])), promise: nil)
    }
}
