import LiveProtocol
import NIOCore
import NIOHTTP1

/// The plain HTTP side of the service, as far as SDKs use it around a call; everything else is 404 in Google's words.
/// Bodies of any size are taken and forgotten.
final class MockHTTPHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let access: AccessPolicy
    /// Whose models are listed; nil lists all.
    private let day: CalendarDay?
    private var request: (head: HTTPRequestHead, received: Int)?

    init(access: AccessPolicy, day: CalendarDay? = nil) { (self.access, self.day) = (access, day) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            request = (head, 0)
            if head.headers["expect"].contains(where: { $0.lowercased() == "100-continue" }) {
                let goOn = HTTPResponseHead(version: .http1_1, status: .continue)
                context.writeAndFlush(wrapOutboundOut(.head(goOn)), promise: nil)
            }
        case .body(let part):
            request?.received += part.readableBytes
        case .end:
            guard let (head, received) = request else { return }
            request = nil
            let asked = MockRequest(head)
            let objection = access.objection(to: asked.claims)
            let page = objection.map(MockPage.init) ?? MockPage(asked, received: received, on: day)
            respond(page, to: head, context)
        }
    }

    private func respond(_ page: MockPage, to head: HTTPRequestHead, _ context: ChannelHandlerContext) {
        var headers = HTTPHeaders([("Content-Type", page.contentType)])
        if page.parts.count == 1 { headers.add(name: "Content-Length", value: String(page.parts[0].utf8.count)) }
        if !head.isKeepAlive { headers.add(name: "Connection", value: "close") }
        let status = HTTPResponseHead(version: .http1_1, status: page.status, headers: headers)
        context.write(wrapOutboundOut(.head(status)), promise: nil)
        for part in page.parts where head.method != .HEAD {
            context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: part)))), promise: nil)
        }
        let done = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        guard !head.isKeepAlive else { return }
        done.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
    }
}
