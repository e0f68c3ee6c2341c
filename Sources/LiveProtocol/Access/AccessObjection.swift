/// Why a request is not served (`AccessPolicy`), with the answer's status, and what to do.
public enum AccessObjection: Hashable, Sendable {
    case hostCount(Int)
    case host(String)
    case origin(String)
    /// A page elsewhere made the browser ask, without an `Origin` that could be allowed.
    case crossSite

    /// Of HTTP: 400, 403 or 421.
    public var status: Int {
        switch self {
        case .hostCount: 400
        case .host: 421
        case .origin, .crossSite: 403
        }
    }

    /// What failed, as half a sentence.
    public var what: String {
        switch self {
        case .hostCount: "livetop cannot tell whom the request is for"
        case .host(let host): "livetop does not serve the host \(host.prefix(100))"
        case .origin(let origin): "livetop does not serve pages from \(origin.prefix(100))"
        case .crossSite: "livetop does not serve pages of other sites"
        }
    }

    public var why: String {
        switch self {
        case .hostCount(let count): "it has \(count) Host headers"
        case .host: "it is no loopback name, and a web page could have made it up"
        case .origin: "any web page could use your keys through it"
        case .crossSite: "the browser says that one sent the request (Sec-Fetch-Site: cross-site)"
        }
    }

    public var cure: String {
        switch self {
        case .hostCount: "Send exactly one"
        case .host: "Connect to localhost, or allow the name with --allow-host NAME"
        case .origin: "Allow it with --allow-origin ORIGIN"
        case .crossSite:
            "Ask with fetch, so that the browser states the page's origin, and allow that with --allow-origin ORIGIN"
        }
    }
}
