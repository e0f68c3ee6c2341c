public import NIOCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// Stops accepting for a moment where the system has no descriptors or memory left for another connection.
///
/// The kernel keeps who waits, so nobody is turned away. Left to itself the event loop would be told of the same
/// connection again and again, and NIO's own `AcceptBackoffHandler` does not change that: it holds back the next read, but
/// the interest in reading stays registered while nothing has been accepted. Taking back `autoRead` takes it back.
public final class AcceptPause: ChannelInboundHandler {
    public typealias InboundIn = any Channel

    /// Long enough to cost nothing, short enough that a client does not give up.
    private static let length = TimeAmount.milliseconds(200)

    /// Called once for every time that descriptors run out, however long it lasts.
    private let report: () -> Void
    private var isPaused = false
    private var isReported = false

    public init(report: @escaping () -> Void) { self.report = report }

    public func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        isReported = false
        context.fireChannelRead(data)
    }

    public func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(error.errnoCode) else {
            return context.fireErrorCaught(error)
        }
        pause(context)
        guard !isReported else { return }
        isReported = true
        report()
    }

    private func pause(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        isPaused = true
        setReading(false, context)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.length) {
            self.isPaused = false
            if context.channel.isActive { self.setReading(true, context) }
        }
    }

    /// On the event loop the option is set at once; it can fail only for a listener that is closed.
    private func setReading(_ isReading: Bool, _ context: ChannelHandlerContext) {
        try? context.channel.syncOptions?.setOption(.autoRead, value: isReading)
    }
}
