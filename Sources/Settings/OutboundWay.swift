import Foundation
package import LiveProtocol
import Proxy
import Runtime

/// The proxy on the way to upstreams for which no `upstream-for` says otherwise, as the environment names it. What it is told of
/// a user is not shown.
package struct OutboundWay {
    var proxy: OutboundProxy?
    var variable: String?

    package init(environment: [String: String]) {
        variable = OutboundProxy.variables.first { environment[$0]?.isEmpty == false }
        proxy = try? OutboundProxy(environment: environment)  // What cannot be read is told as that.
    }

    package static var inherited: OutboundWay { OutboundWay(environment: ProcessInfo.processInfo.environment) }

    package var text: String {
        guard let variable else { return "–" }
        guard let proxy else { return "none: what it says is no http or socks5 URL  (\(variable))" }
        let login = proxy.hasCredentials ? ", with credentials" : ""
        let exceptions = proxy.exceptions.isEmpty ? "" : ", except \(proxy.exceptions.joined(separator: ", "))"
        return "\(proxy.origin)\(login)\(exceptions)  (\(variable))"
    }

    package var json: JSONValue {
        guard let variable else { return .null }
        return .object([
            ("url", .string(proxy?.origin)), ("variable", .string(variable)),
            ("hasCredentials", .bool(proxy?.hasCredentials ?? false)),
            ("exceptions", .array((proxy?.exceptions ?? []).map(JSONValue.string))),
        ])
    }
}
