/// What livetop is asked to break: faults, each with whom it is for. Empty unless somebody asked.
public struct FaultPlan: Hashable, Sendable {
    public struct Order: Hashable, Sendable {
        public var fault: Fault
        public var target: FaultTarget

        public init(_ fault: Fault, _ target: FaultTarget = .all) {
            self.fault = fault
            self.target = target
        }
    }

    public var orders: [Order]

    public init(_ orders: [Order] = []) { self.orders = orders }

    public var isEmpty: Bool { orders.isEmpty }

    /// Throws where one of them keeps another from ever happening.
    public func check() throws(FaultError) {
        guard let refusal = orders.first(where: { $0.target == .all && $0.fault.refusal != nil }),
            let other = orders.first(where: { $0.fault.refusal == nil })
        else { return }
        throw .never(
            "every call is refused (\(refusal.fault)), and \(other.fault) needs one",
            cure: "refuse a number of calls (next = 2) or those of a tag, or leave one of the two out")
    }
}
