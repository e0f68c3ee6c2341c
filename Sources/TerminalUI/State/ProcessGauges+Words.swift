import Snapshots

extension ProcessGauges {
    /// A call that never began is on no screen: for so long after a client refused the certificate, that is.
    private static let refusalLasts = Duration.seconds(600)

    /// How many clients refused the certificate, as long as it is news; nil otherwise.
    var certificateTrouble: Int64? {
        guard let count = refusedCertificates, count > 0, let since = sinceRefusedCertificate,
            since < Self.refusalLasts
        else { return nil }
        return count
    }

    /// What is recorded, as screens say it. The ordinary level goes without saying.
    var captureWords: String {
        switch captureLevel {
        case "full": "recording"
        case "off": "recording nothing"
        default: "recording \(captureLevel)"
        }
    }
}
