import Filters
import LiveProtocol
import SessionModel

/// One screen as a thing of its own: its place, its keys, its state, what messages and keys change in it, and how it
/// looks. The dashboard holds one value of each type and knows them by this protocol only.
///
/// Most of it has a default: what a screen does not speak of, it does not do. A list of rows conforms to `ListScreen`,
/// which moves, scrolls, clicks, marks and follows.
protocol DashboardScreen: Sendable {
    /// As tabs and titles name it; in lower case it is the screen's command and the action of its key.
    static var title: String { get }
    static var level: ScreenLevel { get }
    /// What the key that leads there is for, in one line.
    static var summary: String { get }
    /// What can have the keyboard on it, each with its keys.
    static var keys: [KeyMap.Group] { get }

    init()

    /// The filter that `/` types; nil where there is none.
    var filter: FilterField? { get set }
    /// What `/` looks for in words instead, on a list that has no filter of its own; nil where there is none.
    var query: TextQuery? { get set }

    // MARK: What happens

    /// Something came from outside that is no input: a snapshot, an answer. All screens get it.
    mutating func receive(_ message: Message, _ context: ScreenContext)
    /// A session is opened. All screens get it; `isOther` says that it is not the one that was open before.
    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext)
    /// Another screen is shown from here on.
    mutating func hide()
    /// Adapts to the screen's size and what there is now, after every message while it is shown.
    mutating func settle(_ context: ScreenContext)
    /// What it needs that it does not have.
    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect]

    // MARK: What the user does

    /// Carries out a key; nil where the action is none of this screen.
    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]?
    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest]
    /// A click on a cell of the body.
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest]
    /// One step back within the screen; false where that leads to another one.
    mutating func goBack() -> Bool
    /// Goes to a place of the open session; false where the screen has no such places.
    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool
    /// Looks for a text in what is selected, while it is typed and when that is over.
    mutating func search(_ text: String, isFinal: Bool, _ context: ScreenContext) -> [ScreenRequest]
    /// What is wrong with the text that is being searched.
    var searchProblem: String? { get }

    // MARK: What is to be seen

    /// What has the keyboard: one of the contexts of `keys`.
    func keyContext(_ context: ScreenContext) -> KeyMap.Context
    /// The line above the screen; nil: the gauges of the process stand there.
    func heading(_ context: ScreenContext) -> StyledText?
    /// It says itself what is wrong with the open session and what to do; else that stands above it.
    var tellsTrouble: Bool { get }
    /// Where the user is, for the status bar.
    func position(_ context: ScreenContext) -> String
    /// The keys that what is shown is worked with, which the status bar names before others.
    func firstKeys(_ context: ScreenContext) -> [Action]
    func draw(_ context: ScreenContext, on grid: inout CellGrid)
    /// What `y` copies.
    func copyText(_ context: ScreenContext) -> String?
    /// What `m` marks.
    func markPlace(_ context: ScreenContext) -> Marks.Place?
    /// What `?` explains besides the keys.
    func legend(_ context: ScreenContext) -> HelpLegend?
}

extension DashboardScreen {
    var filter: FilterField? {
        get { nil }
        set {}
    }

    var query: TextQuery? {
        get { nil }
        set {}
    }

    mutating func receive(_ message: Message, _ context: ScreenContext) {}
    mutating func open(_ session: SessionID, isOther: Bool, _ context: ScreenContext) {}
    mutating func hide() {}
    mutating func settle(_ context: ScreenContext) {}
    mutating func requests(_ context: ScreenContext, isShown: Bool) -> [Effect] { [] }

    mutating func perform(_ action: Action, _ context: ScreenContext) -> [ScreenRequest]? { nil }
    mutating func move(_ step: Step, _ context: ScreenContext) -> [ScreenRequest] { [] }
    mutating func press(row: Int, column: Int, isDouble: Bool, _ context: ScreenContext) -> [ScreenRequest] { [] }
    mutating func goBack() -> Bool { clearFilter() }
    mutating func show(_ target: Target, _ context: ScreenContext) -> Bool { false }
    mutating func search(_ text: String, isFinal: Bool, _ context: ScreenContext) -> [ScreenRequest] { [] }
    var searchProblem: String? { nil }

    func keyContext(_ context: ScreenContext) -> KeyMap.Context { Self.ownContext }

    func heading(_ context: ScreenContext) -> StyledText? { SessionHeading(context).text }
    var tellsTrouble: Bool { false }
    func position(_ context: ScreenContext) -> String { "" }
    func firstKeys(_ context: ScreenContext) -> [Action] { [] }
    func copyText(_ context: ScreenContext) -> String? { context.session?.description }
    func markPlace(_ context: ScreenContext) -> Marks.Place? { context.session.map { Marks.Place($0) } }
    func legend(_ context: ScreenContext) -> HelpLegend? { nil }
}

extension DashboardScreen {
    /// The context that carries the screen's own name.
    static var ownContext: KeyMap.Context { KeyMap.Context(name: title.lowercased(), title: title) }

    /// The keys of that context.
    static func section(_ bindings: [Binding]) -> KeyMap.Group {
        KeyMap.Group(context: ownContext, bindings: bindings)
    }

    /// False where no filter was in force.
    mutating func clearFilter() -> Bool {
        guard filter?.isActive == true || query?.isActive == true else { return false }
        filter?.clear()
        if query != nil { query = TextQuery() }
        return true
    }

    /// The filter in force.
    var wanted: Filter { filter?.filter ?? .everything }
}
