/// One session.
struct SessionScreen {
    static func messageCount(on size: Size) -> Int { max(0, size.rows - 12) }
    static func messageTotal(in snapshot: DashboardSnapshot?) -> Int { 0 }
}
