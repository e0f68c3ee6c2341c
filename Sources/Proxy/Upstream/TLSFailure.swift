import NIOSSL

/// Why TLS failed, in plain words. The library tells it as a code such as `CERTIFICATE_VERIFY_FAILED` among places in
/// its own source; only the code is of use to anybody.
struct TLSFailure {
    /// As half a sentence: `the certificate is not trusted`.
    let words: String
    /// The peer was shown a certificate and does not trust it.
    let isRefusedCertificate: Bool

    init(_ error: any Error) {
        let code = Self.code(in: "\(error)")
        isRefusedCertificate = Self.refusals.contains { code?.hasSuffix($0) == true }
        words = code.flatMap { Self.words[$0] } ?? Self.otherWords(for: error, code)
    }

    /// For an alert with which a peer turns a certificate down; nil for any other.
    init?(alert: UInt8) {
        let codes: [UInt8: String] = [
            42: "SSLV3_ALERT_BAD_CERTIFICATE", 43: "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
            44: "SSLV3_ALERT_CERTIFICATE_REVOKED", 45: "SSLV3_ALERT_CERTIFICATE_EXPIRED",
            46: "SSLV3_ALERT_CERTIFICATE_UNKNOWN", 48: "TLSV1_ALERT_UNKNOWN_CA",
        ]
        guard let code = codes[alert], let words = Self.words[code] else { return nil }
        self.words = words
        isRefusedCertificate = true
    }

    /// Alerts with which a peer turns a certificate down (RFC 8446 §6.2).
    private static let refusals = [
        "ALERT_UNKNOWN_CA", "ALERT_BAD_CERTIFICATE", "ALERT_CERTIFICATE_UNKNOWN", "ALERT_CERTIFICATE_EXPIRED",
        "ALERT_CERTIFICATE_REVOKED", "ALERT_UNSUPPORTED_CERTIFICATE",
    ]

    /// The last of the codes: what comes before it is its consequence at most.
    private static func code(in text: String) -> String? {
        guard let begin = text.firstRange(of: "OPENSSL_internal:") else { return nil }
        let code = text[begin.upperBound...].prefix { $0.isUppercase || $0.isNumber || $0 == "_" }
        return code.isEmpty ? nil : String(code)
    }

    private static func otherWords(for error: any Error, _ code: String?) -> String {
        if let code { return code.lowercased().replacing("_", with: " ") }
        switch error {
        case NIOSSLError.uncleanShutdown: return "the other side ended the connection during the handshake"
        case let error as NIOSSLExtraError where error == .failedToValidateHostname:
            return "its certificate is for another name"
        case NIOSSLError.handshakeFailed(.sslError(let stack)) where stack.contains(.eofDuringHandshake):
            return "the other side ended the connection during the handshake"
        case is NIOSSLExtraError: return "its certificate or name cannot be used"
        default: return "the handshake failed"
        }
    }

    private static let words = [
        "CERTIFICATE_VERIFY_FAILED":
            "its certificate is not trusted: it is from an authority that this machine does not know, or out of date",
        "WRONG_VERSION_NUMBER": "the other side does not speak TLS on this port",
        "HTTP_REQUEST": "the other side speaks plain HTTP",
        "HTTPS_PROXY_REQUEST": "the other side takes this for an HTTP proxy",
        "UNSUPPORTED_PROTOCOL": "the other side offers no TLS from version 1.2 on",
        "TLSV1_ALERT_PROTOCOL_VERSION": "the other side takes none of the TLS versions from 1.2 on",
        "NO_SHARED_CIPHER": "the two sides have no cipher in common",
        "HANDSHAKE_FAILURE_ON_CLIENT_HELLO": "the other side refused what was offered",
        "SSLV3_ALERT_HANDSHAKE_FAILURE": "the other side refused what was offered",
        "TLSV1_ALERT_UNKNOWN_CA": "it does not know the authority of the certificate",
        "SSLV3_ALERT_BAD_CERTIFICATE": "it takes the certificate for bad",
        "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "it does not trust the certificate",
        "SSLV3_ALERT_CERTIFICATE_EXPIRED": "it takes the certificate for expired",
        "SSLV3_ALERT_CERTIFICATE_REVOKED": "it takes the certificate for revoked",
        "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": "it cannot use the certificate",
        "TLSV1_ALERT_INTERNAL_ERROR": "the other side had an error of its own",
        "TLSV1_ALERT_ACCESS_DENIED": "the other side denied access",
        "TLSV1_UNRECOGNIZED_NAME": "the other side does not serve this name",
        "TLSV1_CERTIFICATE_REQUIRED": "the other side wants a certificate from livetop, which has none",
        "UNEXPECTED_MESSAGE": "the other side sent something that does not belong there",
        "DECODE_ERROR": "the other side sent something that is no TLS",
        "UNEXPECTED_RECORD": "the other side sent something that is no TLS",
    ]
}
