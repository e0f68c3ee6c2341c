import NIOCore
import NIOPosix
import NIOSSL

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// The ways in which a leg of a connection can be ended, and their names.
enum LegEnd {
    /// Ends that are not orderly, and that the other leg must be able to tell from one that is.
    enum Disorder: Hashable {
        /// RST.
        case reset
        /// TLS without close_notify: for all that the receiver knows, bytes are missing.
        case truncated

        init?(_ error: any Error) {
            if case NIOSSLError.uncleanShutdown = error {
                self = .truncated
            } else if error is IOError {
                self = .reset
            } else {
                return nil
            }
        }
    }

    static func words(for error: any Error) -> String {
        switch error {
        case NIOSSLError.uncleanShutdown: "ended TLS without close_notify"
        case let error as IOError where error.errnoCode == ECONNRESET: "reset the connection"
        case let error as IOError: "failed: \(String(cString: strerror(error.errnoCode)))"
        default: "failed: \(PlainWords.of(error))"
        }
    }

    /// FIN, behind everything that was written. NIO would drop pending writes where it turns a half-close into a full
    /// one, hence the empty write that is through when all before it are.
    static func closeOutput(_ context: ChannelHandlerContext, isTruncated: Bool) {
        afterFlush(context) { _ in
            (isTruncated ? rawContext(of: context) : context).close(mode: .output, promise: nil)
        }
    }

    /// The end of both ways, behind everything that was written. A peer that does not read gets 30 s, like from a
    /// kernel whose process is gone, and is cut off then.
    static func close(_ context: ChannelHandlerContext, isTruncated: Bool) {
        let limit = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(30)) { abort(context) }
        context.channel.closeFuture.whenComplete { _ in limit.cancel() }
        afterFlush(context) { _ in
            (isTruncated ? rawContext(of: context) : context).close(mode: .all, promise: nil)
        }
    }

    /// RST: what is not sent yet is not sent any more.
    static func abort(_ context: ChannelHandlerContext) {
        // On the loop the option is set at once. Should that fail, the peer sees FIN instead of RST: no reason not to
        // close.
        _ = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        rawContext(of: context).close(mode: .all, promise: nil)
    }

    /// RST behind everything that was written: what livetop had received is with the peer before, as it would be on a
    /// connection without livetop. A peer that does not read gets 30 s.
    static func reset(_ context: ChannelHandlerContext) {
        let limit = context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(30)) { abort(context) }
        context.channel.closeFuture.whenComplete { _ in limit.cancel() }
        afterFlush(context) { _ in abortWhenReceived(context) }
    }

    /// The kernel forgets what it has not sent when a connection is reset, hence the wait until the peer has all.
    private static func abortWhenReceived(_ context: ChannelHandlerContext) {
        guard context.channel.isActive, unreceivedByteCount(context) > 0 else { return abort(context) }
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(5)) { abortWhenReceived(context) }
    }

    /// Bytes in the kernel that the peer's kernel has not acknowledged; 0 where the system does not tell.
    private static func unreceivedByteCount(_ context: ChannelHandlerContext) -> Int32 {
        var count: Int32 = 0
        #if os(Linux)
            // An error means that there is no connection any more, and nothing to wait for.
            _ = try? context.pipeline.syncOperations.withUnsafeTransportIfAvailable(of: NIOBSDSocket.Handle.self) {
                ioctl($0, UInt(TIOCOUTQ), &count)
            }
        #endif
        return count
    }

    private static func afterFlush(
        _ context: ChannelHandlerContext, _ close: @escaping (Result<Void, any Error>) -> Void
    ) {
        let flushed = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(NIOAny(ByteBuffer()), promise: flushed)
        flushed.futureResult.assumeIsolated().whenComplete(close)
    }

    /// The place in the pipeline below TLS: closing from there says nothing to the peer's TLS.
    private static func rawContext(of context: ChannelHandlerContext) -> ChannelHandlerContext {
        let pipeline = context.pipeline.syncOperations
        // Neither is an error: a plain leg has no TLS handler.
        return (try? pipeline.context(handlerType: NIOSSLServerHandler.self))
            ?? (try? pipeline.context(handlerType: NIOSSLClientHandler.self)) ?? context
    }
}
