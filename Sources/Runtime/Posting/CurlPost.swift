import CCurl
import Foundation
import LiveProtocol
import NIOConcurrencyHelpers

/// Posts bodies over HTTP by libcurl, to collectors and central stores: one after the other on one thread, over
/// connections that are kept.
///
/// Redirects are not followed: what the headers hold is for the address that was named.
final class CurlPost {
    /// How the other side is reached, and how much it may say.
    struct Manner {
        /// The proxy of the environment is used, but for these hosts; nil goes directly, whatever the environment says.
        var proxyExemptions: String?
        /// PEM file to trust instead of the system's roots.
        var certificate: String?
        /// Asked also while a request waits for its answer; nil where there is no end in sight.
        var deadline: PostDeadline?
        /// Bytes of an answer that are kept.
        var limit: Int
    }

    /// What the other side said.
    struct Answer {
        var status: Int
        var retryAfter: Duration?
        /// By their names in lower case; of those that came twice, the later.
        var headers: [String: String]
        var body: [UInt8]
        /// There was more of it than is kept.
        var isCut: Bool
    }

    enum Outcome {
        case answer(Answer)
        /// There was none, and the request may have been carried out all the same. `why` is half a sentence.
        case failed(why: String, isTimeout: Bool)
    }

    private let handle: UnsafeMutableRawPointer?
    private let manner: Manner
    private let received: ReceivedAnswer

    private static let connectSeconds = 3

    init(_ manner: Manner) {
        handle = curl_easy_init()
        self.manner = manner
        received = ReceivedAnswer(limit: manner.limit)
        guard let handle else { return }
        livetop_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        livetop_curl_set_long(handle, CURLOPT_POST, 1)
        livetop_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, Self.connectSeconds)
        livetop_curl_set_string(handle, CURLOPT_USERAGENT, "livetop/\(LivetopVersion.number)")
        if let exemptions = manner.proxyExemptions {
            livetop_curl_set_string(handle, CURLOPT_NOPROXY, exemptions)
        } else {
            // An empty string is what makes libcurl ignore the environment.
            livetop_curl_set_string(handle, CURLOPT_PROXY, "")
        }
        if let certificate = manner.certificate { livetop_curl_set_string(handle, CURLOPT_CAINFO, certificate) }
        receive(handle)
        if let deadline = manner.deadline { heed(deadline, handle) }
    }

    private func receive(_ handle: UnsafeMutableRawPointer) {
        let context = Unmanaged.passUnretained(received).toOpaque()
        livetop_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        livetop_curl_set_write_callback(handle) { ReceivedAnswer.take($0, $1, $2, $3) { $0.append(body: $1) } }
        livetop_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        livetop_curl_set_header_callback(handle) { ReceivedAnswer.take($0, $1, $2, $3) { $0.append(header: $1) } }
    }

    private func heed(_ deadline: PostDeadline, _ handle: UnsafeMutableRawPointer) {
        livetop_curl_set_long(handle, CURLOPT_NOPROGRESS, 0)
        livetop_curl_set_pointer(handle, CURLOPT_XFERINFODATA, Unmanaged.passUnretained(deadline).toOpaque())
        livetop_curl_set_progress_callback(handle) { context, _, _, _, _ in
            guard let context else { return 1 }
            return Unmanaged<PostDeadline>.fromOpaque(context).takeUnretainedValue().hasPassed ? 1 : 0
        }
    }

    deinit { if let handle { curl_easy_cleanup(handle) } }

    /// Blocks until there is an answer, or none will come.
    ///
    /// - Parameters:
    ///   - headers: whole lines, as libcurl takes them.
    ///   - limit: how long all of it may take.
    func post(_ body: ArraySlice<UInt8>, to url: String, _ headers: [String], within limit: Duration) -> Outcome {
        guard let handle else { return .failed(why: "libcurl cannot be initialised", isTimeout: false) }
        // Without the last, libcurl asks before it sends a large body, and waits a second for who does not answer that.
        let list = (headers + ["Expect:"]).reduce(nil) { curl_slist_append($0, $1) ?? $0 }
        defer { curl_slist_free_all(list) }
        received.clear()
        livetop_curl_set_string(handle, CURLOPT_URL, url)
        livetop_curl_set_headers(handle, list)
        let left = min(limit, manner.deadline?.left ?? limit)
        livetop_curl_set_long(handle, CURLOPT_TIMEOUT_MS, max(Int(clamping: left.nanoseconds / 1_000_000), 1))
        let code = body.withUnsafeBytes { bytes in
            // A null pointer would ask for a body that is read elsewhere.
            let start = bytes.baseAddress ?? UnsafeRawPointer(Unmanaged.passUnretained(received).toOpaque())
            livetop_curl_set_body(handle, start, Int64(bytes.count))
            return curl_easy_perform(handle)
        }
        guard code == CURLE_OK else {
            let isTimeout = [CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK].contains(code)
            return .failed(why: Self.words(code), isTimeout: isTimeout)
        }
        return .answer(answer(of: handle))
    }

    private func answer(of handle: UnsafeMutableRawPointer) -> Answer {
        var (status, after) = (0, curl_off_t(0))
        livetop_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        livetop_curl_get_offset(handle, CURLINFO_RETRY_AFTER, &after)
        return Answer(
            status: status, retryAfter: after > 0 ? .seconds(min(Int64(after), 86_400)) : nil,
            headers: received.headers, body: received.body, isCut: received.isCut)
    }

    private static func words(_ code: CURLcode) -> String {
        switch code {
        case CURLE_COULDNT_CONNECT: "nobody listens there"
        case CURLE_COULDNT_RESOLVE_HOST: "there is no such host"
        case CURLE_OPERATION_TIMEDOUT, CURLE_ABORTED_BY_CALLBACK: "it takes too long to answer"
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE: "the connection was cut"
        case CURLE_PEER_FAILED_VERIFICATION: "its certificate is not trusted"
        case CURLE_SSL_CONNECT_ERROR: "it does not speak TLS on this port, or not a version that both know"
        default: String(cString: curl_easy_strerror(code))
        }
    }
}

