import LiveProtocol
public import NIOCore
import NIOWebSocket
import Simulator

/// Runs a `CassettePlayer` on a channel: frames in, actions out, alarms on the event loop. Answers pings and closes.
final class CassetteHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private var player: CassettePlayer
    private let speed: Double
    private let number: Int
    private let report: @Sendable (CassetteReport) -> Void
    private var hasSentClose = false
    private var hasReported = false
    private var context: ChannelHandlerContext?

    init(
        _ player: CassettePlayer, speed: Double, number: Int, report: @escaping @Sendable (CassetteReport) -> Void
    ) {
        self.player = player
        self.speed = max(speed, 0.01)
        self.number = number
        self.report = report
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        carryOut(player.begin(), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .binary:
            guard !hasSentClose else { return }
            carryOut(player.receive(Array(frame.unmaskedData.readableBytesView)), context)
        case .ping: send(.pong, frame.unmaskedData, context)
        case .connectionClose:
            finish()
            if !hasSentClose { send(.connectionClose, frame.unmaskedData, context) }
            context.close(promise: nil)
        default: break
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func finish() {
        guard !hasReported else { return }
        hasReported = true
        let difference = player.end()
        report(CassetteReport(connection: number, isComplete: player.isComplete, difference: difference))
    }

    private func ring(_ alarm: Int) {
        guard let context, context.channel.isActive, !hasSentClose else { return }
        carryOut(player.ring(alarm), context)
    }

    private func carryOut(_ actions: [CassettePlayer.Action], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let payload, let isText): send(isText ? .text : .binary, ByteBuffer(bytes: payload), context)
            case .wait(let length, let alarm):
                context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds((length / speed).nanoseconds)) {
                    [weak self] in self?.ring(alarm)
                }
            case .close(let closing):
                hasSentClose = true
                send(.connectionClose, ByteBuffer(bytes: closing.payload), context)
            case .fail(let difference):
                hasSentClose = true
                hasReported = true
                report(CassetteReport(connection: number, isComplete: false, difference: difference))
                let reason = MockClosure(code: 1008, reason: "not as recorded: \(difference)")
                send(.connectionClose, ByteBuffer(bytes: reason.payload), context)
            }
        }
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        context.writeAndFlush(
            wrapOutboundOut(WebSocketFrame(fin: true, opcode: opcode, data: payload)), promise: nil)
    }
}

extension Cassette.Tape.Closing {
    var payload: [UInt8] { code.map { MockClosure(code: $0, reason: reason).payload } ?? [] }
}

/// How the playing of one connection ended.
public struct CassetteReport: Hashable, Sendable {
    /// From 1, in the order in which clients came.
    public var connection: Int
    /// Everything that the server had said was said again.
    public var isComplete: Bool
    /// Nil when the client said what was recorded, and always where nobody was strict.
    public var difference: CassetteDifference?
}

/// A cassette and how it is played: what a `MockServer` does instead of answering by itself.
public struct CassettePlan: Sendable {
    public var cassette: Cassette
    public var isStrict: Bool
    /// 2 is twice as fast as it was.
    public var speed: Double
    /// Called on an event loop when a connection has ended, or differs.
    public var report: @Sendable (CassetteReport) -> Void

    public init(
        _ cassette: Cassette, isStrict: Bool, speed: Double,
        report: @escaping @Sendable (CassetteReport) -> Void = { _ in }
    ) {
        self.cassette = cassette
        self.isStrict = isStrict
        self.speed = speed
        self.report = report
    }

    /// The handler for the `number`th client: connections get the tapes in turn, and from the first again.
    @Sendable public func handler(number: Int) -> (any ChannelHandler)? {
        guard !cassette.tapes.isEmpty else { return nil }
        let tape = cassette.tapes[(number - 1) % cassette.tapes.count]
        return CassetteHandler(
            CassettePlayer(tape, isStrict: isStrict), speed: speed, number: number, report: report)
    }
}
