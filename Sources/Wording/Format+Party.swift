public import LiveProtocol

extension Format {
    /// Who ended or refused something, as everybody who reads it knows them: the proxy is `livetop`. Programs get the raw
    /// value.
    public static func party(_ party: Party) -> String {
        switch party {
        case .client, .server, .transport: party.rawValue
        case .proxy: "livetop"
        }
    }
}
