import Foundation

/// A trust store for Java programs: the roots of the installed Java and our certificate authority.
///
/// Java reads neither PEM files nor `SSL_CERT_FILE`, and naming a trust store replaces the one it has.
package struct JavaTrustStore: Equatable, Sendable {
    package var path: String

    /// Java's own default; trust stores hold nothing secret.
    private static let password = "changeit"

    /// `JAVA_TOOL_OPTIONS` with this trust store behind what stands there today. A trust store that somebody chose
    /// already is left alone.
    package func options(after today: String?) -> String {
        let today = today ?? ""
        if today.contains("javax.net.ssl.trustStore=") { return today }
        let store = path.contains(" ") ? "'-Djavax.net.ssl.trustStore=\(path)'" : "-Djavax.net.ssl.trustStore=\(path)"
        let options = "\(store) -Djavax.net.ssl.trustStorePassword=\(Self.password)"
        return today.isEmpty ? options : "\(today) \(options)"
    }

    /// The trust store in `folder`, made or made anew when the authority or Java's roots have changed.
    ///
    /// - Returns: nil where no `keytool` is on `path`, which is the usual case, or where it fails: Java programs then
    ///   refuse the proxy's certificate, and all others are served.
    package static func prepared(in folder: String, caPath: String, path: String?) async -> JavaTrustStore? {
        guard let keytool = ExecutableSearch.find("keytool", path: path) else { return nil }
        let store = folder + "/java-truststore"
        let roots = roots(of: keytool)
        if isNewer(store, than: [caPath, roots].compactMap(\.self)) { return JavaTrustStore(path: store) }
        let draft = store + ".new-\(getpid())"
        // Gone already when it was renamed, and otherwise of no use to anybody.
        defer { unlink(draft) }
        do {
            if let roots {
                try FileManager.default.copyItem(atPath: roots, toPath: draft)
                try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: draft)
            }
        } catch {
            return nil
        }
        let arguments = [
            "-importcert", "-noprompt", "-alias", "livetop", "-file", caPath, "-keystore", draft, "-storepass",
            password,
        ]
        guard await run(keytool, arguments), rename(draft, store) == 0 else { return nil }
        return JavaTrustStore(path: store)
    }

    /// `lib/security/cacerts` of the Java that the tool belongs to, through all links.
    private static func roots(of keytool: String) -> String? {
        let tool = URL(filePath: keytool).resolvingSymlinksInPath()
        let home = tool.deletingLastPathComponent().deletingLastPathComponent()
        let roots = home.appending(path: "lib/security/cacerts").resolvingSymlinksInPath().path(percentEncoded: false)
        return FileManager.default.isReadableFile(atPath: roots) ? roots : nil
    }

    private static func isNewer(_ path: String, than others: [String]) -> Bool {
        guard let made = modified(path) else { return false }
        return others.allSatisfy { (modified($0) ?? .distantPast) <= made }
    }

    private static func modified(_ path: String) -> Date? {
        // No date means no file, and that is an answer.
        try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
    }

    /// Runs the tool in silence; whether it succeeded.
    private static func run(_ tool: String, _ arguments: [String]) async -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: tool)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return await withCheckedContinuation { continuation in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus == 0) }
            do { try process.run() } catch { continuation.resume(returning: false) }
        }
    }
}
