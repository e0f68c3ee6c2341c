/// `world_setup`: what a world that is generated is to be.
public struct WorldSetup: Hashable, Sendable {
    public var prompt: String?
    public var image: Blob?

    public init(prompt: String?, image: Blob?) {
        self.prompt = prompt
        self.image = image
    }
}

extension WorldSetup {
    init(_ node: JSONNode, _ reader: inout MessageReader) {
        reader.expect(only: ["eventType", "worldPrompt", "referenceImage"], in: node, "world_setup")
        let prompt = node["worldPrompt"]
        self.init(prompt: prompt?.string ?? prompt?["text"]?.string, image: nil)
        guard let picture = node["referenceImage"] else { return }
        reader.expect(only: ["data", "mimeType", "uri"], in: picture, "world_setup.reference_image")
        image = Blob(mimeType: picture["mimeType"]?.string, base64: picture["data"]?.stringBytes ?? [])
    }
}
