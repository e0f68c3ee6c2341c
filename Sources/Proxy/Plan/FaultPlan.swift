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
}
