public import Simulator

extension Script {
    /// One interruption, in the words of both sides: the script that tests play at every depth.
    public static var bargeIn: Script {
        Script {
            client(.setup(SetupLine(resumption: .fresh)))
            server(.setupComplete, after: .milliseconds(120))
            client(.audio(.speech(.milliseconds(1200))))
            client(.audio(.silence(.milliseconds(600))))
            server(.inputTranscription("Can you hear me?"), after: .milliseconds(200))
            server(.audio(.seconds(3)), after: .milliseconds(200))
            client(.audio(.speech(.milliseconds(600))), after: .milliseconds(900))
            server(.interrupted, after: .milliseconds(180))
            server(.turnComplete)
            server(.resumptionUpdate)
        }
    }
}
