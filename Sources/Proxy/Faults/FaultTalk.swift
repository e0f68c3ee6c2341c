import LiveProtocol

/// What has to be known of a conversation to break it: the functions that the client declared, and calls that wait.
struct FaultTalk {
    private(set) var firstFunction: String?
    /// Calls that the client has been given and has not answered, oldest first.
    private(set) var openCalls: [String] = []
    /// Ids of calls that livetop invented.
    private var invented: Set<String> = []
    private(set) var hasHandle = false

    private static let limit = 64

    /// A call that livetop makes; its id.
    mutating func invent() -> String {
        let id = "livetop-\(invented.count + 1)"
        invented.insert(id)
        open(id)
        return id
    }

    private mutating func open(_ id: String) {
        openCalls.append(id)
        if openCalls.count > Self.limit { openCalls.removeFirst() }
    }

    mutating func cancel(_ id: String) { openCalls.removeAll { $0 == id } }

    /// What a message of the client answers to calls that livetop invented.
    enum InventedAnswers {
        case none, all
        /// Beside answers to the service, which are `kept` of the `list`.
        case some(list: JSONNode, kept: [JSONNode])
    }

    mutating func heard(client root: JSONNode) -> InventedAnswers {
        if let setup = root["setup"] {
            hasHandle = setup["sessionResumption"]?["handle"]?.string.map { !$0.isEmpty } ?? false
            let functions = setup["tools"]?.elements.lazy.compactMap { $0["functionDeclarations"] }.first
            firstFunction = functions?.elements.lazy.compactMap { $0["name"]?.string }.first ?? firstFunction
        }
        guard let responses = root["toolResponse"]?["functionResponses"] else { return .none }
        let list = responses.isArray ? Array(responses.elements) : [responses]
        let ids = list.compactMap { $0["id"]?.string }
        openCalls.removeAll { ids.contains($0) }
        guard ids.contains(where: invented.contains) else { return .none }
        let kept = list.filter { response in response["id"]?.string.map { !invented.contains($0) } ?? true }
        return kept.isEmpty || !responses.isArray ? .all : .some(list: responses, kept: kept)
    }

    /// A message of the service that the client is given.
    mutating func heard(server root: JSONNode) {
        for call in root["toolCall"]?["functionCalls"]?.elements.compactMap({ $0["id"]?.string }) ?? [] { open(call) }
        for id in root["toolCallCancellation"]?["ids"]?.elements.compactMap(\.string) ?? [] { cancel(id) }
    }
}
