/// What LiveKit says of closes with 1011.
enum LiveKitReport: String, CaseIterable {
    case wrongModel = "1011 on connect, wrong model for the service"
    case quotaOrModel = "1011 often quota or model incompatibility"
    case robustly = "handle 1011 robustly"
    case verifyModel = "verify model before production"
}
