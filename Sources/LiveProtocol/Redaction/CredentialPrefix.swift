/// The public beginning of a credential, ready to be compared with the scanner's window.
struct CredentialPrefix: Sendable {
    let pattern: UInt128
    let mask: UInt128
    /// 0x20 in every byte when letters match in either case.
    let caseBits: UInt128
    /// Length in bytes.
    let count: Int

    /// `text` has at most 16 bytes.
    init(_ text: StaticString, anyCase: Bool = false) {
        let bit: UInt8 = anyCase ? 0x20 : 0
        var pattern: UInt128 = 0
        var mask: UInt128 = 0
        var caseBits: UInt128 = 0
        text.withUTF8Buffer { bytes in
            for byte in bytes {
                pattern = pattern << 8 | UInt128(byte | bit)
                mask = mask << 8 | 0xFF
                caseBits = caseBits << 8 | UInt128(bit)
            }
        }
        self.pattern = pattern
        self.mask = mask
        self.caseBits = caseBits
        count = text.utf8CodeUnitCount
    }

    // MARK: Google's

    static let apiKey = CredentialPrefix("AIza")
    /// Keys since 2025.
    static let authorizationKey = CredentialPrefix("AQ.")
    static let oauthToken = CredentialPrefix("ya29.")
    static let refreshToken = CredentialPrefix("1//0")
    static let clientSecret = CredentialPrefix("GOCSPX-")
    static let ephemeralToken = CredentialPrefix("auth_tokens/")
    static let escapedEphemeralToken = CredentialPrefix("auth_tokens%2f", anyCase: true)

    // MARK: Others'

    /// A JWT: `{"alg":` in base64.
    static let signedToken = CredentialPrefix("eyJhbGciOi")
    static let secretKey = CredentialPrefix("sk-")
    static let gitHubFineToken = CredentialPrefix("github_pat_")
    static let gitHubTokens = [
        CredentialPrefix("ghp_"), CredentialPrefix("gho_"), CredentialPrefix("ghu_"), CredentialPrefix("ghs_"),
        CredentialPrefix("ghr_"),
    ]
    /// Also of `BEGIN RSA PRIVATE KEY` and the like.
    static let privateKey = CredentialPrefix("PRIVATE KEY-----")

    // MARK: What says that a credential follows

    static let authority = CredentialPrefix("://")
    static let bearer = CredentialPrefix("bearer ", anyCase: true)
    static let token = CredentialPrefix("token ", anyCase: true)
    static let basic = CredentialPrefix("basic ", anyCase: true)
    static let accessToken = CredentialPrefix("access_token=", anyCase: true)
    /// Names in JSON within a text, with the quote that begins their value.
    static let quotedNames = [
        CredentialPrefix("password\":\"", anyCase: true), CredentialPrefix("password\": \"", anyCase: true),
        CredentialPrefix("passwd\":\"", anyCase: true), CredentialPrefix("passwd\": \"", anyCase: true),
        CredentialPrefix("secret\":\"", anyCase: true), CredentialPrefix("secret\": \"", anyCase: true),
        CredentialPrefix("token\":\"", anyCase: true), CredentialPrefix("token\": \"", anyCase: true),
        CredentialPrefix("apikey\":\"", anyCase: true), CredentialPrefix("apikey\": \"", anyCase: true),
        CredentialPrefix("_key\":\"", anyCase: true), CredentialPrefix("_key\": \"", anyCase: true),
        CredentialPrefix("privatekey\":\"", anyCase: true), CredentialPrefix("privatekey\": \"", anyCase: true),
        CredentialPrefix("cookie\":\"", anyCase: true), CredentialPrefix("cookie\": \"", anyCase: true),
    ]
    /// Ends of the names of parameters.
    static let parameters = [
        CredentialPrefix("apikey=", anyCase: true), CredentialPrefix("key=", anyCase: true),
        CredentialPrefix("token=", anyCase: true), CredentialPrefix("secret=", anyCase: true),
        CredentialPrefix("password=", anyCase: true), CredentialPrefix("passwd=", anyCase: true),
        CredentialPrefix("pwd=", anyCase: true), CredentialPrefix("sig=", anyCase: true),
        CredentialPrefix("signature=", anyCase: true), CredentialPrefix("jwt=", anyCase: true),
        CredentialPrefix("auth=", anyCase: true), CredentialPrefix("session=", anyCase: true),
    ]
}
