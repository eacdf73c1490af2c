"""Finding what is like a text among a million sources in a few milliseconds.

Sources that are like enough share at least one of the rarest words of the text: prefix filtering,
Chaudhuri, Ganti and Kaushik, "A primitive operator for similarity joins in data cleaning", ICDE
2006. So the rare stems are looked up, the sources that share most of them, weighed by rarity, are
compared letter by letter. Departures: stems instead of words, so that Arabic prefixes do not count
as other words; some thousand entries are read at most, the rarest stems' first, so that a text of
common words only may miss a match; and the comparison is of letters, as translators' tools do it.
"""

import math
import sqlite3
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from mt.arabic import matching_key, normalise
from mt.memory.keys import key_number, stem_codes
from mt.memory.unit import Match, MatchKind

_SPELLING_SCORE = 0.99
_MOST_FUZZY_SCORE = 0.98
_MOST_PER_STEM = 500
_MOST_ENTRIES = 1500
_MOST_COMPARED = 60
_LEAST_STEMS = 3

Row = tuple[str, str, str, int, int, str, str]
"""Key of the source, then source, target, previous, following, origin and date of a unit."""


def find_matches(
    connection: sqlite3.Connection, text: str, *, context: tuple[int, int], least: float, limit: int
) -> tuple[Match, ...]:
    """Find the units that are most like a text, as `mt.memory.store.Memory.lookup` says."""
    key = matching_key(text)
    if not key:
        return ()
    scores = {key: 1.0}
    ids = [i for (i,) in connection.execute("SELECT id FROM source WHERE number = ?", (key_number(key),))]
    rows = _units(connection, ids)
    if least < 1 and len(rows) < limit:
        near = _near(connection, key, least, limit + 1)
        scores |= {other: score for _, other, score in near if other != key}
        rows += _units(connection, [i for i, other, _ in near if other != key])
    plain = normalise(text)
    matches = [_match(row, plain, key, scores, context) for row in rows]
    # Newest first among equals, and otherwise in the order of the memory: sorting is stable.
    matches.sort(key=lambda pair: pair[1].changed, reverse=True)
    matches.sort(key=lambda pair: (pair[1].score, pair[0]), reverse=True)
    return tuple(match for _, match in matches if match.score >= least)[:limit]


def code_term(code: int) -> str:
    """Give the term of the full-text index for the number of a stem."""
    return f"{code:08x}"


def _units(connection: sqlite3.Connection, sources: Iterable[int]) -> list[Row]:
    rows: list[Row] = []
    for source in sources:
        rows += connection.execute(
            "SELECT key, text, target, previous, following, origin, changed "
            "FROM unit JOIN source ON source.id = unit.source WHERE unit.source = ? ORDER BY unit.id",
            (source,),
        )
    return rows


def _match(
    row: Row, plain: str, key: str, scores: dict[str, float], context: tuple[int, int]
) -> tuple[int, Match]:
    """Give a unit as a match, and how many of its neighbours are those of the text."""
    found, source, target, previous, following, origin, changed = row
    shared = sum(mine == its != 0 for mine, its in zip(context, (previous, following), strict=True))
    if found != key:
        kind, score = MatchKind.FUZZY, scores[found]
    else:
        kind = MatchKind.CONTEXT if shared and shared == sum(map(bool, context)) else MatchKind.EXACT
        score = 1.0 if normalise(source) == plain else _SPELLING_SCORE
    return shared, Match(source, target, round(score, 4), kind, origin, changed)


def _near(connection: sqlite3.Connection, key: str, least: float, limit: int) -> list[tuple[int, str, float]]:
    """Give the sources that are most like a key: number, key and score."""
    codes = stem_codes(key)
    if not codes:
        return []
    marks = ",".join("?" * len(codes))
    known = connection.execute(f"SELECT code, sources FROM stem WHERE code IN ({marks})", (*codes,))  # noqa: S608
    rare = sorted((count, code) for code, count in known)
    (total,) = connection.execute("SELECT max(id) FROM source").fetchone()
    # So many of the stems can differ, and one more; some to spare, since stems are no letters.
    wanted = max(_LEAST_STEMS, math.ceil((1 - least) * len(codes)) + 2)
    votes: dict[int, float] = {}
    entries = 0
    for count, code in rare[:wanted]:
        weight = math.log(1 + total / count)
        for (source,) in connection.execute(
            "SELECT rowid FROM posting WHERE posting MATCH ? LIMIT ?", (code_term(code), _MOST_PER_STEM)
        ):
            votes[source] = votes.get(source, 0.0) + weight
        entries += count
        if entries > _MOST_ENTRIES:
            break
    best = sorted(votes, key=lambda source: (-votes[source], source))[:_MOST_COMPARED]
    marks = ",".join("?" * len(best))
    keys = dict(connection.execute(f"SELECT id, key FROM source WHERE id IN ({marks})", best))  # noqa: S608
    found = process.extract(key, keys, scorer=fuzz.ratio, score_cutoff=100 * least, limit=limit)
    return [(number, other, min(score / 100, _MOST_FUZZY_SCORE)) for other, score, number in found]
