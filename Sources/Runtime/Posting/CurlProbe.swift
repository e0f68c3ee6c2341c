import CCurl
import Foundation

/// One connection to an upstream through libcurl, up to and including TLS; nothing is sent on it and no key is needed.
package struct CurlProbe {
    /// How far the connection came, each time counted from its start in seconds; nil for what was not reached.
    package struct Result: Equatable, Sendable {
        /// 0 when everything worked (`CURLcode`).
        package var code: UInt32
        /// libcurl's own words about the failure.
        package var message: String
        package var resolvedAfter: Double?
        package var connectedAfter: Double?
        package var securedAfter: Double?
        package var address: String?
        /// Whether an HTTP proxy was asked to `CONNECT`.
        package var usedProxy: Bool

        /// The message without the codes and function names of the TLS library, such as
        /// `error:0A00010B:SSL routines::wrong version number`.
        package var plainMessage: String {
            guard message.contains("error:"), let reason = message.split(separator: ":").last else { return message }
            let words = reason.trimmingCharacters(in: .whitespaces)
            let isOtherProtocol = ["wrong version number", "packet length too long", "http request"].contains(words)
            return isOtherProtocol ? "the other side does not speak TLS on this port" : "TLS failed: \(words)"
        }
    }

    /// `https://host:port`; other schemes do not reach libcurl.
    var url: String
    /// Trusted besides the system's roots.
    var caFile: String?
    /// An HTTP proxy and the hosts that are exempt from it; nil goes directly.
    var proxy: (url: String, exceptions: String)?
    var timeoutSeconds: Int

    package init(url: String, caFile: String?, proxy: (url: String, exceptions: String)?, timeoutSeconds: Int) {
        (self.url, self.caFile, self.proxy, self.timeoutSeconds) = (url, caFile, proxy, timeoutSeconds)
    }

    /// Blocks the calling thread for at most `timeoutSeconds`.
    package func run() -> Result {
        guard let handle = curl_easy_init() else {
            return Result(code: CURLE_FAILED_INIT.rawValue, message: "libcurl cannot be initialised", usedProxy: false)
        }
        defer { curl_easy_cleanup(handle) }
        var message = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
        return message.withUnsafeMutableBufferPointer { message in
            livetop_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, message.baseAddress)
            configure(handle)
            let code = curl_easy_perform(handle)
            let text = message.baseAddress.map { String(cString: $0) } ?? ""
            // The buffer dies before the handle does.
            livetop_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, nil)
            return result(of: handle, code: code, message: text)
        }
    }

    private func configure(_ handle: UnsafeMutableRawPointer) {
        livetop_curl_set_string(handle, CURLOPT_URL, url)
        livetop_curl_set_long(handle, CURLOPT_CONNECT_ONLY, 1)
        livetop_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        livetop_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, timeoutSeconds)
        livetop_curl_set_long(handle, CURLOPT_TIMEOUT, timeoutSeconds)
        // An empty string is what makes libcurl ignore the environment: the relay decides about proxies, not libcurl.
        livetop_curl_set_string(handle, CURLOPT_PROXY, proxy?.url ?? "")
        livetop_curl_set_string(handle, CURLOPT_NOPROXY, proxy?.exceptions ?? "")
        if let caFile { livetop_curl_set_string(handle, CURLOPT_CAINFO, caFile) }
    }

    private func result(of handle: UnsafeMutableRawPointer, code: CURLcode, message: String) -> Result {
        Result(
            code: code.rawValue,
            message: message.isEmpty ? String(cString: curl_easy_strerror(code)) : message,
            resolvedAfter: seconds(CURLINFO_NAMELOOKUP_TIME, of: handle),
            connectedAfter: seconds(CURLINFO_CONNECT_TIME, of: handle),
            securedAfter: seconds(CURLINFO_APPCONNECT_TIME, of: handle),
            address: string(CURLINFO_PRIMARY_IP, of: handle),
            usedProxy: (long(CURLINFO_HTTP_CONNECTCODE, of: handle) ?? 0) != 0
        )
    }

    /// libcurl writes 0 for what did not happen.
    private func seconds(_ info: CURLINFO, of handle: UnsafeMutableRawPointer) -> Double? {
        var value = 0.0
        guard livetop_curl_get_double(handle, info, &value) == CURLE_OK, value > 0 else { return nil }
        return value
    }

    private func long(_ info: CURLINFO, of handle: UnsafeMutableRawPointer) -> Int? {
        var value = 0
        guard livetop_curl_get_long(handle, info, &value) == CURLE_OK else { return nil }
        return value
    }

    private func string(_ info: CURLINFO, of handle: UnsafeMutableRawPointer) -> String? {
        var value: UnsafePointer<CChar>?
        guard livetop_curl_get_string(handle, info, &value) == CURLE_OK, let value else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }
}
