"""Time and memory of one alignment, in a process of its own: python bench/align_scale.py FOLDER.

The folder holds `source` and `target`, a sentence a line. Writes the beads to `beads` there, and
prints a JSON object: sentences of both sides, seconds of embedding and of aligning by the clock and of
the processor, and the largest resident set of the process in MB.
"""

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from alignment.align import align
from alignment.blas import one_blas_thread
from alignment.encoder import Encoder, Vectors, load_encoder
from alignment.formats.beads import write_beads

_STATUS = Path("/proc/self/status")


class Timed:
    """An encoder that adds up what embedding sentences takes."""

    def __init__(self, encoder: Encoder) -> None:
        self.encoder = encoder
        self.clock = self.processor = 0.0
        if hasattr(encoder, "encode_units"):
            self.encode_units = encoder.encode_units

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """Embed texts."""
        started = _clocks()
        vectors = self.encoder.encode(texts)
        ended = _clocks()
        self.clock += ended[0] - started[0]
        self.processor += ended[1] - started[1]
        return vectors


def main() -> None:
    """Align, and print what it took."""
    folder = Path(sys.argv[1])
    source, target = ((folder / side).read_text("utf-8").split("\n") for side in ("source", "target"))
    encoder = Timed(load_encoder())
    started = _clocks()
    with one_blas_thread():
        beads = align(source, target, encoder=encoder)
    clock, processor = (end - start for start, end in zip(started, _clocks(), strict=True))
    (folder / "beads").write_text(write_beads(beads), "utf-8")
    taken = {
        "source": len(source),
        "target": len(target),
        "embedding_s": encoder.clock,
        "embedding_cpu_s": encoder.processor,
        "alignment_s": clock - encoder.clock,
        "alignment_cpu_s": processor - encoder.processor,
        "peak_mb": peak_mb(),
    }
    print(json.dumps(taken))


def _clocks() -> tuple[float, float]:
    """Give the seconds of the clock, and those of the processor over all threads."""
    return time.perf_counter(), time.process_time()


def peak_mb() -> float:
    """Give the largest resident set of this process in MB."""
    if not _STATUS.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    # On Linux `ru_maxrss` is at least what the parent had when it started this process.
    fields = dict(line.split(":", 1) for line in _STATUS.read_text("ascii").splitlines() if ":" in line)
    return int(fields["VmHWM"].split()[0]) * 1.024 / 1e3


if __name__ == "__main__":
    main()
