/// Who says what is exported: this process.
public struct OTLPResource: Hashable, Sendable {
    public var service: String
    /// Of livetop.
    public var version: String
    /// New with each process.
    public var instance: String
    public var host: String
    public var processID: Int64
    /// What the user says of the process: it goes before what livetop says by itself, but for the name of the service.
    public var named: [String: String] = [:]

    public init(
        service: String, version: String, instance: String, host: String, processID: Int64, named: [String: String]
    ) {
        self.service = service
        self.version = version
        self.instance = instance
        self.host = host
        self.processID = processID
        self.named = named
    }

    /// In the order of their names.
    public var attributes: [OTLPAttribute] {
        var own: [String: OTLPValue] = [
            SemanticNames.serviceVersion: .string(version), SemanticNames.serviceInstance: .string(instance),
            SemanticNames.hostName: .string(host), SemanticNames.processID: .integer(processID),
            SemanticNames.sdkName: .string(OTLPRequest.scope), SemanticNames.sdkLanguage: .string("swift"),
            SemanticNames.sdkVersion: .string(version),
        ]
        for (name, value) in named { own[name] = .string(value) }
        own[SemanticNames.serviceName] = .string(service)
        return own.sorted { $0.key < $1.key }.map { OTLPAttribute($0.key, $0.value) }
    }
}
