package import Proxy

/// One value of the setting `upstream-for`: whose calls go where, and on which way.
///
/// ```
/// tag:staging=https://staging.example
/// /eu=https://eu.example via socks5://proxy.corp:1080 login /run/secrets/proxy
/// *=https://generativelanguage.googleapis.com via direct
/// ```
package struct UpstreamChoice: Hashable, Sendable {
    /// Without credentials.
    package var rule: UpstreamRule
    /// A file of mode 0600 with `user:password` for the proxy on the way; an absolute path.
    package var loginFile: String?
    /// As it was given: nothing in it is secret.
    package var text: String

    /// Nil for what is none.
    package init?(_ text: String) {
        var words = text.split(separator: " ").map(String.init)[...]
        guard let first = words.popFirst(), let equals = first.firstIndex(of: "="),
            let match = Self.match(String(first[..<equals])), let upstream = Self.upstream(first[equals...].dropFirst())
        else { return nil }
        rule = UpstreamRule(match, upstream: upstream)
        self.text = text
        while let word = words.popFirst() {
            guard let value = words.popFirst() else { return nil }
            switch word {
            case "via" where value == "direct": rule.way = .direct
            case "via":
                guard !value.contains("@"), let proxy = try? OutboundProxy(url: value) else { return nil }
                rule.way = .through(proxy)
            case "login":
                guard value.hasPrefix("/"), loginFile == nil else { return nil }
                loginFile = value
            default: return nil
            }
        }
        guard case .through = rule.way else {
            guard loginFile == nil else { return nil }
            return
        }
    }

    private static func match(_ text: String) -> UpstreamRule.Match? {
        if text == "*" { return .other }
        if text.hasPrefix("tag:"), text.count > 4 { return .tag(String(text.dropFirst(4))) }
        guard text.hasPrefix("/"), text.count > 1, !text.hasSuffix("/"), !text.contains("//"),
            !text.hasPrefix("/t/"), !text.hasPrefix("/f/"), !text.contains(where: { "?#".contains($0) })
        else { return nil }
        return .path(text)
    }

    private static func upstream(_ text: Substring) -> Upstream? {
        guard !text.contains(where: { "?#@".contains($0) }) else { return nil }
        return try? Upstream(url: String(text))
    }

    /// The rule with what the login file says.
    package func resolved() throws(UserError) -> UpstreamRule {
        guard let loginFile, case .through(let proxy) = rule.way else { return rule }
        let login = try readLogin(proxy, loginFile)
        var rule = rule
        // The file was checked for its form when the setting was read.
        if let known = try? OutboundProxy(url: proxy.origin, login: login) { rule.way = .through(known) }
        return rule
    }

    /// The proxy with its credentials, as libcurl wants it; nil without any. Never to be shown.
    package func proxyURL() throws(UserError) -> String? {
        guard let loginFile, case .through(let proxy) = rule.way else { return nil }
        let login = try readLogin(proxy, loginFile).replacing("@", with: "%40").replacing("/", with: "%2F")
        return proxy.origin.replacing("://", with: "://\(login)@", maxReplacements: 1)
    }

    /// `user:password`, with percent signs as a URL has them.
    private func readLogin(_ proxy: OutboundProxy, _ loginFile: String) throws(UserError) -> String {
        let what = "cannot log in to the proxy \(proxy.origin) with \(loginFile)"
        let remedy = "name a file that holds user:password: upstream-for … login FILE"
        let login = try SecretFile.read(loginFile, what: what, remedy: remedy).split(whereSeparator: \.isNewline).first
        guard let login, login.contains(":") else {
            throw UserError(.badConfiguration, what: what, why: "it does not hold user:password", remedy: remedy)
        }
        return String(login.replacing("%", with: "%25"))
    }
}
