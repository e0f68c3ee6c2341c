/// The keys that say something about their value, wherever they stand: places that the protocol does not have yet are
/// covered as well.
extension KeyTable where Meaning == ValuePlace {
    /// What goes by `key` when it is the name of a secret, in the singular or the plural; nil when it is not.
    static func secretName(_ key: KeyHash) -> ValuePlace? {
        if let place = names[key] { return place }
        guard let singular = key.singular, names[singular] == .secretScalar, key != mapPins else { return nil }
        return .secretList
    }

    /// Names that nobody gives to anything else.
    private static let names = KeyTable([(.secretScalar, secretScalars), (.secretString, ["token", "tokens"])])

    static let places = KeyTable([
        (.secret, secrets), (.handle, ["newHandle"]),
        (.resumption, ["sessionResumption", "sessionResumptionUpdate"]),
        (.transport, ["streamableHttpTransport", "sseTransport", "tools", "mcpServers"]),
        (.freeForm, ["args", "response", "labels", "arguments", "result", "output"]),
        (
            .schema,
            [
                "parameters", "parametersJsonSchema", "responseSchema", "responseJsonSchema", "inputSchema",
                "outputSchema", "jsonSchema", "schema", "properties", "patternProperties", "definitions", "$defs",
            ]
        ),
        (.partialArgument, ["partialArgs"]), (.usage, ["usage", "usageMetadata", "stepUsage", "totalUsage"]),
        (.mediaHolder, ["audio", "video", "media", "mediaChunks", "inlineData", "audioChunks", "referenceImage"]),
    ])

    /// In the schema of a secret (JSON Schema 2020-12, OpenAPI 3.1): what describes it, and what may hold one.
    static let schemaWords = KeyTable([
        (
            .schemaWord,
            [
                "type", "format", "title", "description", "nullable", "optional", "required", "pattern", "minLength",
                "maxLength", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minItems",
                "maxItems", "uniqueItems", "minProperties", "maxProperties", "propertyOrdering", "readOnly",
                "writeOnly", "deprecated", "contentEncoding", "contentMediaType", "$ref", "$schema", "$id", "$anchor",
                "$comment",
            ]
        ),
        (.secretValue, ["default", "const", "enum", "example", "examples"]),
    ])

    /// Of the protocol: whole objects of them are secret.
    private static let secrets = [
        "apiKey", "apiKeyString", "apiKeyConfig", "accessToken", "idToken", "authConfig", "apiAuth",
        "httpBasicAuthConfig", "oauthConfig", "oidcConfig", "authorization", "headers", "voiceSampleAudio",
        "consentAudio", "voiceConsentSignature", "googleMapsWidgetContextToken",
    ]

    /// Of anybody: unmistakable also among the user's own words.
    private static let secretScalars = [
        "password", "passwd", "passphrase", "passcode", "pwd", "pin", "pinCode", "otp", "otpCode", "totp", "auth",
        "secret", "bearer", "cookie", "userPassword", "dbPassword", "clientSecret", "secretKey", "secretAccessKey",
        "awsSecretAccessKey", "privateKey", "privateKeyPem", "signingKey", "signingSecret", "webhookSecret",
        "encryptionKey", "accessKey", "sharedSecret", "appSecret", "apiSecret", "apiToken", "authToken", "authHeader",
        "authKey", "refreshToken", "sessionToken", "securityToken", "bearerToken", "oauthToken",
        "personalAccessToken", "botToken", "deviceToken", "pushToken", "csrfToken", "xsrfToken", "sasToken",
        "sessionKey", "sessionCookie", "jwt", "credential", "credentials", "cookies", "setCookie",
        "proxyAuthorization", "xGoogApiKey", "xApiKey", "xAuthToken", "connectionString", "apiKey", "apiKeyString",
        "accessToken", "idToken", "authorization",
    ]

    /// Those on a map and of a board are meant more often than several numbers of somebody's cards.
    private static let mapPins = KeyHash("pins")
}
