"""Join the Arabic of `training-data/arabic-of-english.tsv.gz` with its English, as pairs for training.

    scripts/authored_pairs.py ENGLISH… > pairs.tsv

The English texts (a sentence a line, plain or gzipped) are not part of the repository; a sentence is
found by the first 16 hexadecimal digits of its SHA-256.
"""

import gzip
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

ARABIC = Path(__file__).parents[1] / "training-data" / "arabic-of-english.tsv.gz"


def lines_of(path: Path) -> Iterator[str]:
    """Give the lines of a text file, without blanks around them."""
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        yield from (line.strip() for line in lines)


def main() -> None:
    """Print the pairs in the order of the Arabic; say on stderr how many found their English."""
    if len(sys.argv) == 1:
        sys.exit(__doc__)
    arabic = dict(line.split("\t", 1) for line in lines_of(ARABIC))
    english: dict[str, str] = {}
    for path in map(Path, sys.argv[1:]):
        for line in lines_of(path):
            key = hashlib.sha256(line.encode()).hexdigest()[:16]
            if key in arabic:
                english[key] = line
    for key, text in arabic.items():
        if key in english:
            print(f"{text}\t{english[key]}")
    print(f"{len(english)} of {len(arabic)} sentences have their English", file=sys.stderr)


if __name__ == "__main__":
    main()
