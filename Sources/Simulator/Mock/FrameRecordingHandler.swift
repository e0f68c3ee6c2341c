import LiveProtocol
import NIOCore
import NIOWebSocket

/// Notes every frame of a connection, both ways, next to the codec: nothing that crosses escapes it.
final class FrameRecordingHandler: ChannelDuplexHandler {
    typealias InboundIn = WebSocketFrame
    typealias InboundOut = WebSocketFrame
    typealias OutboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let connection: Int
    private let transcript: FrameTranscript

    init(connection: Int, transcript: FrameTranscript) {
        self.connection = connection
        self.transcript = transcript
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        note(unwrapInboundIn(data), .clientToServer)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        note(unwrapOutboundIn(data), .serverToClient)
        context.write(data, promise: promise)
    }

    private func note(_ frame: WebSocketFrame, _ direction: Direction) {
        guard transcript.isOn else { return }
        let copy = Frame(
            Opcode(rawValue: UInt8(webSocketOpcode: frame.opcode)), Array(frame.unmaskedData.readableBytesView),
            isFinal: frame.fin)
        transcript.append(MockFrame(connection: connection, direction: direction, frame: copy))
    }
}
