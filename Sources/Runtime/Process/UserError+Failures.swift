import Exports
import LiveProtocol
import Proxy
import Recordings
import SessionStore

extension UserError {
    /// An answer that could not be written.
    package init(_ failure: WriteFailure) {
        self.init(
            .inputOutput, what: "cannot write to the standard output", why: failure.why,
            remedy: "free some space, or send the output somewhere else")
    }

    /// The failures of other targets in our three lines; nil for what is no known failure.
    package init?(failure: any Error) {
        switch failure {
        case let error as UserError: self = error
        case let error as DatabaseError: self.init(error)
        case let error as SessionReference.Failure: self.init(error)
        case let error as RecordingsError: self.init(error)
        case let error as ImportRefusal: self.init(error)
        case let error as ExportError: self.init(error)
        case let error as FolderLock.Failure: self.init(error)
        case let error as ProxyStartError: self.init(error)
        case let error as CertificateAuthorityError: self.init(error)
        default: return nil
        }
    }

    private init(_ error: ProxyStartError) {
        switch error {
        case .portInUse(_, let port):
            let holder = PortHolder.find(port: port)?.description ?? "another program"
            self.init(
                .unavailable, what: "cannot listen on port \(port)", why: "it is in use by \(holder)",
                remedy: "choose another port, or --port 0 for a free one, which is printed")
        case .cannotListen(let host, let port, let why):
            self.init(
                .unavailable, what: "cannot listen on \(host), port \(port)", why: why,
                remedy: "name an address of this machine with --listen, and a port above 1023 with --port")
        case .upstreamIsSelf(let port):
            self.init(
                .badConfiguration, what: "cannot forward to port \(port) on this machine",
                why: "that is livetop itself",
                remedy: "name another upstream with --upstream, or another port with --port")
        case .insecureUpstream(let origin):
            self.init(
                .badConfiguration, what: "will not send calls to \(origin)",
                why: "it is beyond this machine, and without TLS keys and speech would cross the network in clear",
                remedy: "name an https upstream, or accept that with --insecure-upstream")
        }
    }

    private init(_ error: CertificateAuthorityError) {
        let status: ExitStatus =
            switch error {
            case .unreadable, .openToOthers: .noPermission
            case .unwritable: .cannotCreate
            case .corrupt: .badData
            case .unmade: .failure
            case .unusableUpstreamCA: .badConfiguration
            }
        self.init(status, what: "the certificates cannot be used", why: "\(error)", remedy: error.cure)
    }

    private init(_ error: DatabaseError) {
        let status: ExitStatus =
            switch error.kind {
            case .missing: .notFound
            case .foreign, .newer, .older, .corrupt: .badData
            case .unwritable: .noPermission
            case .full, .inputOutput: .inputOutput
            case .locked: .unavailable
            case .badQuery: .usage
            case .other: .failure
            }
        self.init(
            status, what: Self.voiced(error.what), why: Self.voiced(error.why), remedy: Self.voiced(error.cure),
            details: error.sql)
    }

    private init(_ error: RecordingsError) {
        switch error {
        case .nothingRecorded(let session):
            self.init(
                .notFound, what: "nothing is recorded of session \(session)", why: "its frames were removed",
                remedy: "livetop ls")
        }
    }

    private init(_ error: ImportRefusal) {
        let status: ExitStatus =
            switch error.kind {
            case .missing: .notFound
            case .closed: .noPermission
            case .unusable: .badData
            case .known: .cannotCreate
            case .failed: .inputOutput
            }
        self.init(status, what: error.what, why: error.why, remedy: error.remedy)
    }

    /// What a format refuses.
    private init(_ error: ExportError) {
        switch error {
        case .nothing(let what):
            self.init(
                .notFound, what: "cannot export the session", why: "there is no \(what) in what was asked for",
                remedy: "livetop show tells what is recorded")
        case .noTurn(let index):
            self.init(
                .notFound, what: "cannot export turn \(index)", why: "the session has no such turn",
                remedy: "livetop show lists its turns")
        case .tooLarge(let why):
            self.init(
                .cannotCreate, what: "cannot export the session in this format", why: why,
                remedy: "export a part of it: --from, --to")
        case .untimed(let what):
            self.init(
                .badData, what: "cannot export the session in this format",
                why: "\(what) needs times, and the session was recorded without",
                remedy: "ndjson, har, csv, markdown, html, bundle and wav --track mic or model need none")
        case .backwards:
            self.init(
                .usage, what: "cannot export that part of the session", why: error.description,
                remedy: "exchange --from and --to")
        }
    }

    private init(_ error: SessionReference.Failure) {
        switch error {
        case .database(let error): self.init(error)
        case .unknown, .empty: self.init(.notFound, lines: error.description)
        case .ambiguous: self.init(.usage, lines: error.description)
        }
    }

    private init(_ error: FolderLock.Failure) {
        switch error {
        case .held: self.init(.unavailable, lines: error.description)
        case .unusable: self.init(.noPermission, lines: error.description)
        }
    }

    /// A sentence of another target as half a sentence of ours: no capital in front, no full stop behind, what is quoted in
    /// the quotes of all errors.
    private static func voiced(_ sentence: String) -> String {
        var words = sentence.replacing("`", with: "'")
        if words.hasSuffix("."), !words.hasSuffix("..") { words.removeLast() }
        // Names such as SQLite keep theirs.
        guard words.dropFirst().first?.isLowercase == true else { return words }
        return words.prefix(1).lowercased() + words.dropFirst()
    }

    /// A text that is already the three lines: what, why, what to do.
    private init(_ status: ExitStatus, lines text: String) {
        let lines = text.split(separator: "\n", maxSplits: 2).map { Self.voiced(String($0)) }
        self.init(
            status, what: lines.first ?? "", why: lines.count > 1 ? lines[1] : "",
            remedy: lines.count > 2 ? lines[2] : "")
    }
}

extension UserError {
    /// What is injected must be told from what the service says, and only a recording can.
    static let faultsUnrecorded = UserError(
        .usage, what: "faults cannot be injected", why: "nothing is recorded (capture is off)",
        remedy: "record at least the frames' outlines: --capture meta")
}
