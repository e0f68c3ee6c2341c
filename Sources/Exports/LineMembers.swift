import LiveProtocol

/// Where in a line of `NDJSONWriter` stands what: nothing of it is copied, least of all the message.
///
/// Of members that come twice the first counts; of those that say when and where a line belongs, and of the message, the first
/// that is not null.
struct LineMembers {
    private(set) var schema: JSONNode?
    private(set) var session: JSONNode?
    private(set) var connection: JSONNode?
    private(set) var sequence: JSONNode?
    private(set) var t: JSONNode?
    private(set) var unixTime: JSONNode?
    private(set) var wall: JSONNode?
    /// The message, as it stood in the line.
    private(set) var message: JSONNode?

    private(set) var direction: JSONNode?
    private(set) var opcode: JSONNode?
    private(set) var isFinal: JSONNode?
    private(set) var byteCount: JSONNode?
    private(set) var isMasked: JSONNode?
    private(set) var reservedBits: JSONNode?
    private(set) var isCut: JSONNode?
    private(set) var fault: JSONNode?
    /// `payload_b64`, null or not.
    private(set) var payload: JSONNode?
    private(set) var event: JSONNode?
    private(set) var data: JSONNode?

    init(_ line: JSONNode) {
        for (key, value) in line.members {
            switch key {
            case "schema": schema = schema ?? value.unlessNull
            case "session": session = session ?? value.unlessNull
            case "connection": connection = connection ?? value.unlessNull
            case "seq": sequence = sequence ?? value.unlessNull
            case "t": t = t ?? value.unlessNull
            case "wall": wall = wall ?? value.unlessNull
            case "unix_ns": unixTime = unixTime ?? value.unlessNull
            case "json": message = message ?? value.unlessNull
            case "dir": direction = direction ?? value
            case "op": opcode = opcode ?? value
            case "fin": isFinal = isFinal ?? value
            case "bytes": byteCount = byteCount ?? value
            case "payload_b64": payload = payload ?? value
            case "masked": isMasked = isMasked ?? value
            case "rsv": reservedBits = reservedBits ?? value
            case "cut": isCut = isCut ?? value
            case "fault": fault = fault ?? value
            case "event": event = event ?? value
            case "data": data = data ?? value
            default: break
            }
        }
    }
}

extension JSONNode {
    fileprivate var unlessNull: JSONNode? { isNull ? nil : self }
}
