import LiveProtocol
import NIOCore

/// One request on its way to the upstream and the response on its way back, both streaming.
///
/// It ends in one of three ways: the response is complete and the connection is ready for the next request; it is not,
/// and the client's connection ends with it; or the upstream answers an upgrade with 101 and `RelayHandler`s take over
/// both legs. Until the upstream has accepted the upgrade the client hears nothing, so that a refusal reaches it as
/// what it is.
final class Exchange {
    let request: RequestHead
    private let client: ClientHandler
    private let environment: ProxyEnvironment
    private let route: Route
    /// By which the destination was chosen; nil where none fits.
    private let rule: UpstreamRule?
    private let destination: Upstream
    private let record: ExchangeRecord
    /// What the client may negotiate with the upstream.
    private var extensions: ExtensionOffer
    private var requestBody = BodyFraming(.none)
    private var upstream: UpstreamHandler?
    private var keepsAlive: Bool
    private var hasResponse = false
    private var isOver = false
    private var deadline: Scheduled<Void>?
    /// What is to be broken in the call; empty unless somebody asked.
    private var faults: [Fault] = []

    init(_ request: RequestHead, at instant: Timestamp, client: ClientHandler) {
        self.request = request
        self.client = client
        environment = client.environment
        let configuration = environment.configuration
        var route = Route(target: request.target, isVertexConfigured: configuration.vertexLocation != nil)
        rule = configuration.upstreamRules.first(for: route)
        route.forwardedTarget = rule?.forwarded(route.forwardedTarget) ?? route.forwardedTarget
        self.route = route
        destination = environment.upstream(for: route, rule: rule, tunnel: client.tunnel)
        // Faults read messages: a call that is to be broken is not compressed.
        let isWanted = !route.faults.isEmpty || environment.faults.concerns(route.tag)
        extensions = ExtensionOffer(
            request.fields, passesCompression: configuration.passesCompression && !isWanted)
        record = ExchangeRecord(
            request, at: instant, route: route, upstream: destination, isTLS: client.isTLS, extensions: extensions,
            environment)
        keepsAlive = request.wantsKeepAlive
    }

    // MARK: The request

    /// Checks the request and connects to the upstream.
    func begin() {
        do throws(HeadError) {
            requestBody = BodyFraming(try request.bodyLength())
        } catch {
            return refuse(Problem(error))
        }
        if let objection = environment.policy(tunnel: client.tunnel).objection(to: request.claims) {
            return refuse(Problem(objection))
        }
        if let objection = request.objection { return refuse(objection) }
        if let refusal = takeFaults() { return refuse(refusal) }
        guard environment.registry.reserveUpstream() else {
            environment.complainOfNoRoom()
            return refuse(.noRoom)
        }
        connect()
    }

    /// Looks up what is to be broken: of WebSockets alone, because the same base URL carries other requests of a client as
    /// well. The answer to the client where that is its request, or makes no sense.
    private func takeFaults() -> Problem? {
        do throws(FaultError) {
            let own = try route.faults.map { text throws(FaultError) in try FaultText.parse(text) }
            guard record.isUpgrade else { return nil }
            faults = environment.faults.take(for: route.tag, and: own)
            guard !faults.isEmpty else { return nil }
            if environment.tap == nil { throw .notRecording }
            if let fault = faults.first(where: { $0.needsLive && !route.endpoint.isLive }) { throw .notLive(fault) }
            // Also where somebody has asked for them since the request was read.
            extensions = ExtensionOffer(request.fields, passesCompression: false)
        } catch {
            return Problem(status: 400, what: "livetop cannot break this call", why: error.why, cure: error.cure)
        }
        guard let fault = faults.first(where: { $0.refusal != nil }), let status = fault.refusal else { return nil }
        record.call?.faulted(FaultNote(fault: fault.description, text: "refuses the upgrade with \(status)"))
        return .injected(status, fault)
    }

