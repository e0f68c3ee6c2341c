import LiveProtocol
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
    private let headers: [String]
    /// What pages of a recording need at most, many times over.
    private let http = CurlPost(CurlPost.Manner(limit: 256 << 20))

    init(_ address: StoreAddress, _ credentials: StoreCredentials?) {
        self.address = address
        var lines = ["Content-Type: application/octet-stream"]
        if let credentials {
            lines += ["X-ClickHouse-User: \(credentials.user)", "X-ClickHouse-Key: \(credentials.password)"]
        }
        headers = lines
    }

    /// - Parameter seconds: how long all of it may take.
    func post(_ query: StoreQuery, _ body: ArraySlice<UInt8> = [], within seconds: Int = 30) -> Outcome {
        switch http.post(body, to: address.base + "?" + query.text, headers, within: .seconds(seconds)) {
        case .failed(let why, _): .failed(why: why)
        case .answer(let answer) where answer.isCut: .failed(why: "the answer has no end")
        case .answer(let answer):
            .answer(
                StoreAnswer(
                    status: answer.status,
                    exceptionCode: answer.headers["x-clickhouse-exception-code"].flatMap { Int($0) },
                    retryAfter: answer.retryAfter?.seconds, body: answer.body))
        }
    }
}
