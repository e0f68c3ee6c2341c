package import Shipping

/// Where and how what is recorded goes to a central store.
package struct ShipSettings: Equatable, Sendable {
    package var store: StoreAddress
    package var payload: ShipPayload
    /// What this data folder is called there; nil lets livetop make a name.
    package var node: String?
    /// A file with `user:password`; nil where they are in the environment, or there are none.
    package var credentialsFile: String?

    package init(
        store: StoreAddress, payload: ShipPayload = .standard, node: String? = nil, credentialsFile: String? = nil
    ) {
        (self.store, self.payload, self.node, self.credentialsFile) = (store, payload, node, credentialsFile)
    }
}
