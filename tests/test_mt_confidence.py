"""Confidence is a probability that holds, belongs to one model, and can withhold drafts."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mt.confidence import (
    FEATURES,
    Calibration,
    Evidence,
    calibration_error,
    fit,
    read_calibration,
    write_calibration,
)
from mt.errors import InputError, InvalidModelError, ModelError
from mt.loading import load_engine, load_translator
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.tokenizer import Tokenizer
from mt.translation import Flag

EVIDENCE = Evidence(-0.5, 0.1, 20, 22, 12, 0.0, 0, 0, 0)
SENTENCES = [
    "وصل وزير الخارجية إلى بيروت اليوم.",
    "أعلنت الأمم المتحدة أن 7 ملايين شخص بحاجة إلى المساعدة، ودعت الدول إلى دعمها.",
    "",
    "OK",
]


def made_up(count: int) -> tuple[list[Evidence], list[bool]]:
    """Give evidence whose log odds are 4 + 6·score, and outcomes drawn from that."""
    random = np.random.default_rng(0)
    scores = random.uniform(-1.5, 0, count)
    reached = random.uniform(size=count) < 1 / (1 + np.exp(-(4 + 6 * scores)))
    return [replace(EVIDENCE, score=float(score)) for score in scores], reached.tolist()


def test_fit_finds_the_odds_that_the_data_were_made_with() -> None:
    evidence, reached = made_up(4000)
    calibration = fit(evidence, reached, content_hash="x", bar=45)
    other, outcomes = made_up(4000)
    assert calibration_error([calibration.estimate(item) for item in other], outcomes) < 0.03
    for score in (-1.2, -0.6, -0.2):
        wanted = 1 / (1 + np.exp(-(4 + 6 * score)))
        assert calibration.estimate(replace(EVIDENCE, score=score)) == pytest.approx(wanted, abs=0.05)


def test_extreme_evidence_stays_a_probability() -> None:
    calibration = Calibration("x", 45, 0.0, (0.0,) * 9, (1e-3,) * 9, (5.0,) * 9)
    for item in (replace(EVIDENCE, score=-1e6), replace(EVIDENCE, source_tokens=10**6)):
        assert 0 <= calibration.estimate(item) <= 1


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    """For the bundled model, with round numbers: surer of likelier drafts."""
    zeros = (0.0,) * (len(FEATURES) - 1)
    content_hash = find_checkpoint("ar-en").content_hash
    return Calibration(content_hash, 45, 0.0, (-0.6, *zeros), (0.2, *([1.0] * 8)), (2.0, *zeros))


def with_calibration(calibration: Calibration | None, options: PipelineOptions) -> Translator:
    checkpoint = find_checkpoint("ar-en")
    return Translator(
        load_engine(checkpoint),
        Tokenizer(checkpoint),
        model=checkpoint.identity,
        max_positions=checkpoint.config.max_positions,
        options=options,
        calibration=calibration,
    )


def test_decoded_drafts_have_a_confidence_and_others_none(calibration: Calibration) -> None:
    found = list(with_calibration(calibration, PipelineOptions(beam_size=1)).translate(SENTENCES))
    assert [t.confidence is not None for t in found] == [True, True, False, False]
    assert all(0 <= t.confidence <= 1 for t in found if t.confidence is not None)


@pytest.mark.parametrize(("least", "withheld"), [(0.0, 0), (1.0, 2)])
def test_unsure_drafts_are_left_to_a_person(calibration: Calibration, least: float, withheld: int) -> None:
    options = PipelineOptions(beam_size=1, min_confidence=least, alternatives=0)
    found = list(with_calibration(calibration, options).translate(SENTENCES))
    assert [Flag.WITHHELD in t.flags for t in found] == [withheld > 0, withheld > 0, False, False]
    assert [t.text == "" for t in found] == [withheld > 0, withheld > 0, True, False]


def test_least_confidence_needs_a_calibration() -> None:
    with pytest.raises(ModelError, match="no calibrated confidence"):
        with_calibration(None, PipelineOptions(min_confidence=0.5))


def test_calibration_is_read_back_and_not_for_other_weights(tmp_path: Path, calibration: Calibration) -> None:
    checkpoint = replace(find_checkpoint("ar-en"), path=tmp_path)
    assert read_calibration(checkpoint) is None
    write_calibration(calibration, tmp_path, measured={"lines": 1.0})
    assert read_calibration(checkpoint) == calibration
    assert read_calibration(replace(checkpoint, content_hash="other")) is None


def test_damaged_calibration_is_an_error(tmp_path: Path, calibration: Calibration) -> None:
    path = write_calibration(calibration, tmp_path, measured={})
    value = json.loads(path.read_text(encoding="utf-8"))
    value["calibration"]["weights"] = [1.0]
    path.write_text(json.dumps(value), encoding="utf-8")
    with pytest.raises(InvalidModelError, match="no calibration of version 1"):
        read_calibration(replace(find_checkpoint("ar-en"), path=tmp_path))


def test_bundled_model_has_a_calibration_of_its_own_that_holds() -> None:
    checkpoint = find_checkpoint("ar-en")
    assert read_calibration(checkpoint) is not None, (
        "confidence.json belongs to other weights; run bench/confidence.py FLORES.tsv --write"
    )
    value = json.loads((checkpoint.path / "confidence.json").read_text(encoding="utf-8"))
    assert value["measured"]["expected_calibration_error"] <= 0.1
    assert value["measured"]["area_under_curve"] > 0.65


def test_alternatives_are_others_and_bounded() -> None:
    translator = load_translator(options=PipelineOptions(beam_size=2, alternatives=3))
    (translation,) = translator.translate([SENTENCES[1]])
    assert 1 <= len(translation.alternatives) <= 3
    assert len({translation.text, *translation.alternatives}) == len(translation.alternatives) + 1
    assert next(translator.translate([""])).alternatives == ()
    with pytest.raises(InputError, match="0 to 8"):
        load_translator(options=PipelineOptions(alternatives=9))


def test_unsure_words_stand_where_they_say() -> None:
    translator = load_translator(options=PipelineOptions(beam_size=1, words=True))
    text = " ".join(SENTENCES[:2]) + " راجع https://example.org في كفرسلوان."
    (translation,) = translator.translate([text])
    assert translation.unsure
    for word in translation.unsure:
        assert 0 <= word.probability < 0.25
        shown = translation.text[word.start : word.end]
        assert shown
        assert " " not in shown
    assert [w.start for w in translation.unsure] == sorted(w.start for w in translation.unsure)
