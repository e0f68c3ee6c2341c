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

/// A failed connect in words: why, and what to do.
struct ConnectFailure {
    var why: String
    var cure: String
    var isTimeout = false

    private static let tryEachStep = "`livetop doctor` tries each step"

    private init(_ why: String, _ cure: String, isTimeout: Bool = false) {
        self.why = why
        self.cure = cure
        self.isTimeout = isTimeout
    }

    init(_ error: any Error) {
        self =
            switch error {
            case let error as NIOConnectionError: ConnectFailure(Self.cause(of: error))
            case ChannelError.connectTimeout(let time):
                ConnectFailure(
                    "no answer within \(time.nanoseconds / 1_000_000_000) s",
                    "Check the network, a firewall, or HTTPS_PROXY; \(Self.tryEachStep)", isTimeout: true)
            case let error as NameLookupError:
                ConnectFailure(
                    PlainWords.of(error), "Check the spelling of --upstream and the name server; \(Self.tryEachStep)")
            case let error as IOError where [EMFILE, ENFILE].contains(error.errnoCode):
                ConnectFailure(PlainWords.of(error), "Close some connections, or raise the limit (ulimit -n)")
            case let error as IOError:
                ConnectFailure(PlainWords.of(error), "Check that a server listens there; \(Self.tryEachStep)")
            case is NIOSSLError:
                ConnectFailure(
                    "TLS failed: \(PlainWords.of(error))",
                    "If its certificate is from a private authority, name that with --upstream-ca FILE; \(Self.tryEachStep)"
                )
            case is NIOSSLExtraError:
                ConnectFailure(
                    "TLS failed: \(PlainWords.of(error))", "The certificate must name the host in --upstream")
            default: ConnectFailure(PlainWords.of(error), Self.tryEachStep)
            }
    }

    /// NIO tries all addresses; the first failure speaks for the others.
    private static func cause(of error: NIOConnectionError) -> any Error {
        error.connectionErrors.first?.error ?? error.dnsAError ?? error.dnsAAAAError
            ?? NameLookupError(message: "no address at all")
    }
}
