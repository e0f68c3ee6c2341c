import Diagnosis
public import LiveProtocol
import SessionModel
public import Snapshots

/// The dashboard as a value: the picture, the screens, which of them is shown and what covers it. `update` changes it,
/// `view` draws it. What a screen knows and does is in the screen.
public struct Model: Sendable {
    enum Overlay: Hashable, Sendable {
        /// The keys of the screen below it, from line `top` on.
        case help(top: Int)
        case quitting
        /// Whether sessions are to be deleted.
        case removing([SessionID])
        /// Line `index` of it is selected.
        case menu(Menu, index: Int)
        case faults(FaultMenu)
    }

    /// What does not change while the dashboard runs.
    struct Terms: Sendable {
        /// No character outside ASCII on screen.
        let isASCII: Bool
        /// This process carries the calls: quitting ends them, suspending stops them.
        let ownsCalls: Bool
        let keyMap: KeyMap
        /// What `e` offers.
        let exportChoices: [ExportChoice]
        /// What `x` offers.
        let faultChoices: [FaultChoice]
    }

    let terms: Terms
    var size = Size(80, 24)
    /// The newest state, frozen or not.
    var live: FleetSnapshot?
    /// What is on screen: that, or something older.
    var mode = Mode.live
    var place = ScreenStack()
    var screens = Screens()
    var overlay: Overlay?
    /// The line that is being typed.
    var typed: TypedLine?
    var history = TypedHistory()
    /// One line that answers the last key; gone with the next.
    var notice: String?
    var looks: Looks
    var marks = Marks()
    /// Of the newest state: every part of a picture asks for the room that its banners take.
    var refused: RefusedCalls?
    /// The turn that is being played.
    var heard: HeardTurn?

    public init(
        isASCII: Bool = false, ownsCalls: Bool = true, usesMouse: Bool = true, keyMap: KeyMap = .standard,
        palette: Theme.Palette = .standard, exportChoices: [ExportChoice] = [],
        faultChoices: [FaultChoice] = []
    ) {
        terms = Terms(
            isASCII: isASCII, ownsCalls: ownsCalls, keyMap: keyMap, exportChoices: exportChoices,
            faultChoices: faultChoices)
        looks = Looks(usesMouse: usesMouse, palette: palette)
    }

    /// The session whose details the next snapshot should carry.
    public var openedSession: SessionID? { place.session }

    /// What the screen shows.
    var shown: FleetSnapshot? { if case .frozen(let frozen) = mode { frozen } else { live } }

    /// What has the keyboard.
    var keyContext: KeyMap.Context {
        if let typed { return typed.kind.keyContext }
        return switch overlay {
        case .help: .help
        case .quitting: .quitting
        case .removing: .removing
        case .menu: .menu
        case .faults(let menu): menu.step == .sure ? .breaking : .faults
        case nil: screens[place.screen].keyContext(context)
        }
    }

    /// What the screens see, on a terminal of the model's own size.
    var context: ScreenContext { context(in: layout.body) }

    func context(in body: Rect) -> ScreenContext {
        ScreenContext(
            snapshot: shown, mode: mode, now: live?.now, session: place.session, body: body, looks: looks, marks: marks,
            finding: screens[FindingsScreen.self].cursor)
    }

    /// Calls that quitting would end.
    var openCallCount: Int { live?.summaries.count { $0.closedAt == nil } ?? 0 }
}

/// Lines typed before, the latest last.
struct TypedHistory: Hashable, Sendable {
    static let limit = 100

    private(set) var commands: [String] = []
    private(set) var filters: [String] = []

    mutating func add(command line: String) { Self.add(line, to: &commands) }

    mutating func add(filter line: String) { Self.add(line, to: &filters) }

    /// Each line once.
    private static func add(_ line: String, to lines: inout [String]) {
        guard !line.isEmpty else { return }
        lines = (lines.filter { $0 != line } + [line]).suffix(limit)
    }
}

extension TypedLine.Kind {
    fileprivate var keyContext: KeyMap.Context {
        switch self {
        case .command: .command
        case .filter: .filter
        case .search: .search
        case .comment: .comment
        case .fault: .fault
        }
    }
}

extension Model.Overlay {
    /// A click does not answer it.
    var isQuestion: Bool {
        switch self {
        case .quitting, .removing: true
        case .faults(let menu): menu.step == .sure
        case .help, .menu: false
        }
    }
}
