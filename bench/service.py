"""Print how the HTTP service does beside the pipeline alone, under overload, and under faults.

    bench/service.py TEXTS.tsv [--only NAME]... [--clients N] [--requests N] [--kills N] [--malformed N]

TEXTS has Arabic in its first column. Each part prints its figures and whether it holds:

start       from the start of the process to the first answer of /readyz
throughput  clients with single sentences beside the offline pipeline, and beside a loop of single
            translations at the same beam, which is LibreTranslate's way
latency     95th percentile of a lone client's requests during a job of 20,000 texts, beside that of
            the idle server
overload    ten times as many clients as saturate it: memory, answers, time to a 429
malformed   broken bodies on every surface: no 5xx, and the server is still there
hangups     clients that leave in the middle of what they ask
kills       kill -9 at random moments of a job, until it is done: the result is byte-identical
full        a disk that runs full in the middle of a job, and has room again (takes root, for a mount)
flat        resident memory over many requests

Exits 1 if something does not hold. The server is a process of its own, as `amana serve` starts it.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from service_faults import bench_full, bench_hangups, bench_kills, bench_malformed
from service_load import bench_flat, bench_latency, bench_overload, bench_start, bench_throughput
from service_server import Report

PARTS: dict[str, Callable[[Path, list[str], argparse.Namespace, Report], None]] = {
    "start": bench_start,
    "throughput": bench_throughput,
    "latency": bench_latency,
    "overload": bench_overload,
    "malformed": bench_malformed,
    "hangups": bench_hangups,
    "kills": bench_kills,
    "full": bench_full,
    "flat": bench_flat,
}


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--only", action="append", choices=list(PARTS))
    parser.add_argument("--clients", type=int, default=64)
    parser.add_argument("--texts", type=int, default=512, help="texts of a round of throughput")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--samples", type=int, default=100, help="requests of a round of latency")
    parser.add_argument("--overload-s", type=float, default=20.0)
    parser.add_argument("--malformed", type=int, default=10_000)
    parser.add_argument("--hangups", type=int, default=500)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--job-texts", type=int, default=400)
    parser.add_argument("--requests", type=int, default=100_000)
    options = parser.parse_args()
    lines = options.file.read_text(encoding="utf-8").splitlines()
    texts = list(dict.fromkeys(line.split("\t")[0] for line in lines if line.strip()))
    report = Report()
    for name in options.only or PARTS:
        with tempfile.TemporaryDirectory(prefix="amana-bench-") as folder:
            PARTS[name](Path(folder), texts, options, report)
    sys.exit(1 if report.failed else 0)


if __name__ == "__main__":
    main()
