"""What the server counts, in the form that Prometheus reads. No label carries a key or a text."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SHORT_S = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
_SIZES = (1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048)


class Metrics:
    """The counters, gauges and histograms of one server."""

    def __init__(self) -> None:
        """Register them, all at zero."""
        self.registry = CollectorRegistry()
        registry = self.registry
        self.requests = Counter(
            "amana_requests", "Answered requests.", ["method", "route", "status"], registry=registry
        )
        self.request_seconds = Histogram(
            "amana_request_seconds",
            "Time to the end of the answer.",
            ["route"],
            buckets=_SHORT_S,
            registry=registry,
        )
        self.in_flight = Gauge("amana_requests_in_flight", "Requests being answered.", registry=registry)
        self.refused = Counter("amana_refused", "Refused requests.", ["code"], registry=registry)
        self.tokenise_seconds = Histogram(
            "amana_tokenise_seconds",
            "Time to count the tokens of a request.",
            buckets=_SHORT_S,
            registry=registry,
        )
        self.queue_seconds = Histogram(
            "amana_queue_seconds",
            "Time that a text waited.",
            ["priority"],
            buckets=_SHORT_S,
            registry=registry,
        )
        self.compute_seconds = Histogram(
            "amana_compute_seconds", "Time that a batch took.", buckets=_SHORT_S, registry=registry
        )
        self.batch_texts = Histogram(
            "amana_batch_texts", "Texts of a batch.", buckets=_SIZES, registry=registry
        )
        self.batch_tokens = Histogram(
            "amana_batch_tokens",
            "Source tokens of a batch, padding counted.",
            buckets=_SIZES,
            registry=registry,
        )
        self.texts = Counter(
            "amana_texts",
            "Texts by where their draft came from: computed, cache, shared.",
            ["how"],
            registry=registry,
        )
        self.dropped = Counter(
            "amana_dropped", "Texts whose client left before their turn.", registry=registry
        )
        self.queued_tokens = Gauge(
            "amana_queued_tokens", "Tokens that wait.", ["priority"], registry=registry
        )
        self.cache_characters = Gauge("amana_cache_characters", "Characters in the cache.", registry=registry)
        self.job_batches = Counter(
            "amana_job_batches",
            "Batches of jobs, by what became of them: done, lost to another replica, failed.",
            ["outcome"],
            registry=registry,
        )
        for how in ("computed", "cache", "shared"):
            self.texts.labels(how)
        for outcome in ("done", "lost", "failed"):
            self.job_batches.labels(outcome)
        for priority in ("interactive", "bulk"):
            self.queued_tokens.labels(priority)
        self.database_errors = Counter(
            "amana_database_errors", "Calls to the database that failed.", registry=registry
        )

    def exposition(self) -> bytes:
        """Give all of them as text."""
        return generate_latest(self.registry)