    private func connect() {
        let registry = environment.registry
        guard let eventLoop = client.context?.eventLoop else { return registry.releaseUpstream() }
        let way = rule?.way ?? .usual
        environment.connector.connect(to: destination, way, on: eventLoop).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let connection):
                registry.add(upstream: connection.channel)
                self.connected(connection)
            case .failure(let error):
                registry.releaseUpstream()
                self.refuse(Problem(connectingTo: self.destination, through: nil, error))
            }
        }
    }

    private func connected(_ connection: UpstreamConnection) {
        // The client may have left while the upstream was being connected.
        guard !isOver else { return connection.channel.close(promise: nil) }
        record.timings = connection.timings
        let upstream = UpstreamHandler(exchange: self, headLimit: environment.configuration.limits.headByteCount)
        self.upstream = upstream
        do {
            try upstream.start(on: connection.channel, request: forwardedHead)
        } catch {
            return upstreamFailed("it ended the connection", isReset: false)
        }
        record.requestSentAt = record.clock.now()
        if record.isUpgrade { limitHandshake() }
        client.advance()
        upstream.flush()
        client.resumeReading()
    }

    /// The client's own headers, without those of the first hop and with the upstream's `Host` where theirs stood.
    private var forwardedHead: ByteBuffer {
        var head = request
        let host = HTTPField("Host", destination.authority)
        if let index = head.fields.firstIndex(where: { $0.name.lowercased() == "host" }) {
            head.fields[index] = host
        } else {
            head.fields.insert(host, at: 0)
        }
        if record.isUpgrade {
            head.fields.remove(["proxy-connection", "proxy-authorization"])
            extensions.apply(to: &head.fields)
        } else {
            head.fields.removeHopByHop()
            head.fields.append(HTTPField("Connection", "close"))
        }
        return head.serialized(target: forwardedTarget)
    }

    /// Below the upstream's path, byte for byte; `*` means the server as a whole and has no path.
    private var forwardedTarget: [UInt8] {
        guard request.target != "*" else { return request.targetBytes }
        return Array(destination.path.utf8) + request.bytes(ofTarget: route.forwardedTarget)
    }

    private func limitHandshake() {
        let limit = TimeAmount(environment.configuration.limits.handshakeTimeout)
        deadline = client.context?.eventLoop.assumeIsolated().scheduleTask(in: limit) { [weak self] in
            guard let self, !self.hasResponse else { return }
            self.refuse(.silent(self.destination, limit))
        }
    }

    /// Whether the client should go on sending its body.
    var isTakingBody: Bool { !isOver && !requestBody.isComplete && (upstream?.isWritable ?? false) }

    var isRequestComplete: Bool { requestBody.isComplete }

    /// Cuts what belongs to the request's body off the front of `inbox`, which is its owner's: nothing else happens
    /// while it is held. Nil when there is nothing, or nobody to take it yet.
    func cutBody(from inbox: inout ByteBuffer) throws(HeadError) -> ByteBuffer? {
        guard !isOver, upstream != nil, inbox.readableBytes > 0 else { return nil }
        return try requestBody.take(&inbox)
    }

    /// Passes on a piece of the body.
    func send(_ body: ByteBuffer) { upstream?.write(body) }

    /// Where the body ends cannot be known, and so nothing on this connection can be understood any more.
    func bodyIsMalformed(_ error: HeadError) {
        let problem = Problem(error, in: "the request's body")
        fail(problem.sentence, problem)
    }

    func flushRequest() { upstream?.flush() }

    func upstreamIsWritable() { client.resumeReading() }

    func clientIsWritable() { upstream?.resumeReading() }

    var isClientWritable: Bool { client.isWritable }

    /// A request that can never be complete ends towards the upstream as it ended here.
    func clientInputClosed() {
        guard !requestBody.isComplete else { return }
        upstream?.closeOutput()
    }

    func clientIsGone() {
        end(failure: "the client left before the end of the response", by: .client)
        upstream?.close()
    }

    /// livetop is stopping: what is under way may finish, nothing new begins.
    func shutDown() {
        keepsAlive = false
        if upstream == nil || record.isUpgrade { refuse(.stopping) }
    }

    // MARK: The response

    /// 100 Continue and the like, for whoever waits for them.
    func received(informational head: ResponseHead) {
        guard request.minorVersion > 0 else { return }
        client.write(head.serialized())
        client.flush()
    }

    func received(_ head: ResponseHead, length: BodyLength) {
        deadline?.cancel()
        hasResponse = true
        record.received(head, at: record.clock.now())
        keepsAlive = keepsAlive && length != .untilClose
        var answer = head
        answer.minorVersion = 1
        let upgrade = head.status == 426 ? head.fields.filter { $0.name.lowercased() == "upgrade" } : []
        answer.fields.removeHopByHop()
        answer.fields += upgrade
        if !keepsAlive { answer.fields.append(HTTPField("Connection", "close")) }
        if keepsAlive, request.minorVersion == 0 { answer.fields.append(HTTPField("Connection", "keep-alive")) }
        client.write(answer.serialized())
    }

    func received(body: ByteBuffer) { client.write(body) }

    func flushResponse() { client.flush() }

    func responseIsComplete(_ body: BodyFraming) {
        guard !isOver else { return }
        record.response = body
        end(failure: nil, by: .server)
        client.flush()
        upstream?.close()
        if keepsAlive, requestBody.isComplete { client.expectHead() } else { client.finish() }
    }

    /// The upstream is gone before its response was complete.
    func upstreamFailed(_ why: String, isReset: Bool) {
        let what = "\(destination.origin) gave no answer that can be passed on"
        fail(why, Problem(status: 502, what: what, why: why, cure: "Try again; `livetop doctor` tries each step"))
    }

    /// The upstream accepted the upgrade: from here on bytes are bytes.
    func switchProtocols(_ head: ResponseHead, _ leftover: ByteBuffer) {
        guard let call = record.call, let upstream, record.isUpgrade else {
            return upstreamFailed("it switched protocols unasked", isReset: false)
        }
        deadline?.cancel()
        hasResponse = true
        isOver = true
        record.received(head, at: record.clock.now())
        client.write(head.serialized())
        client.flush()
        do {
            let answer = head.fields.recorded
            try handOver(call, upstream, leftover, isCompressed: CompressionTerms(answer: answer) != nil)
        } catch {
            // One of the legs is already gone; its handlers have closed or will close the other.
            call.noteEnding("a leg ended during the handshake")
            call.closed()
            client.close()
            upstream.close()
        }
    }

    private func handOver(
        _ call: CallRecorder, _ upstream: UpstreamHandler, _ leftover: ByteBuffer, isCompressed: Bool
    ) throws {
        let clientLeg = RelayHandler(direction: .clientToServer, call: call, overhead: environment.overhead)
        let upstreamLeg = RelayHandler(direction: .serverToClient, call: call, overhead: environment.overhead)
        RelayHandler.glue(clientLeg, upstreamLeg)
        let isInputClosed = client.isInputClosed
        let eventLoop = client.context?.eventLoop
        let early = try client.handOver(to: clientLeg)
        try upstream.handOver(to: upstreamLeg)
        let legs = (client: clientLeg, upstream: upstreamLeg)
        let faulted = try eventLoop.flatMap { try breakable(call, legs, isCompressed: isCompressed, on: $0) }
        clientLeg.begin(with: faulted == nil ? early : ByteBuffer())
        upstreamLeg.begin(with: faulted == nil ? leftover : ByteBuffer())
        faulted?.begin(fromClient: early, fromUpstream: leftover)
        if isInputClosed { clientLeg.inputClosed() }
    }

    /// Enters the call where faults can be asked for, until it ends. Nil for one that nobody wants to break.
    private func breakable(
        _ call: CallRecorder, _ relays: (client: RelayHandler, upstream: RelayHandler), isCompressed: Bool,
        on eventLoop: any EventLoop
    ) throws -> FaultCall? {
        let book = environment.faults
        let legs = FaultLegs(call, client: relays.client, upstream: relays.upstream, on: eventLoop)
        book.began(
            BreakableCall(
                tag: route.tag, endpoint: route.endpoint, isCompressed: isCompressed, legs, on: eventLoop),
            call.connection)
        call.whenClosed = { [connection = call.connection, before = call.whenClosed] in
            book.ended(connection)
            before()
        }
        if !faults.isEmpty { try legs.arm(faults) }
        return legs.call
    }

    // MARK: Ends

    /// Answers in the upstream's place.
    private func refuse(_ problem: Problem) {
        guard !isOver else { return }
        record.received(problem, at: record.clock.now())
        end(failure: problem.sentence, by: .proxy)
        upstream?.close()
        client.refuse(problem, to: request.method)
    }

    /// With nothing sent yet, livetop can say so; otherwise the response is cut, and the client must see that.
    private func fail(_ why: String, _ problem: Problem) {
        guard !isOver else { return }
        guard hasResponse else { return refuse(problem) }
        end(failure: why, by: .transport)
        upstream?.close()
        client.reset()
    }

    private func end(failure: String?, by party: Party) {
        guard !isOver else { return }
        isOver = true
        deadline?.cancel()
        if let body = upstream?.responseBody { record.response = body }
        record.finish(
            failure: failure, by: party, requestByteCount: requestBody.contentByteCount, at: record.clock.now())
    }
}

