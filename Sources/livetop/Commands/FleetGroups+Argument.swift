import ArgumentParser
import Reports

extension FleetGroups.Key: ExpressibleByArgument {}
