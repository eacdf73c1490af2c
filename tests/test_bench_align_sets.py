"""The texts that the aligner is measured on."""

import gzip
import sys
from pathlib import Path

import pytest

from alignment.bitext import check_coverage


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    lines = (
        f"الجملة رقم {n}، وفيها كلام كثير.\tSentence number {n}, with many words in it.\tx" for n in range(90)
    )
    path = tmp_path / "pairs.tsv.gz"
    path.write_bytes(gzip.compress("\n".join((*lines, "", "no tab", "ا\t ")).encode()))
    return path


@pytest.fixture(autouse=True)
def bench(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(repository / "bench"), *sys.path])


def test_long_texts_have_the_size_and_gold_for_every_sentence(pairs: Path) -> None:
    from align_sets import long_case, read_pairs

    stock = read_pairs([pairs])
    case = long_case(stock, 1000)
    assert (len(stock), stock[3][1]) == (90, "Sentence number 3, with many words in it.")
    assert 1000 <= len(case.source) < 1100
    check_coverage(case.gold, len(case.source), len(case.target))


def test_synthetic_documents_are_the_same_each_time(pairs: Path) -> None:
    from align_sets import RECIPES, read_pairs, synthetic_cases

    stock = read_pairs([pairs])
    for recipe in RECIPES.values():
        assert list(synthetic_cases(stock, recipe, 2)) == list(synthetic_cases(stock, recipe, 2))
