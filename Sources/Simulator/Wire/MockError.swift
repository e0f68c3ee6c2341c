/// Why a mock or a scripted client could not do its work.
public enum MockError: Error, Hashable, Sendable, CustomStringConvertible {
    case transcript(String)
    case identity(String)
    case listen(String)
    case address(String)

    public var description: String {
        switch self {
        case .transcript(let path): "cannot write the transcript \(path); choose a file in a folder you may write to"
        case .identity(let reason): "the certificate or its key cannot be used: \(reason)"
        case .listen(let reason): "cannot listen: \(reason)"
        case .address(let url): "\(url) is not an address to connect to; write it as ws://HOST:PORT or wss://HOST:PORT"
        }
    }
}
