import LiveProtocol
import SessionModel
import Telemetry

/// The meter of the thread that decodes. A reference, so that one closure serves for all events.
final class FleetMeterBox {
    var meter: FleetMeter

    init(_ meter: FleetMeter) { self.meter = meter }
}
