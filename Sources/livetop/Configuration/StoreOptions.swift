import ArgumentParser
import Foundation
import LiveProtocol
import Recordings
import Runtime
import SessionModel
import Settings
import Shipping

/// The flags of every command that can read a central store instead of the data folder.
struct StoreOptions: ParsableArguments {
    @Option(
        name: .customLong("store"),
        help: ArgumentHelp(
            "Read from this central store instead: http://HOST:8123/DATABASE.", valueName: "url"))
    var address: String?

    @Option(help: ArgumentHelp("With --store: only what this node has shipped.", valueName: "name"))
    var node: String?

    func validate() throws {
        guard node == nil || address != nil else {
            throw ValidationError(
                "there is no store in which to look for a node", why: "--node goes with --store",
                remedy: "add --store http://HOST:8123/DATABASE")
        }
        guard let address, StoreAddress(address) == nil else { return }
        throw ValidationError(
            "--store names no central store", why: "it takes an address without user or password",
            remedy: "--store http://HOST:8123/DATABASE")
    }

    /// The recordings in force: those of the store where one is named, else those of the data folder.
    ///
    /// - Parameter body: does the work; a copy of the store is gone when it returns.
    func with(_ configuration: Configuration, _ body: (StoredRecordings) throws -> Void) throws {
        let stored = try open(configuration)
        defer { stored.copy?.remove() }
        try body(stored)
    }

    /// The caller removes the copy.
    func open(_ configuration: Configuration) throws -> StoredRecordings {
        guard let address = address.flatMap(StoreAddress.init(_:)) else {
            return StoredRecordings(recordings: try configuration.recordings(), copy: nil)
        }
        let credentials = try StoreCredentials.load(file: configuration[.shipCredentials].texts.first)
        let copy = try StoreCopy(address, credentials, node: node, knowledge: configuration.knowledge)
        return StoredRecordings(recordings: copy.recordings, copy: copy)
    }
}

/// Recordings of the data folder, or a copy of those of a central store.
struct StoredRecordings {
    let recordings: Recordings
    /// Nil for those of the data folder.
    let copy: StoreCopy?

    /// The sessions that people call by these names, with all that is recorded of them.
    func find(_ names: [String]) throws -> [SessionID] {
        let sessions = try names.map { try recordings.find($0) }
        try fetch(sessions)
        return sessions
    }

    /// Makes sessions ready to be opened, and says what is missing of them.
    func fetch(_ sessions: [SessionID]) throws {
        guard let copy else { return }
        try copy.fetch(sessions)
        tellNotes()
    }

    func tellNotes() {
        for note in copy?.takeNotes() ?? [] { StandardError.say("livetop: \(note)") }
    }
}
