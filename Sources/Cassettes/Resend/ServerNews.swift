internal import LiveProtocol
import Simulator

/// What a client that sends a recording again needs to know of a message from the service.
struct ServerNews: Sendable {
    struct Call: Hashable, Sendable {
        var id: String?
        var name: String
    }

    var isSetupComplete = false
    var endsTurn = false
    var calls: [Call] = []
    /// A handle with which the session can be resumed.
    var handle: String?

    /// Nothing for what is no JSON.
    init(_ payload: [UInt8]) {
        guard let kinds = MessageClassifier.kinds(of: payload) else { return }
        isSetupComplete = kinds.contains(.setupComplete)
        endsTurn = kinds.contains(.turnComplete)
        // Most messages are sound: only the two that matter are read whole.
        guard kinds.contains(.toolCall) || kinds.contains(.sessionResumptionUpdate),
            let message = try? JSONValue(parsing: payload)  // it is JSON: the classifier has read it
        else { return }
        calls = message[anyCase: "toolCall"]?[anyCase: "functionCalls"]?.array?.compactMap(Call.init) ?? []
        let update = message[anyCase: "sessionResumptionUpdate"]
        if update?[anyCase: "resumable"]?.bool == true { handle = update?[anyCase: "newHandle"]?.string }
    }
}

extension ServerNews.Call {
    fileprivate init?(_ value: JSONValue) {
        guard let name = value["name"]?.string else { return nil }
        self.init(id: value["id"]?.string, name: name)
    }
}

extension JSONValue {
    /// The member of that name, in either spelling.
    subscript(anyCase name: String) -> JSONValue? {
        members?.first { MessageComparison.camelCase($0.name) == name }?.value
    }

    /// The same with the member of that name (in either spelling) replaced, or removed where `change` gives nil.
    func replacing(anyCase name: String, _ change: (JSONValue) -> JSONValue?) -> JSONValue {
        guard let members else { return self }
        return .object(
            members.compactMap { member in
                guard MessageComparison.camelCase(member.name) == name else { return member }
                return change(member.value).map { Member(member.name, $0) }
            })
    }
}
