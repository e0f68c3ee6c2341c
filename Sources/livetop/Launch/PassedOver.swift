import Runtime
import SessionStore
import Settings
import Wording

/// A livetop that runs on the data folder and through which a program of `livetop run` does not go, and why.
struct PassedOver: Sendable {
    enum Reason: Equatable, Sendable {
        /// Its calls go elsewhere than somebody said that ours should.
        case upstream
        /// It was started by another `livetop run`, and ends with that one's program.
        case run
        case port
        case capture
        /// It is no forward proxy.
        case connect
        /// It does not say what it is.
        case silent

        /// Nil where the program can go through it.
        ///
        /// - Parameters:
        ///   - holder: where its calls go.
        ///   - status: what else matters; nil where it does not answer.
        init?(_ holder: FolderLock.Holder, _ status: ProxyStatus?, for configuration: Configuration) {
            let settings = configuration.settings
            let said = SettingKey.allCases.filter(\.concernsUpstream)
            // What `upstreamIdentity` says last.
            if settings.allowsConnect, !holder.upstream.hasSuffix(" connect") {
                self = .connect
                return
            }
            if said.contains(where: configuration.isExplicit), holder.upstream != settings.upstreamIdentity {
                self = .upstream
                return
            }
            guard let status else {
                self = .silent
                return
            }
            if status.command == "run" {
                self = .run
            } else if configuration.isExplicit(.port), status.port != Int(settings.port) {
                self = .port
            } else if configuration.isExplicit(.capture), status.capture != settings.captureName {
                self = .capture
            } else {
                return nil
            }
        }
    }

    /// Nil where it has just started.
    var holder: FolderLock.Holder?
    var reason: Reason

    /// One line.
    var words: String {
        guard let holder else { return "a livetop that has just started is not used" }
        let name = "a livetop runs" + (holder.port.map { " on \($0)" } ?? " (process \(holder.pid))")
        switch reason {
        case .upstream:
            // Of a routing there is no flag that says all of it.
            let isAddress = holder.upstream.hasPrefix("http") && !holder.upstream.contains(" ")
            return "\(name) with another upstream (\(holder.upstream))"
                + (isAddress ? "; --upstream \(ShellWord.quoted(holder.upstream)) uses it" : "")
        case .run: return "\(name) for another program, with which it ends: it is not used"
        case .port: return "\(name), not on the port that --port names: it is not used"
        case .capture: return "\(name) and records with another --capture: it is not used"
        case .connect: return "\(name) and is no forward proxy (--connect): it is not used"
        case .silent: return "\(name) and does not answer: it is not used"
        }
    }
}
