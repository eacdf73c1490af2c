"""Print how long a lookup takes in a large memory, and how many of the matches it finds.

    bench/memory.py [--units N] [--queries N] [--checked N] [--keep FILE]

The units are synthetic: words of a Zipfian vocabulary with Arabic prefixes, 4 to 30 to a sentence.
A query is the source of a unit, some as they are and some with one in eight words dropped, replaced
or moved. For a part of the queries all sources are compared, to count what the search misses. Exits
1 where the median or the mean of a lookup is above 5 ms.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from rapidfuzz import fuzz, process

from mt.arabic import matching_key
from mt.memory.store import Memory
from mt.memory.unit import Unit

MOST_MS = 5.0
_LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"
_PREFIXES = ("", "", "", "ال", "ال", "و", "وال", "بال", "لل")
_WORDS = 200_000


def words(random_: random.Random) -> list[str]:
    """Give a vocabulary of made-up words."""
    return ["".join(random_.choices(_LETTERS, k=random_.randint(3, 6))) for _ in range(_WORDS)]


def sentences(count: int, *, seed: int) -> Iterator[str]:
    """Yield sentences whose words are as frequent as those of a language."""
    random_ = random.Random(seed)
    vocabulary = words(random.Random(0))
    for _ in range(count):
        # The inverse of the distribution function of 1/rank.
        ranks = [int(_WORDS ** random_.random()) - 1 for _ in range(random_.randint(4, 30))]
        yield " ".join(random_.choice(_PREFIXES) + vocabulary[rank] for rank in ranks)


def changed(sentence: str, random_: random.Random) -> str:
    """Give a sentence with some words dropped, replaced or moved."""
    parts = sentence.split()
    for _ in range(max(1, len(parts) // 8)):
        place = random_.randrange(len(parts))
        way = random_.randrange(3)
        if way == 0 and len(parts) > 3:
            del parts[place]
        elif way == 1:
            parts[place] = "".join(random_.choices(_LETTERS, k=5))
        else:
            parts.insert(random_.randrange(len(parts)), parts.pop(place))
    return " ".join(parts)


def main() -> int:
    """Parse the arguments, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--units", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=600)
    parser.add_argument("--checked", type=int, default=60)
    parser.add_argument("--keep", type=Path, help="a file for the memory, which is used again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = arguments.keep or Path(folder) / "memory.db"
        filled = path.is_file()
        with Memory(path, create=True) as memory:
            began = time.perf_counter()
            if not filled:
                memory.add(
                    Unit(text, f"translation {number}", origin="synthetic")
                    for number, text in enumerate(sentences(arguments.units, seed=1))
                )
            filling_s = time.perf_counter() - began
            facts = measure(memory, arguments.units, arguments.queries, arguments.checked)
        facts["mb"] = round(path.stat().st_size / 1e6)
        if not filled:
            facts["units_per_s"] = round(arguments.units / filling_s)
    print(json.dumps(facts, indent=2))
    return 0 if max(facts["median_ms"], facts["mean_ms"]) <= MOST_MS else 1


def measure(memory: Memory, units: int, queries: int, checked: int) -> dict[str, float]:
    """Look up queries and time each; compare some with all sources."""
    random_ = random.Random(2)
    first = list(sentences(min(units, 20 * queries), seed=1))  # the memory has no order that matters
    texts = random_.sample(first, queries)
    asked = [text if index % 4 == 0 else changed(text, random_) for index, text in enumerate(texts)]
    times, found = [], []
    for text in asked:
        began, used = time.perf_counter(), time.process_time()
        found.append(memory.lookup(text))
        times.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - used)))
    keys = [matching_key(text) for text in sentences(units, seed=1)] if checked else []
    wanted = hit = 0
    for text, matches in list(zip(asked, found, strict=True))[:checked]:
        best = process.extractOne(matching_key(text), keys, scorer=fuzz.ratio, score_cutoff=70)
        if best is not None:
            wanted += 1
            hit += bool(matches) and matches[0].score >= min(best[1] / 100, 0.98) - 1e-3
    walls = sorted(wall for wall, _ in times)
    return {
        "units": units,
        "queries": queries,
        "median_ms": round(statistics.median(walls), 2),
        "mean_ms": round(statistics.mean(walls), 2),
        "p95_ms": round(walls[int(0.95 * len(walls))], 2),
        "mean_processor_ms": round(statistics.mean(used for _, used in times), 2),
        "p95_processor_ms": round(sorted(used for _, used in times)[int(0.95 * len(times))], 2),
        "own_source_found": sum(
            any(match.source == text for match in matches) for text, matches in zip(texts, found, strict=True)
        )
        / queries,
        "checked": wanted,
        **({"best_found": hit / wanted} if wanted else {}),
    }


if __name__ == "__main__":
    sys.exit(main())
