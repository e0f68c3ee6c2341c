import NIOCore

/// What livetop answers itself, as its reader needs it: what failed, why, what to do. The status says by whose fault:
/// 4xx the client's, 502 and 504 the upstream's, 503 livetop's own.
struct Problem: Error, Hashable, Sendable {
    var status: Int
    var what: String
    var why: String
    var cure: String

    /// One sentence for the recording and the log.
    var sentence: String { "\(what): \(why)" }

    /// The error as an HTTP response after which the connection is closed. The body has the members of the service's
    /// own errors (`code`, `message`, `status`) too, so that the SDKs show the text.
    func response(to method: String?) -> ByteBuffer {
        let body = Array(json.utf8)
        let head = ResponseHead(
            status: status, reason: reason,
            fields: [
                HTTPField("Content-Type", "application/json; charset=utf-8"),
                HTTPField("Content-Length", "\(body.count)"),
                HTTPField("Connection", "close"),
            ])
        var response = head.serialized()
        if method != "HEAD" { response.writeBytes(body) }
        return response
    }

    private var json: String {
        let members = [
            "\"code\":\(status)", "\"status\":\(quoted(canonicalStatus))",
            "\"message\":\(quoted("\(sentence). \(cure)"))",
            "\"what\":\(quoted(what))", "\"why\":\(quoted(why))", "\"do\":\(quoted(cure))",
        ]
        return "{\"error\":{" + members.joined(separator: ",") + "}}\n"
    }

    private var reason: String {
        switch status {
        case 400: "Bad Request"
        case 403: "Forbidden"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 421: "Misdirected Request"
        case 401: "Unauthorized"
        case 404: "Not Found"
        case 429: "Too Many Requests"
        case 500: "Internal Server Error"
        case 431: "Request Header Fields Too Large"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        default: "Error"
        }
    }

    /// The name that google.rpc.Code gives to this kind of error.
    private var canonicalStatus: String {
        switch status {
        case 401: "UNAUTHENTICATED"
        case 404: "NOT_FOUND"
        case 500: "INTERNAL"
        case 403, 421: "PERMISSION_DENIED"
        case 429, 503: "RESOURCE_EXHAUSTED"
        case 502: "UNAVAILABLE"
        case 504: "DEADLINE_EXCEEDED"
        default: "INVALID_ARGUMENT"
        }
    }

    private func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case _ where scalar.value < 0x20: result += " "
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
