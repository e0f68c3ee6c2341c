import COpenSSL
import Foundation

/// What our certificates say. Strict verifiers (`openssl verify -x509_strict`, Python since 3.13) want key identifiers
/// on both, critical basic constraints and a stated key usage.
enum CertificateTemplates {
    private static let day: TimeInterval = 24 * 3600

    static func root(for key: SigningKey, permitting names: PermittedNames) throws -> Certificate {
        let draft = try CertificateDraft(for: key)
        try draft.name("livetop", "livetop local CA \(draft.fingerprint())")
        try draft.valid(from: Date(timeIntervalSinceNow: -day), until: Date(timeIntervalSinceNow: 3650 * day))
        try draft.add(NID_basic_constraints, "critical,CA:TRUE,pathlen:0")
        try draft.add(NID_key_usage, "critical,keyCertSign,cRLSign")
        try draft.permit(names.subtrees)
        try draft.add(NID_subject_key_identifier, "hash")
        return try draft.signed(by: key)
    }

    /// For exactly these names and addresses. Valid for 397 days: more is refused by Apple's verifiers.
    static func leaf(for key: SigningKey, names: [String], root: Certificate, rootKey: SigningKey) throws -> Certificate
    {
        let draft = try CertificateDraft(for: key, issuer: root)
        try draft.name(nil, names.first ?? "localhost")
        let end = Date(timeIntervalSinceNow: 396 * day)
        try draft.valid(from: Date(timeIntervalSinceNow: -day), until: min(end, root.notValidAfter ?? end))
        try draft.add(NID_basic_constraints, "critical,CA:FALSE")
        try draft.add(NID_key_usage, "critical,digitalSignature")
        try draft.add(NID_ext_key_usage, "serverAuth")
        try draft.name(alternatives: names.map(PermittedNames.certified))
        try draft.add(NID_subject_key_identifier, "hash")
        try draft.add(NID_authority_key_identifier, "keyid")
        return try draft.signed(by: rootKey)
    }
}
