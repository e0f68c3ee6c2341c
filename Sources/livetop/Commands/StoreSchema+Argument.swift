public import ArgumentParser
public import Shipping

extension StoreSchema: ExpressibleByArgument {}
