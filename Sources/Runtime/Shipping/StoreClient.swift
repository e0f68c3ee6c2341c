import CCurl
import Foundation
import Shipping

/// One connection to a central store, kept between requests. Confined to one thread: calls block on the network.
final class StoreClient {
    /// What came of a request.
    enum Outcome {
        case answer(StoreAnswer)
        /// There was none; it may have been carried out all the same.
        case failed(why: String)
    }

    let address: StoreAddress
    private let handle: UnsafeMutableRawPointer?
    private let headers: UnsafeMutablePointer<curl_slist>?
    private let sink = AnswerSink()

    private static let connectSeconds = 3

    init(_ address: StoreAddress, _ credentials: StoreCredentials?) {
        self.address = address
        handle = curl_easy_init()
        var lines = ["Content-Type: application/octet-stream", "Expect:"]
        if let credentials {
            lines += ["X-ClickHouse-User: \(credentials.user)", "X-ClickHouse-Key: \(credentials.password)"]
        }
        headers = lines.reduce(nil) { curl_slist_append($0, $1) ?? $0 }
    }

    deinit {
        if let handle { curl_easy_cleanup(handle) }
        curl_slist_free_all(headers)
    }

    /// - Parameter seconds: how long all of it may take.
    func post(_ query: StoreQuery, _ body: ArraySlice<UInt8> = [], within seconds: Int = 30) -> Outcome {
        guard let handle else { return .failed(why: "libcurl cannot be initialised") }
        sink.clear()
        livetop_curl_set_string(handle, CURLOPT_URL, address.base + "?" + query.text)
        livetop_curl_set_long(handle, CURLOPT_POST, 1)
        livetop_curl_set_long(handle, CURLOPT_NOSIGNAL, 1)
        livetop_curl_set_long(handle, CURLOPT_CONNECTTIMEOUT, Self.connectSeconds)
        livetop_curl_set_long(handle, CURLOPT_TIMEOUT, seconds)
        // An empty string is what makes libcurl ignore the environment.
        livetop_curl_set_string(handle, CURLOPT_PROXY, "")
        livetop_curl_set_headers(handle, headers)
        let context = Unmanaged.passUnretained(sink).toOpaque()
        livetop_curl_set_pointer(handle, CURLOPT_WRITEDATA, context)
        livetop_curl_set_write_callback(handle) { AnswerSink.take($0, $1, $2, $3) { $0.append(body: $1) } }
        livetop_curl_set_pointer(handle, CURLOPT_HEADERDATA, context)
        livetop_curl_set_header_callback(handle) { AnswerSink.take($0, $1, $2, $3) { $0.append(header: $1) } }
        let code = body.withUnsafeBytes { bytes in
            // A null pointer would ask for a body that is read elsewhere.
            let start = bytes.baseAddress ?? UnsafeRawPointer(context)
            livetop_curl_set_body(handle, start, Int64(bytes.count))
            return curl_easy_perform(handle)
        }
        guard code == CURLE_OK else { return .failed(why: Self.words(code, sink)) }
        var status = 0
        livetop_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
        return .answer(
            StoreAnswer(
                status: status, exceptionCode: sink.exceptionCode, retryAfter: sink.retryAfter, body: sink.body))
    }

    private static func words(_ code: CURLcode, _ sink: AnswerSink) -> String {
        if sink.isTooLong { return "the answer has no end" }
        return switch code {
        case CURLE_COULDNT_CONNECT: "nobody answers there"
        case CURLE_COULDNT_RESOLVE_HOST: "there is no such host"
        case CURLE_OPERATION_TIMEDOUT: "it takes too long to answer"
        case CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_PARTIAL_FILE: "the connection was cut"
        default: String(cString: curl_easy_strerror(code))
        }
    }
}

/// Gathers an answer.
private final class AnswerSink {
    private(set) var body: [UInt8] = []
    private(set) var exceptionCode: Int?
    private(set) var retryAfter: Double?
    private(set) var isTooLong = false

    /// What pages of a recording need at most, many times over.
    private static let limit = 256 << 20

    func clear() { (body, exceptionCode, retryAfter, isTooLong) = ([], nil, nil, false) }

    func append(body bytes: UnsafeRawBufferPointer) -> Bool {
        isTooLong = body.count + bytes.count > Self.limit
        if !isTooLong { body.append(contentsOf: bytes) }
        return !isTooLong
    }

    func append(header bytes: UnsafeRawBufferPointer) -> Bool {
        let line = String(decoding: bytes, as: UTF8.self)
        let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        guard parts.count == 2 else { return true }
        switch parts[0].lowercased() {
        case "x-clickhouse-exception-code": exceptionCode = Int(parts[1])
        case "retry-after": retryAfter = Double(parts[1])
        default: break
        }
        return true
    }

    /// What libcurl calls: fewer bytes than it gives end the request.
    static func take(
        _ bytes: UnsafeMutablePointer<CChar>?, _ one: Int, _ count: Int, _ context: UnsafeMutableRawPointer?,
        _ body: (AnswerSink, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let sink = Unmanaged<AnswerSink>.fromOpaque(context).takeUnretainedValue()
        let total = one * count
        return body(sink, UnsafeRawBufferPointer(start: bytes, count: total)) ? total : 0
    }
}