extension RequestHead {
    /// What the policy looks at.
    fileprivate var claims: AccessPolicy.Claims {
        AccessPolicy.Claims(
            hosts: fields.values(of: "host"), origins: fields.values(of: "origin"),
            fetchSites: fields.values(of: "sec-fetch-site"), mayOmitHost: minorVersion == 0)
    }

    /// What livetop is not there for.
    fileprivate var objection: Problem? {
        if method == "CONNECT" {
            return Problem(
                status: 405, what: "livetop opens no tunnels", why: "it is a reverse proxy",
                cure: "Use it as base URL, or start it with --connect to use it as HTTPS_PROXY")
        }
        guard target.hasPrefix("/") || target == "*" else {
            return Problem(
                status: 400, what: "livetop cannot serve this target", why: "it does not begin with a slash",
                cure: "Use livetop as base URL, not as HTTP_PROXY")
        }
        return nil
    }
}

extension Problem {
    init(_ objection: AccessObjection) {
        self.init(status: objection.status, what: objection.what, why: objection.why, cure: objection.cure)
    }

    fileprivate static let stopping = Problem(
        status: 503, what: "livetop does not take the request", why: "it is shutting down", cure: "Start it again")

    /// Reads as the service's own answer would; the recording knows better.
    fileprivate static func injected(_ status: Int, _ fault: Fault) -> Problem {
        Problem(
            status: status, what: "livetop was asked to refuse this call", why: "the fault \(fault)",
            cure: status == 429 || status >= 500 ? "Wait, and try again" : "livetop fault --stop ends it")
    }

    static let noRoom = Problem(
        status: 503, what: "livetop takes no more connections", why: "the limit of open files is reached",
        cure: "Close some, or raise the limit (ulimit -n)")

    fileprivate static func silent(_ upstream: Upstream, _ limit: TimeAmount) -> Problem {
        Problem(
            status: 504, what: "\(upstream.origin) does not answer the WebSocket request",
            why: "nothing came within \(limit.nanoseconds / 1_000_000_000) s",
            cure: "Try again; `livetop doctor` tries each step")
    }
}
