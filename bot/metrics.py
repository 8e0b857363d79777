"""What Prometheus reads of the bot: numbers only, no id of anybody or of any clip."""

from __future__ import annotations

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

# A stage takes from a tenth of a second to the time limit of an analysis.
BUCKETS_S = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80, 160, 320, 640)

WAITING = Gauge(
    "blockstart_clips_waiting",
    "Clips in line and looked at.",
    registry=REGISTRY,
)
OLDEST_S = Gauge(
    "blockstart_oldest_clip_seconds",
    "How long ago the oldest of them was sent; 0 when there is none.",
    registry=REGISTRY,
)
STAGE_S = Histogram(
    "blockstart_stage_seconds",
    "Seconds of a stage of one clip.",
    ["stage"],
    buckets=BUCKETS_S,
    registry=REGISTRY,
)
ANSWER_S = Histogram(
    "blockstart_answer_seconds",
    "Seconds from when a clip was sent to its whole answer.",
    ["end"],
    buckets=(*BUCKETS_S, 3600, 86400),
    registry=REGISTRY,
)
REFUSALS = Counter(
    "blockstart_refusals",
    "Clips that were no start to be judged, by the refusal's code.",
    ["code"],
    registry=REGISTRY,
)
FAILURES = Counter(
    "blockstart_failures",
    "Clips that got no analysis, by why.",
    ["why"],
    registry=REGISTRY,
)
SENDS = Counter(
    "blockstart_sends",
    "Messages to the chat service, by kind and by what became of them.",
    ["kind", "result"],
    registry=REGISTRY,
)
FREE_BYTES = Gauge(
    "blockstart_disk_free_bytes",
    "Room left where the history and the queue lie.",
    registry=REGISTRY,
)
LAST_BACKUP = Gauge(
    "blockstart_last_backup_timestamp_seconds",
    "When the newest backup of the daily rotation was made; 0 when there is none.",
    registry=REGISTRY,
)
ERRORS = Counter(
    "blockstart_errors",
    "Errors in the log, by the part of the bot.",
    ["part"],
    registry=REGISTRY,
)
