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

/// Errors of the system and of libraries in words for people: no names of types, functions or source files.
enum PlainWords {
    static func of(_ error: any Error) -> String {
        switch error {
        case let error as IOError: String(cString: strerror(error.errnoCode))
        case let error as NIOConnectionError: error.connectionErrors.first.map { of($0.error) } ?? "it has no address"
        case let error as NameLookupError: "its name has no address (\(error.message))"
        case let error as HeadError: error.description
        case let error as Problem: error.sentence
        case is NIOSSLError, is NIOSSLExtraError, is BoringSSLError: TLSFailure(error).words
        case let error as ChannelError: words(for: error)
        case is SocketAddressError: "the address cannot be used"
        default: "an error that livetop has no words for (\(type(of: error)))"
        }
    }

    private static func words(for error: ChannelError) -> String {
        switch error {
        case .connectTimeout(let time): "no answer within \(time.nanoseconds / 1_000_000_000) s"
        case .ioOnClosedChannel, .alreadyClosed, .outputClosed, .inputClosed, .eof: "the connection was closed"
        case .writeHostUnreachable: "the host cannot be reached"
        default: "the connection failed"
        }
    }
}
