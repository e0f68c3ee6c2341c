import Diagnosis
public import LiveProtocol
import SessionModel

/// The dashboard as a value: what is known, what is open, where the user is. `update` changes it, `view` draws it.
public struct Model: Sendable {
    enum Overlay: Hashable, Sendable {
        /// The keys of the screen below it, from line `top` on.
        case help(top: Int)
        case quitting
        /// Line `index` of it is selected.
        case menu(Menu, index: Int)
    }

    /// No character outside ASCII on screen.
    let isASCII: Bool
    /// This process carries the calls: quitting ends them, suspending stops them.
    let ownsCalls: Bool
    let keyMap: KeyMap
    /// What `e` offers.
    let exportChoices: [ExportChoice]

    var size = Size(80, 24)
    /// The newest state, frozen or not.
    var live: DashboardSnapshot?
    /// What is on screen: that, or something older.
    var mode = Mode.live
    var place = Place()
    var overlay: Overlay?
    /// The line that is being typed.
    var typed: TypedLine?
    /// Lines typed before, the latest last.
    var commandHistory: [String] = []
    /// One line that answers the last key; gone with the next.
    var notice: String?

    var privacy = Privacy.off
    var timeFormat = TimeFormat.elapsed
    var usesMouse: Bool
    var palette: Theme.Palette

    var sessions = SessionsList()
    /// `arrangement` after the last message, while the list is on screen.
    var arranged: [SessionSummary]?
    var session = SessionView()
    var marks = Marks()
    var turns = ListCursor(growsAtEnd: true)
    var findings = FindingsCursor()
    var settings = ListCursor(growsAtEnd: false)
    var log = ListCursor(growsAtEnd: true)
    var frames = FrameBrowser()
    var metrics = ListCursor(growsAtEnd: false)
    var earlierSetup = EarlierSetupQuestion()
    var filters = Filters()
    var textSearch = TextSearchQuestion()
    /// Filters typed before, the latest last.
    var filterHistory: [String] = []

    public init(
        isASCII: Bool = false, ownsCalls: Bool = true, usesMouse: Bool = true, keyMap: KeyMap = .standard,
        palette: Theme.Palette = .standard, exportChoices: [ExportChoice] = []
    ) {
        self.isASCII = isASCII
        self.ownsCalls = ownsCalls
        self.usesMouse = usesMouse
        self.keyMap = keyMap
        self.palette = palette
        self.exportChoices = exportChoices
    }

    /// The session whose details the next snapshot should carry.
    public var openedSession: SessionID? { place.session }

    /// What the screen shows.
    var shown: DashboardSnapshot? { if case .frozen(let frozen) = mode { frozen } else { live } }

    /// What has the keyboard.
    var context: KeyMap.Context {
        if let typed {
            return switch typed.kind {
            case .command: .command
            case .filter: .filter
            case .search: .search
            case .comment: .comment
            }
        }
        return switch overlay {
        case .help: .help
        case .quitting: .quitting
        case .menu: .menu
        case nil: screenContext
        }
    }

    /// The context whose keys the help overlay explains.
    var screenContext: KeyMap.Context {
        switch place.screen {
        case .sessions: shown?.summaries.isEmpty == false ? .sessions : .empty
        case .session: .session
        case .turns: .turns
        case .frames: frames.pane == .list ? .frames : .frame
        case .findings: .findings
        case .metrics: .metrics
        case .setup: .setup
        case .log: .log
        }
    }

    /// Rows of the sessions in the order on screen.
    var rows: [SessionSummary] { arranged ?? arrangement }

    /// The rows as they stand now. Ordering hundreds of sessions is most of a picture's cost: `update` does it once.
    var arrangement: [SessionSummary] {
        guard let shown else { return [] }
        let filter = filters.sessions.filter
        let found = textSearch.found
        let matching = shown.summaries.filter { session in
            (!marks.isAlone || marks.contains(Marks.Place(session.id)))
                && (filter == .everything
                    || filter.matches(FilteredSession(session, at: shown.now, found: found[session.id] ?? [])))
        }
        return sessions.sort.sorted(matching, at: shown.now, findings: shown.findings)
    }

    /// The open session, where the snapshot knows it.
    var openedSummary: SessionSummary? {
        guard let id = place.session else { return nil }
        return shown?.summaries.first { $0.id == id }
    }

    var openedDetail: SessionState? { place.session.flatMap { shown?.detail(of: $0) } }

    /// What is wrong with the open session, in the order on screen; nil while nobody has looked.
    var openedFindings: [Finding]? { place.session.flatMap { shown?.findings[$0] }.map(FindingRows.ordered) }

    /// What is to be said of findings that are muted; nil where there are none.
    var mutedNote: String? {
        place.session.flatMap { shown?.mutedFindings[$0] }.flatMap(DiagnosisResult.mutedNote)
    }

    /// Calls that quitting would end.
    var openCallCount: Int { live?.summaries.count { $0.closedAt == nil } ?? 0 }
}
