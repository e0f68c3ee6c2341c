/// livetop itself.
extension MetricFamily {
    public static let build = MetricFamily(
        name: "livetop_build", kind: .info, help: "The version that runs.", labels: ["version"])
    public static let addedLatency = histogram(
        "livetop_proxy_added_latency_seconds", "Return of the read to return of the write that passed its bytes on.",
        bounds: [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1])
    public static let recorderQueue = gauge("livetop_recorder_queue_frames", "Frames that wait to be recorded.")
    public static let recorderDropped = counter(
        "livetop_recorder_dropped_frames", "Frames that were relayed and not recorded.", by: "reason")
    public static let databaseSize = gauge(
        "livetop_recorder_database_bytes", "Size of the recording with its log.")
    public static let diskFree = gauge("livetop_recorder_disk_free_bytes", "Free space on the recording's disk.")
    public static let recorderFailing = gauge(
        "livetop_recorder_failing", "1 while nothing, or not everything, can be recorded.")
    public static let refusedCertificates = counter(
        "livetop_refused_certificates", "Clients that ended TLS because they do not trust livetop's certificate.")
    public static let otlpExported = counter(
        "livetop_otlp_exported_items", "Spans, log records and points of metrics that a collector took.", by: "signal")
    public static let otlpDropped = counter(
        "livetop_otlp_dropped_items", "Spans, log records and points of metrics that no collector has, by why.",
        by: "signal", "reason")
    public static let otlpFailed = counter(
        "livetop_otlp_failed_requests", "Requests to a collector that it did not take, by why.", by: "signal", "reason")
    public static let shipBacklog = gauge(
        "livetop_ship_backlog_rows", "Rows that are recorded and not yet at the central store.")
    public static let shipLag = gauge(
        "livetop_ship_lag_seconds", "Age of the oldest row that is not yet at the central store.")
    public static let shipBatches = counter(
        "livetop_ship_batches", "Batches for the central store, by what became of the attempt.", by: "outcome")
    public static let shipRows = counter("livetop_ship_rows", "Rows that the central store has acknowledged.")
    public static let shipDead = counter(
        "livetop_ship_dead_letter_rows", "Rows that the central store refuses, set apart.")
    public static let shipDropped = counter(
        "livetop_ship_dropped_rows", "Rows that were removed before the central store had them.", by: "reason")
    public static let shipRequests = histogram(
        "livetop_ship_request_duration_seconds", "Inserts into the central store.",
        bounds: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30])
    public static let shipFailing = gauge(
        "livetop_ship_failing", "1 while the central store does not take what is recorded.")
    public static let processTime = counter("process_cpu_seconds", "Processor time of livetop, user and system.")
    public static let processMemory = gauge("process_resident_memory_bytes", "Resident memory of livetop.")
    public static let processFiles = gauge("process_open_fds", "Open descriptors of livetop.")
    public static let processStart = gauge(
        "process_start_time_seconds", "When livetop started, in seconds since 1970.")

    static let process = [
        build, addedLatency, recorderQueue, recorderDropped, databaseSize, diskFree, recorderFailing,
        refusedCertificates, otlpExported, otlpDropped, otlpFailed, shipBacklog, shipLag, shipBatches, shipRows,
        shipDead, shipDropped, shipRequests, shipFailing,
        processTime, processMemory, processFiles, processStart,
    ]

    /// In the order in which they are told.
    public static let all = process.prefix(1) + calls + conversation + process.dropFirst()
}
