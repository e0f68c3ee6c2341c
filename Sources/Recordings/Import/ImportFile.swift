internal import Exports
internal import Foundation
internal import LiveProtocol
internal import SessionStore
internal import Synchronization

/// The bytes of a file to import, as often as asked for, in portions. The standard input is kept while it is read for the
/// first time: in memory, for it may hold what must not reach a disk.
final class ImportFile: Sendable {
    let path: String
    /// When the file was written; of the standard input now.
    let writtenAt: Timestamp
    /// It can be read only once: the standard input, or what a shell puts in the place of a file.
    let isStream: Bool
    private let state = Mutex(State())

    private struct State {
        /// Of a stream, what has been read so far.
        var kept: [[UInt8]] = []
        var keptCount = 0
        var isAtEnd = false
        var share: Double?
    }

    /// How much of it has been read in this pass, 0 to 1; nil where nobody knows how long it is.
    private(set) var share: Double? {
        get { state.withLock { $0.share } }
        set { state.withLock { $0.share = newValue } }
    }

    /// A longer standard input is refused.
    static let streamLimit = 512 << 20
    private static let portion = 1 << 20

    /// - Parameter path: `-` for the standard input.
    init(_ path: String) throws {
        self.path = path
        if ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"].contains(path) {
            (isStream, writtenAt) = (true, .wallClock)
            return
        }
        switch FileType(at: path, followsLink: true) {
        case .missing: throw Self.unreadable(path)
        case .regular: isStream = false
        case .pipe where path.hasPrefix("/dev/fd/") || path.hasPrefix("/proc/self/fd/"): isStream = true
        case .folder: throw Self.refusal(path, why: "it is a folder", remedy: "name the file in it")
        case .pipe: throw Self.refusal(path, why: "it is a pipe", remedy: "livetop import - < \(path)")
        case .socket, .symbolicLink, .characterDevice, .blockDevice:
            throw Self.refusal(
                path, why: "it is no file but a device or a socket", remedy: "name a file, or - for the standard input")
        }
        let date = isStream ? nil : try? FileManager.default.attributesOfItem(atPath: path)[.modificationDate] as? Date
        writtenAt = date.map { Timestamp(nanoseconds: Int64(clamping: $0.timeIntervalSince1970 * 1e9)) } ?? .wallClock
    }

    /// The first bytes, without a byte order mark.
    func head() throws -> [UInt8] {
        var head: [UInt8] = []
        var encoding = TextEncoding()
        try forEachPortion { bytes in
            head += encoding.take(bytes)
            return head.count < FileKind.headLength
        }
        return Array((head + encoding.finish()).prefix(FileKind.headLength))
    }

    /// All bytes as they are, in order; `body` says whether it wants more.
    func forEachPortion(_ body: ([UInt8]) throws -> Bool) throws {
        guard isStream else {
            let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
            guard descriptor >= 0 else { throw Self.unreadable(path) }
            defer { close(descriptor) }
            var (status, count) = (stat(), 0)
            let length = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
            while let bytes = try next(descriptor), try body(bytes) {
                count += bytes.count
                share = length > 0 ? min(Double(count) / Double(length), 1) : nil
            }
            return
        }
        guard try forEachKeptPortion(body) else { return }
        let descriptor = try streamDescriptor()
        defer { if descriptor != STDIN_FILENO { close(descriptor) } }
        while !isAtEnd {
            guard let bytes = try next(descriptor) else { return state.withLock { $0.isAtEnd = true } }
            let count = state.withLock { state in
                state.keptCount += bytes.count
                return state.keptCount
            }
            guard count <= Self.streamLimit else {
                throw Self.refusal(
                    path, why: "more than \(Self.streamLimit >> 20) MB come from the standard input",
                    remedy: "write it into a file and import that")
            }
            state.withLock { $0.kept.append(bytes) }
            if try !body(bytes) { return }
        }
    }

    private var isAtEnd: Bool { state.withLock { $0.isAtEnd } }

    /// False where `body` wants no more.
    private func forEachKeptPortion(_ body: ([UInt8]) throws -> Bool) throws -> Bool {
        let (kept, isAtEnd) = state.withLock { ($0.kept, $0.isAtEnd) }
        for (index, bytes) in kept.enumerated() {
            share = isAtEnd ? Double(index) / Double(kept.count) : nil
            if try !body(bytes) { return false }
        }
        return true
    }

    private func streamDescriptor() throws -> Int32 {
        guard !isAtEnd, path.hasPrefix("/"), !path.hasSuffix("/0"), path != "/dev/stdin" else { return STDIN_FILENO }
        // What the shell has opened already: a second opening would begin at the same place, or wait for ever.
        guard let number = path.split(separator: "/").last.flatMap({ Int32($0) }) else { return STDIN_FILENO }
        let copy = fcntl(number, F_DUPFD_CLOEXEC, 3)
        guard copy >= 0 else { throw Self.unreadable(path) }
        return copy
    }

    /// Nil at the end.
    private func next(_ descriptor: Int32) throws -> [UInt8]? {
        var (count, failure): (Int, Int32) = (0, 0)
        let bytes = [UInt8](unsafeUninitializedCapacity: Self.portion) { memory, written in
            repeat {
                count = read(descriptor, memory.baseAddress, Self.portion)
                failure = errno
            } while count < 0 && failure == EINTR
            written = max(count, 0)
        }
        guard count >= 0 else {
            let isClosed = failure == EBADF && isStream
            throw ImportRefusal(
                kind: .failed, what: "cannot read \(path == "-" ? "the standard input" : path)",
                why: isClosed ? "it is closed" : String(cString: strerror(failure)),
                remedy: isClosed
                    ? "name the file, or put it there: livetop import - < FILE"
                    : "try it again, or copy the file first")
        }
        return count > 0 ? bytes : nil
    }

    /// All bytes in UTF-8, without a byte order mark.
    func forEachText(_ body: ([UInt8]) throws -> Void) throws {
        var encoding = TextEncoding()
        try forEachPortion { bytes in
            let text = encoding.take(bytes)
            if !text.isEmpty { try body(text) }
            return true
        }
        let rest = encoding.finish()
        if !rest.isEmpty { try body(rest) }
    }

    /// The file of a plain name beside this one; nil where there is none, or it is no file.
    func neighbour(_ name: String) -> ImportFile? {
        guard !isStream else { return nil }
        let folder = URL(filePath: path).deletingLastPathComponent()
        let places = [folder.appending(path: name), folder.appending(path: "resources").appending(path: name)]
        return places.lazy.compactMap { try? ImportFile($0.path(percentEncoded: false)) }.first
    }

    private static func unreadable(_ path: String) -> ImportRefusal {
        let isMissing = errno == ENOENT || errno == ENOTDIR
        return ImportRefusal(
            kind: isMissing ? .missing : .closed, what: "cannot read \(path)", why: String(cString: strerror(errno)),
            remedy: isMissing ? "check the name of the file" : "check its owner and mode")
    }

    static func refusal(_ path: String, why: String, remedy: String? = nil) -> ImportRefusal {
        ImportRefusal(
            kind: .unusable, what: "cannot import \(path == "-" ? "the standard input" : path)", why: why,
            remedy: remedy ?? "livetop export --format bundle (or ndjson --raw --events, har) makes files to import")
    }
}
