/// Names and addresses that always mean this machine, whatever a name server says.
public enum LoopbackName {
    /// - Parameter host: in lower case, without port and brackets.
    public static func matches(_ host: String) -> Bool {
        if host == "localhost" || host == "localhost." || host == "::1" { return true }
        return isIPv4Loopback(host) || host.hasSuffix(".localhost") && HostPort.isName(host)
    }

    /// 127.0.0.0/8 in its dotted form; `127.evil.example` is a name.
    private static func isIPv4Loopback(_ host: String) -> Bool {
        let parts = host.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4 && parts[0].elementsEqual("127".utf8) && parts.allSatisfy(isOctet)
    }

    /// `UInt8(_:)` would take a sign too.
    private static func isOctet(_ digits: Substring.UTF8View.SubSequence) -> Bool {
        guard (1...3).contains(digits.count), digits.allSatisfy(HostPort.isDigit) else { return false }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) } <= 255
    }
}
