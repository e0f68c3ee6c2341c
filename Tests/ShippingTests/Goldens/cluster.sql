CREATE DATABASE IF NOT EXISTS livetop;

CREATE TABLE IF NOT EXISTS livetop.lt_sessions_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    session String,
    session_id UInt64,
    tag Nullable(String),
    model LowCardinality(String),
    client String,
    state LowCardinality(String),
    opened_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    closed_ns Nullable(Int64),
    is_open UInt8,
    connections UInt32,
    frames UInt64,
    bytes_up UInt64,
    bytes_down UInt64,
    dropped_frames UInt64,
    turns UInt32,
    interruptions UInt32,
    used_tokens Nullable(Int64),
    limit_tokens Nullable(Int64),
    billed_tokens Nullable(Int64),
    cost_usd Nullable(Float64),
    response_p95_ms Nullable(Float64),
    close_by LowCardinality(String),
    close_code Nullable(Int64),
    refused_status Nullable(Int64),
    origin Nullable(String),
    findings UInt32,
    worst LowCardinality(String),
    payload LowCardinality(String),
    summary Nullable(String),
    summary_version Nullable(Int64),
    gone UInt8,
    ver UInt64
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_sessions', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, session)
TTL day + INTERVAL 365 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_sessions ON CLUSTER fleet AS livetop.lt_sessions_local
ENGINE = Distributed(fleet, livetop, lt_sessions_local, cityHash64(node, session));

CREATE TABLE IF NOT EXISTS livetop.lt_connections_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    connection UInt64,
    session_id UInt64,
    session String,
    started_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    ended_ns Nullable(Int64),
    livetop LowCardinality(String),
    capture LowCardinality(String),
    host Nullable(String),
    opened_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    surface Nullable(String),
    version Nullable(String),
    method Nullable(String),
    target Nullable(String),
    upstream Nullable(String),
    client Nullable(String),
    tls Nullable(UInt8),
    status Nullable(Int64),
    upgraded_ns Nullable(Int64),
    closed_ns Nullable(Int64),
    close_by Nullable(String),
    close_code Nullable(Int64),
    close_reason Nullable(String),
    ver UInt64
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_connections', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, connection)
TTL day + INTERVAL 365 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_connections ON CLUSTER fleet AS livetop.lt_connections_local
ENGINE = Distributed(fleet, livetop, lt_connections_local, cityHash64(node, connection));

CREATE TABLE IF NOT EXISTS livetop.lt_events_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    connection UInt64,
    seq UInt64,
    id Int64,
    t_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    kind LowCardinality(String),
    json String,
    ver UInt64,
    ts DateTime64(9, 'UTC') MATERIALIZED fromUnixTimestamp64Nano(t_ns)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_events', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, connection, seq, kind, t_ns)
TTL day + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_events ON CLUSTER fleet AS livetop.lt_events_local
ENGINE = Distributed(fleet, livetop, lt_events_local, cityHash64(node, connection));

CREATE TABLE IF NOT EXISTS livetop.lt_frames_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    connection UInt64,
    seq UInt64,
    id Int64,
    t_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    dir Enum8('up' = 0, 'down' = 1),
    opcode UInt8,
    fin UInt8,
    rsv UInt8,
    masked UInt8,
    cut UInt8,
    bytes UInt64,
    codec UInt8,
    kind LowCardinality(String),
    captured UInt8,
    payload String CODEC(ZSTD(3)),
    ver UInt64,
    ts DateTime64(9, 'UTC') MATERIALIZED fromUnixTimestamp64Nano(t_ns)
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_frames', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, connection, seq)
TTL day + INTERVAL 30 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_frames ON CLUSTER fleet AS livetop.lt_frames_local
ENGINE = Distributed(fleet, livetop, lt_frames_local, cityHash64(node, connection));

CREATE TABLE IF NOT EXISTS livetop.lt_turns_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    session String,
    turn UInt32,
    connection String,
    model LowCardinality(String),
    started_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    ended_ns Nullable(Int64),
    outcome LowCardinality(String),
    response_ms Nullable(Float64),
    response_anchor LowCardinality(String),
    response_exactness LowCardinality(String),
    perceived_gap_ms Nullable(Float64),
    cold_start UInt8,
    interrupted UInt8,
    audio_seconds Float64,
    tool_calls UInt32,
    tokens_known UInt8,
    tokens_in_text Int64,
    tokens_in_audio Int64,
    tokens_in_image Int64,
    tokens_in_video Int64,
    tokens_in_total Int64,
    tokens_out_text Int64,
    tokens_out_audio Int64,
    tokens_out_image Int64,
    tokens_out_video Int64,
    tokens_out_total Int64,
    user_text String,
    model_text String,
    ver UInt64
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_turns', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, session, turn)
TTL day + INTERVAL 365 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_turns ON CLUSTER fleet AS livetop.lt_turns_local
ENGINE = Distributed(fleet, livetop, lt_turns_local, cityHash64(node, session));

CREATE TABLE IF NOT EXISTS livetop.lt_findings_local ON CLUSTER fleet (
    day Date,
    node LowCardinality(String),
    session String,
    number UInt32,
    rule LowCardinality(String),
    variant LowCardinality(String),
    severity LowCardinality(String),
    confidence LowCardinality(String),
    is_prediction UInt8,
    from_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    to_ns Int64 CODEC(DoubleDelta, ZSTD(1)),
    times UInt32,
    resolved_ns Nullable(Int64),
    connection String,
    title String,
    cause String,
    fix String,
    gone UInt8,
    ver UInt64
) ENGINE = ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/livetop/lt_findings', '{replica}', ver)
PARTITION BY toYYYYMM(day) ORDER BY (node, session, number)
TTL day + INTERVAL 365 DAY;

CREATE TABLE IF NOT EXISTS livetop.lt_findings ON CLUSTER fleet AS livetop.lt_findings_local
ENGINE = Distributed(fleet, livetop, lt_findings_local, cityHash64(node, session));