/// When sending has to be over; asked also while a request waits for its answer.
final class PostDeadline: Sendable {
    private let instant = NIOLockedValueBox<ContinuousClock.Instant?>(nil)

    func set(after limit: Duration) { instant.withLockedValue { $0 = .now + limit } }

    /// Nil while there is no end in sight.
    var left: Duration? { instant.withLockedValue(\.self).map { max($0 - .now, .zero) } }

    var hasPassed: Bool { left.map { $0 <= .zero } ?? false }
}

/// Gathers an answer, as much of it as anybody wants to know. Belongs to the thread that posts.
private final class ReceivedAnswer {
    private(set) var body: [UInt8] = []
    private(set) var headers: [String: String] = [:]
    private(set) var isCut = false
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    func clear() { (body, headers, isCut) = ([], [:], false) }

    /// Takes all of it, and keeps the beginning: what the status says holds however much is said besides.
    func append(body bytes: UnsafeRawBufferPointer) {
        let kept = bytes.prefix(max(limit - body.count, 0))
        if kept.count < bytes.count { isCut = true }
        body.append(contentsOf: kept)
    }

    func append(header bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self)
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard parts.count == 2, headers.count < 200 else { return }
        headers[parts[0].lowercased()] = parts[1]
    }

    /// What libcurl calls: fewer bytes than it gives would end the request.
    static func take(
        _ bytes: UnsafeMutablePointer<CChar>?, _ one: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ append: (ReceivedAnswer, UnsafeRawBufferPointer) -> Void
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let total = one &* count
        append(
            Unmanaged<ReceivedAnswer>.fromOpaque(context).takeUnretainedValue(),
            UnsafeRawBufferPointer(start: bytes, count: total))
        return total
    }
}
