import Foundation
import LiveProtocol
public import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL
import NIOWebSocket

/// A stand-in for the Gemini Live service on loopback: it reacts to what a client says, or plays a script.
///
/// One event loop carries all connections. What a client of a conversation does not take stays ungenerated, so memory
/// per connection is bounded by NIO's write buffer; a recording is played at its own pace, whatever the client takes.
public final class MockServer: Sendable {
    private let configuration: MockConfiguration
    private let logger: Logger
    private let transcript: FrameTranscript
    private let memory = ResumptionMemory()
    private let interactions = InteractionMemory()
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let state = NIOLockedValueBox(State())

    private struct State {
        var listener: (any Channel)?
        var open: [ObjectIdentifier: any Channel] = [:]
        var connections = 0
    }

    /// Throws when the transcript cannot be written.
    public init(_ configuration: MockConfiguration, logger: Logger = Logger(label: "mock")) throws {
        self.configuration = configuration
        self.logger = logger
        transcript = try FrameTranscript(
            keepsFrames: configuration.keepsFrames, path: configuration.transcriptPath, clock: configuration.clock)
    }

    /// Listens and returns the port.
    @discardableResult
    public func start() async throws -> Int {
        let tls = try makeTLS()
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 1024)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try self.configure(channel, tls) }
            }
        do {
            let listener = try await bootstrap.bind(host: configuration.host, port: configuration.port).get()
            state.withLockedValue { $0.listener = listener }
            return listener.localAddress?.port ?? configuration.port
        } catch {
            // Other errors than the system's have no place here.
            let why =
                (error as? IOError).map { String(cString: strerror($0.errnoCode)) } ?? "the address cannot be used"
            throw MockError.listen("\(configuration.host):\(configuration.port): \(why)")
        }
    }

    /// Closes the listener and every connection, without close frames.
    public func shutdown() async {
        let (listener, open) = state.withLockedValue { ($0.listener, Array($0.open.values)) }
        // Closing what is closed already fails, and that is as good.
        try? await listener?.close()
        for channel in open { try? await channel.close() }
        try? await group.shutdownGracefully()
    }

    /// Everything that crossed so far, in the order in which the mock saw it; empty unless `keepsFrames`.
    public var frames: [MockFrame] { transcript.recorded }

    /// Connections upgraded so far.
    public var connectionCount: Int { state.withLockedValue { $0.connections } }

    private func makeTLS() throws -> NIOSSLContext? {
        guard let identity = configuration.identity else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMBytes(Array(identity.certificateChainPEM.utf8))
            let key = try NIOSSLPrivateKey(bytes: Array(identity.privateKeyPEM.utf8), format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
            tls.applicationProtocols = ["http/1.1"]
            tls.minimumTLSVersion = .tlsv12
            if let pem = identity.namedChainPEM {
                var named = NIOSSLContextConfigurationOverride()
                named.certificateChain = try NIOSSLCertificate.fromPEMBytes(Array(pem.utf8)).map { .certificate($0) }
                let override = named
                tls.sslContextCallback = { hello, chosen in
                    chosen.succeed(hello.serverHostname == nil ? .noChanges : override)
                }
            }
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw MockError.identity("they are no certificate and key in PEM that belong together")
        }
    }

    private func configure(_ channel: any Channel, _ tls: NIOSSLContext?) throws {
        track(channel)
        let pipeline = channel.pipeline.syncOperations
        if let tls {
            let isChosen = configuration.takesPlainToo
            try pipeline.addHandler(isChosen ? MockTLSChoice(tls) : NIOSSLServerHandler(context: tls))
        }
        let access = configuration.access
        let http = MockHTTPHandler(access: access, day: configuration.behaviour.asOf)
        let removable = NIOLoopBound(http, eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: 1 << 24, automaticErrorHandling: false,
            shouldUpgrade: { channel, head in
                let request = MockRequest(head)
                let isWelcome =
                    request.liveVersion != nil && !request.isTurnedAway && access.objection(to: request.claims) == nil
                return channel.eventLoop.makeSucceededFuture(isWelcome ? HTTPHeaders() : nil)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture { try self.converse(on: channel, head) }
            })
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    context.pipeline.syncOperations.removeHandler(removable.value, promise: nil)
                }
            ))
        try pipeline.addHandler(http)
    }

    private func converse(on channel: any Channel, _ head: HTTPRequestHead) throws {
        let number = state.withLockedValue { state in
            state.connections += 1
            return state.connections
        }
        let request = MockRequest(head)
        let pipeline = channel.pipeline.syncOperations
        try pipeline.addHandler(FrameRecordingHandler(connection: number, transcript: transcript))
        try pipeline.addHandler(
            NIOWebSocketFrameAggregator(
                minNonFinalFragmentSize: 0, maxAccumulatedFrameCount: 4096,
                maxAccumulatedFrameSize: 1 << 24))
        if let other = configuration.answering?(number) { return try pipeline.addHandler(other) }
        try pipeline.addHandler(
            ConversationHandler(
                conversation: conversation(number, request), pace: configuration.behaviour.pace,
                refusal: request.closureAfterUpgrade))
        logger.debug("connection", metadata: ["number": "\(number)", "path": "\(request.path)"])
    }

    private func conversation(_ number: Int, _ request: MockRequest) -> any Conversation {
        let seed = configuration.seed &+ UInt64(number)
        let own = configuration.scripts.first { request.credential.contains($0.key) }?.value
        if let script = own ?? configuration.script { return ScriptedConversation(script, seed: seed) }
        let conversation = MockConversation(
            behaviour: configuration.behaviour, version: request.liveVersion ?? "v1beta", memory: memory, seed: seed)
        guard request.isInteraction else { return conversation }
        return InteractionConversation(inner: conversation, memory: interactions)
    }

    private func track(_ channel: any Channel) {
        let id = ObjectIdentifier(channel)
        state.withLockedValue { $0.open[id] = channel }
        channel.closeFuture.whenComplete { _ in
            self.state.withLockedValue { $0.open[id] = nil }
        }
    }
}
