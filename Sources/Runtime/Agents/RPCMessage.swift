internal import LiveProtocol

/// One message of JSON-RPC 2.0 (https://www.jsonrpc.org/specification) as it comes over a line of text.
struct RPCMessage {
    /// A string or a number, as it came; nil for a notification, which is never answered.
    var id: JSONValue?
    var method: String
    var parameters: JSONValue

    /// - Throws: `RPCFailure` for what is no JSON, and for JSON that is no request; an id that could be read is in it.
    init(_ line: [UInt8]) throws(RPCFailure) {
        let value: JSONValue
        do { value = try JSONValue(parsing: line) } catch {
            throw RPCFailure(.parse, "this is not JSON: \(error)")
        }
        guard let members = value.members else {
            throw RPCFailure(.request, value.array == nil ? "a request is an object" : "batches are not taken")
        }
        let id = members.first { $0.name == "id" }?.value
        guard value["jsonrpc"]?.string == "2.0", let method = value["method"]?.string else {
            throw RPCFailure(.request, "a request says \"jsonrpc\": \"2.0\" and names a method", id: id)
        }
        switch id {
        case nil, .string?, .integer?: self.id = id
        default: throw RPCFailure(.request, "an id is a string or a whole number")
        }
        (self.method, parameters) = (method, value["params"] ?? .noMembers)
        guard parameters.members != nil else { throw RPCFailure(.parameters, "params is no object", id: id) }
    }
}

/// Why a request is not answered with a result.
struct RPCFailure: Error, Hashable {
    /// Numbers of the specification.
    enum Code: Int64 {
        case parse = -32_700
        case request = -32_600
        case method = -32_601
        case parameters = -32_602
        /// Of the Model Context Protocol.
        case resource = -32_002
    }

    var code: Code
    var message: String
    /// Of the request, where that could be read.
    var id: JSONValue

    init(_ code: Code, _ message: String, id: JSONValue? = nil) {
        (self.code, self.message, self.id) = (code, message, id ?? .null)
    }

    var json: JSONValue {
        .object([
            ("jsonrpc", "2.0"), ("id", id),
            ("error", .object([("code", .integer(code.rawValue)), ("message", .string(message))])),
        ])
    }
}

extension JSONValue {
    /// `{}`.
    static let noMembers = JSONValue.object([Member]())
}
