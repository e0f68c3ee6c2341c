extension UsageMetadata {
    /// `usage`, `step_usage` or `metadata.total_usage`.
    init(interaction node: JSONNode, _ scope: Scope, _ reader: inout MessageReader) {
        self.init()
        self.scope = scope
        for (key, value) in node.fields {
            switch key {
            case "totalInputTokens": prompt = value.count ?? 0
            case "totalOutputTokens": response = value.count ?? 0
            case "totalThoughtTokens": thoughts = value.count ?? 0
            case "totalCachedTokens": cached = value.count ?? 0
            case "totalToolUseTokens": toolUsePrompt = value.count ?? 0
            case "totalTokens": total = value.count
            case "inputTokensByModality": promptDetails = ModalityTokens.list(interaction: value, &reader)
            case "outputTokensByModality": responseDetails = ModalityTokens.list(interaction: value, &reader)
            case "cachedTokensByModality": cachedDetails = ModalityTokens.list(interaction: value, &reader)
            case "toolUseTokensByModality": toolUsePromptDetails = ModalityTokens.list(interaction: value, &reader)
            case "initialInputTokens", "groundingToolCount": break
            default: reader.unknown("usage", key)
            }
        }
    }
}

extension ModalityTokens {
    fileprivate static func list(interaction node: JSONNode, _ reader: inout MessageReader) -> [ModalityTokens] {
        node.elements.map { element in
            reader.expect(only: ["modality", "tokens"], in: element, "usage.by_modality")
            let name = element["modality"]?.string?.uppercased()
            let modality = name.flatMap(Modality.init)
            if modality == nil { _ = reader.checked(name ?? "", in: [], "usage.modality") }
            return ModalityTokens(modality ?? .unspecified, element["tokens"]?.count ?? 0)
        }
    }
}
