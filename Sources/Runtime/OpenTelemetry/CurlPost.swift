import CCurl
import LiveProtocol
import NIOConcurrencyHelpers
import Telemetry

/// Posts bodies to collectors by libcurl, one after the other on one thread, over connections that are kept.
///
/// Redirects are not followed: what the headers hold is for the address that was named.
struct CurlPost: ~Copyable {
    private let handle: UnsafeMutableRawPointer?
    private let settings: OTLPSettings
    /// When all of it has to be over; nil while there is no end in sight.
    private let deadline: OTLPDeadline
    private let answer = CurlAnswer()

    init(_ settings: OTLPSettings, exemptFromProxy: String, deadline: OTLPDeadline) {
        handle = curl_easy_init()
        self.settings = settings
        self.deadline = deadline
        guard let handle else { return }
        livetop_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        livetop_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, 3)
        livetop_curl_set_string(handle, CURLOPT_USERAGENT, "livetop/\(LivetopVersion.number)")
        livetop_curl_set_string(handle, CURLOPT_NOPROXY, exemptFromProxy)
        if let certificate = settings.certificate { livetop_curl_set_string(handle, CURLOPT_CAINFO, certificate) }
        livetop_curl_set_pointer(handle, CURLOPT_WRITEDATA, Unmanaged.passUnretained(answer).toOpaque())
        livetop_curl_set_write_callback(handle) { bytes, one, count, context in
            guard let bytes, let context else { return 0 }
            let answer = Unmanaged<CurlAnswer>.fromOpaque(context).takeUnretainedValue()
            return answer.append(UnsafeRawBufferPointer(start: bytes, count: one &* count))
        }
        livetop_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        livetop_curl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(deadline).toOpaque())
        livetop_curl_set_progress_callback(handle) { context, _, _, _, _ in
            guard let context else { return 1 }
            return Unmanaged<OTLPDeadline>.fromOpaque(context).takeUnretainedValue().hasPassed ? 1 : 0
        }
    }

    deinit { if let handle { curl_easy_cleanup(handle) } }

    /// Blocks until there is an answer, or none will come.
    ///
    /// - Parameter body: as it is to be packed.
    func post(_ body: [UInt8], to url: String) -> OTLPOutcome {
        guard let handle else { return .failed(.unreachable, "libcurl cannot be initialised") }
        let packed = settings.isPacked ? Gzip.packed(body) : nil
        var fields = [
            "Content-Type: \(settings.encoding.contentType)", "Accept: \(settings.encoding.contentType)", "Expect:",
        ]
        if packed != nil { fields.append("Content-Encoding: gzip") }
        fields += settings.headers.fields.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" }
        var list: UnsafeMutablePointer<curl_slist>?
        for field in fields { list = curl_slist_append(list, field) ?? list }
        defer { curl_slist_free_all(list) }
        answer.clear()
        livetop_curl_set_string(handle, CURLOPT_URL, url)
        livetop_curl_set_pointer(handle, CURLOPT_HTTPHEADER, list)
        let milliseconds = Int(
            clamping: min(settings.timeout, deadline.left ?? settings.timeout).nanoseconds / 1_000_000)
        livetop_curl_set_long(handle, CURLOPT_TIMEOUT_MS, max(milliseconds, 1))
        return perform(handle, packed ?? body)
    }

    private func perform(_ handle: UnsafeMutableRawPointer, _ body: [UInt8]) -> OTLPOutcome {
        var body = body
        let code = body.withUnsafeMutableBytes { bytes in
            livetop_curl_set_long(handle, CURLOPT_POST, 1)
            livetop_curl_set_long(handle, CURLOPT_POSTFIELDSIZE, bytes.count)
            livetop_curl_set_pointer(handle, CURLOPT_POSTFIELDS, bytes.baseAddress)
            return curl_easy_perform(handle)
        }
        guard code == CURLE_OK else {
            let reason: OTLPOutcome.Reason =
                [CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK].contains(code) ? .timeout : .unreachable
            return .failed(reason, "does not answer: \(String(cString: curl_easy_strerror(code)))")
        }
        var (status, after) = (0, curl_off_t(0))
        livetop_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        livetop_curl_get_offset(handle, CURLINFO_RETRY_AFTER, &after)
        return OTLPOutcome(
            status: status, retryAfter: after > 0 ? .seconds(min(Int64(after), 86_400)) : nil, body: answer.bytes)
    }
}

extension OTLPOutcome {
    fileprivate static func failed(_ reason: Reason, _ words: String) -> OTLPOutcome {
        .retry(Failure(reason: reason, words: words), after: nil)
    }
}

/// What an answer holds, as much of it as anybody wants to know. Belongs to the thread that posts.
private final class CurlAnswer {
    private(set) var bytes: [UInt8] = []

    private static let limit = 65_536

    func clear() { bytes = [] }

    /// Takes all of it, and keeps the beginning.
    func append(_ piece: UnsafeRawBufferPointer) -> Int {
        bytes.append(contentsOf: piece.prefix(max(Self.limit - bytes.count, 0)))
        return piece.count
    }
}

/// When exporting has to be over; asked also while a request waits for its answer.
final class OTLPDeadline: Sendable {
    private let instant = NIOLockedValueBox<ContinuousClock.Instant?>(nil)

    func set(after limit: Duration) { instant.withLockedValue { $0 = .now + limit } }

    /// Nil while there is no end in sight.
    var left: Duration? { instant.withLockedValue(\.self).map { max($0 - .now, .zero) } }

    var hasPassed: Bool { left.map { $0 <= .zero } ?? false }
}
