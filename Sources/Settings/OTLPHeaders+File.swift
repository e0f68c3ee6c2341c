import Runtime

extension OTLPHeaders {
    /// Reads `headers-file`: `name=value` as in `OTEL_EXPORTER_OTLP_HEADERS`, on one line or on several.
    ///
    /// - Throws: `UserError` where it cannot be read, where others can read it, and where it is no such list.
    static func read(_ path: String) throws(UserError) -> OTLPHeaders {
        let what = "cannot use the headers in \(path)"
        let text = try SecretFile.read(path, what: what, remedy: "name another file with headers-file in [otlp]")
        let line = text.split(whereSeparator: \.isNewline).joined(separator: ",")
        guard let pairs = OTLPPairs(line) else {
            throw UserError(
                .badConfiguration, what: what, why: "it is no list of name=value",
                remedy: "write one line for each header, such as x-api-key=…")
        }
        return OTLPHeaders(pairs.list)
    }
}
