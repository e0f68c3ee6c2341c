internal import LiveProtocol

/// What became of a request, and what is to be done about it.
public enum StoreVerdict: Hashable, Sendable {
    /// The rows are there.
    case accepted
    /// It may work later.
    case retry(why: String, cure: String, after: Double?)
    /// It will not work before somebody changes something.
    case stop(why: String, cure: String)
    /// One of the rows is at fault.
    case poison(code: Int, why: String)
    /// It was too much at once.
    case tooLarge(code: Int, why: String)
}

/// An answer of the server.
public struct StoreAnswer: Hashable, Sendable {
    public var status: Int
    /// The header `X-ClickHouse-Exception-Code`, which newer servers send.
    public var exceptionCode: Int?
    /// The header `Retry-After`, in seconds.
    public var retryAfter: Double?
    public var body: [UInt8]

    public init(status: Int, exceptionCode: Int? = nil, retryAfter: Double? = nil, body: [UInt8] = []) {
        (self.status, self.exceptionCode, self.retryAfter) = (status, exceptionCode, retryAfter)
        self.body = body
    }

    /// What went wrong, by the server's own number; nil where it gives none.
    ///
    /// Statuses differ between versions: a number is the same everywhere.
    public var code: Int? {
        if let exceptionCode { return exceptionCode }
        guard let place = text.firstRange(of: "Code: ") else { return nil }
        return Int(text[place.upperBound...].prefix { $0.isASCII && $0.isNumber })
    }

    /// The first line, without what only the server's makers read. A row of ours that it quotes stays out.
    public var words: String {
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? ""
        var words = line.replacing("DB::Exception: ", with: "")
        for end in [", e.what()", ": While", ": (at row", "Row 1", " (version "] {
            if let place = words.firstRange(of: end) { words = String(words[..<place.lowerBound]) }
        }
        return String(words.prefix(300))
    }

    /// The beginning of the body: errors are short.
    private var text: String { String(decoding: body.prefix(2_000), as: UTF8.self) }
}

extension StoreAnswer {
    /// To rows that were sent.
    public var verdict: StoreVerdict {
        if let code { return verdict(on: code) }
        switch status {
        case 200:
            return body.isEmpty
                ? .accepted : .stop(why: "the server answers, and not as ClickHouse does", cure: Self.checkAddress)
        case 408, 425, 429, 500...599:
            return .retry(why: "the server answers with status \(status)", cure: Self.wait, after: retryAfter)
        case 401, 403: return .stop(why: "the server refuses the user (status \(status))", cure: Self.checkUser)
        case 413: return .tooLarge(code: status, why: "the server takes less at once")
        default:
            return .stop(
                why: "the server answers with status \(status), and not as ClickHouse does", cure: Self.checkAddress)
        }
    }

    private func verdict(on code: Int) -> StoreVerdict {
        switch code {
        case 241: .tooLarge(code: code, why: words)
        case 243: .retry(why: words, cure: "the store's disk is full: free some space there", after: retryAfter)
        case 60, 81:
            .stop(
                why: words, cure: "make the tables: livetop ship --to URL --print-ddl portable | clickhouse-client -n")
        case 16, 47, 53:
            .stop(why: words, cure: "the tables are of another shape: compare them with livetop ship --print-ddl")
        case 192, 193, 194, 497, 516: .stop(why: words, cure: Self.checkUser)
        case 36, 82, 115, 164, 452: .stop(why: words, cure: "let the user insert, and change no settings for it")
        case 6, 26, 27, 33, 38, 41, 62, 69, 70, 72, 117, 131: .poison(code: code, why: words)
        // Those are known to pass (159, 202, 209, 210, 242, 252, 285, 319, 999); of others nobody knows better.
        default: .retry(why: words, cure: Self.wait, after: retryAfter)
        }
    }

    static let wait = "nothing is lost: it is sent when the store takes it"
    static let checkAddress = "name the address of its HTTP interface: http://HOST:8123/DATABASE"
    static let checkUser =
        "set LIVETOP_SHIP_USER and LIVETOP_SHIP_PASSWORD, or ship-credentials to a file with mode 0600: user:password"
}
