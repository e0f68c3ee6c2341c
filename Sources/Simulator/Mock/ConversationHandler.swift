import Foundation
import LiveProtocol
import NIOCore
import NIOWebSocket

/// Runs a `Conversation` on a channel: frames in, actions out, alarms on the event loop. Answers pings and closes.
final class ConversationHandler: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private var conversation: any Conversation
    private let pace: Double
    /// Refused as soon as the connection is open: how the service rejects credentials.
    private let refusal: MockClosure?
    private var hasSentClose = false
    /// Alarms that rang while the client did not take what was sent before.
    private var held: [ConversationAlarm] = []
    /// Alarms may ring minutes after the connection is gone: they hold on to nothing.
    private var context: ChannelHandlerContext?

    init(conversation: any Conversation, pace: Double, refusal: MockClosure?) {
        self.conversation = conversation
        self.refusal = refusal
        self.pace = max(pace, 0.01)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        carryOut(refusal.map { conversation.close($0) } ?? conversation.begin(), context)
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text, .binary: receive(frame, context)
        case .ping: send(.pong, frame.unmaskedData, context)
        case .connectionClose: closed(by: frame, context)
        default: break
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            let alarms = held
            held = []
            for alarm in alarms { ring(alarm) }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        conversation.end()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard error is NIOWebSocketError else { return context.close(promise: nil) }
        carryOut(conversation.close(MockClosure(code: 1002, reason: "")), context)
        context.close(promise: nil)
    }

    private func receive(_ frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        guard !hasSentClose else { return }
        carryOut(conversation.receive(payload: Array(frame.unmaskedData.readableBytesView)), context)
    }

    private func closed(by frame: WebSocketFrame, _ context: ChannelHandlerContext) {
        conversation.end()
        if !hasSentClose {
            hasSentClose = true
            var status = frame.unmaskedData
            send(.connectionClose, status.readSlice(length: min(2, status.readableBytes)) ?? ByteBuffer(), context)
        }
        context.close(promise: nil)
    }

    private func ring(_ alarm: ConversationAlarm) {
        guard let context, context.channel.isActive, !hasSentClose else { return }
        guard context.channel.isWritable else { return held.append(alarm) }
        carryOut(conversation.ring(alarm), context)
    }

    private func carryOut(_ actions: [ConversationAction], _ context: ChannelHandlerContext) {
        for action in actions {
            switch action {
            case .send(let message):
                guard let bytes = try? MessageCoding.encode(message) else { continue }
                send(.binary, ByteBuffer(bytes: bytes), context)
            case .sendText(let text): send(.binary, ByteBuffer(string: text), context)
            case .wait(let delay, let alarm):
                schedule(alarm, after: delay / pace, context)
            case .close(let closure):
                hasSentClose = true
                send(.connectionClose, ByteBuffer(bytes: closure.payload), context)
                closeUnanswered(context)
            case .abort:
                abort(context)
            }
        }
    }

    private func schedule(_ alarm: ConversationAlarm, after delay: Duration, _ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .nanoseconds(max(delay.nanoseconds, 0))) { [weak self] in
            self?.ring(alarm)
        }
    }

    /// A peer that does not answer a close frame is not waited for longer than this.
    private func closeUnanswered(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .seconds(5)) {
            guard context.channel.isActive else { return }
            context.close(promise: nil)
        }
    }

    /// Zero linger turns the close into a reset.
    private func abort(_ context: ChannelHandlerContext) {
        conversation.end()
        hasSentClose = true
        let reset = (context.channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        guard let reset else { return context.close(promise: nil) }
        reset.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }

    private func send(_ opcode: WebSocketOpcode, _ payload: ByteBuffer, _ context: ChannelHandlerContext) {
        let frame = WebSocketFrame(fin: true, opcode: opcode, data: payload)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }
}
