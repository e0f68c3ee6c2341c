import Snapshots
import Wording

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

    /// What commands need to find this livetop, where it keeps its files in another folder than the usual one:
    /// ` --data-dir /srv/calls`; else nothing.
    var folderFlag: String {
        let path = dataDirectory
        guard !path.isEmpty, !path.hasSuffix("/.local/share/livetop") else { return "" }
        return " --data-dir " + ShellWord.quoted(path)
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
