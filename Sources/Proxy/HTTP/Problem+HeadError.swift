extension Problem {
    /// The client sent something that is no HTTP request. `part` is what of it cannot be read.
    init(_ error: HeadError, in part: String = "the request") {
        switch error {
        case .tooLarge(let limit):
            self.init(
                status: 431, what: "livetop cannot read \(part)", why: "its head is larger than \(limit / 1024) kB",
                cure: "Send less in headers and URL")
        case .trailersTooLarge(let limit):
            self.init(
                status: 431, what: "livetop cannot read \(part)",
                why:
                    "what stands behind its last chunk, or in one of its size lines, is longer than \(limit / 1024) kB",
                cure: "Send less there")
        case .malformed(let why):
            self.init(
                status: 400, what: "livetop cannot read \(part)", why: why,
                cure: "This port takes HTTP/1.1 and WebSocket, plain or over TLS")
        }
    }
}
