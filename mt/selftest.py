"""Golden translations: does a loaded model still say what it said when it was made?

Upgrades of libraries have corrupted the weights of models without an error. Each load therefore
translates a few short sentences. What they gave when the model was made stands in `selftest.json`
beside the weights; a checkpoint without that file has to give English that does not loop.

Engines, number formats and processors round differently, and a search may then take another of two
nearly equal words; a model that is damaged says something else altogether. So drafts are compared
by their likeness and scores within a margin.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from pathlib import Path

from mt.checkpoint import SELF_TEST, read_json_object
from mt.errors import InvalidModelError, SelfTestError
from mt.files import write_text_atomically
from mt.pipeline import Translator
from mt.translation import Flag, Translation

SENTENCES = (
    "وصل وزير الخارجية إلى بيروت اليوم.",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد.",
    "عقد مجلس الأمن جلسة حول سوريا.",
)
"""What is translated: short, so that a load stays fast, and of the field that models are used for."""

_LEAST_LIKENESS = 0.6
_MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Golden:
    """A sentence and what the model made of it.

    Attributes:
        source: an Arabic sentence.
        draft: its draft.
        score: the score of the draft, mean natural log probability of a token.
    """

    source: str
    draft: str
    score: float


def make_self_test(translator: Translator) -> tuple[Golden, ...]:
    """Translate the sentences of the self-test.

    Raises:
        SelfTestError: a sentence has no draft, so there is nothing golden to keep.
    """
    goldens = []
    for translation in translator.translate(SENTENCES):
        if translation.score is None or not translation.text:
            raise SelfTestError(f"{translator.model} gives no draft for {translation.source!r}")
        goldens.append(Golden(translation.source, translation.text, round(translation.score, 4)))
    return tuple(goldens)


def write_self_test(goldens: Sequence[Golden], model_dir: Path) -> Path:
    """Write the `selftest.json` of a checkpoint directory and give its path.

    Raises:
        OutputError: the file cannot be written.
    """
    path = model_dir / SELF_TEST
    value = {"version": 1, "sentences": [asdict(golden) for golden in goldens]}
    write_text_atomically(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    return path


def read_self_test(model_dir: Path) -> tuple[Golden, ...] | None:
    """Read the `selftest.json` of a checkpoint directory; None if it has none.

    Raises:
        InvalidModelError: the file does not follow its format.
    """
    path = model_dir / SELF_TEST
    if not path.is_file():
        return None
    value = read_json_object(path)
    try:
        sentences = value["sentences"]
        if not isinstance(sentences, list) or not sentences or value["version"] != 1:
            raise ValueError("no list of sentences of version 1")
        return tuple(Golden(str(s["source"]), str(s["draft"]), float(s["score"])) for s in sentences)
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidModelError(f"{path} is no self-test of version 1: {error!r}") from error


def run_self_test(translator: Translator, goldens: Sequence[Golden] | None) -> tuple[Translation, ...]:
    """Translate the golden sentences and compare; without any, ask for plausible English.

    Returns:
        What the model gives now, one translation a sentence.

    Raises:
        SelfTestError: the model does not give its golden translations.
    """
    sources = SENTENCES if goldens is None else [golden.source for golden in goldens]
    drafts = tuple(translator.translate(sources))
    failed = [draft for draft in drafts if Flag.FAILED in draft.flags]
    if failed:
        raise SelfTestError(f"{translator.model} cannot translate {failed[0].source!r}: {failed[0].error}")
    if goldens is None:
        _check_plausible(translator, drafts)
        return drafts
    likeness = [
        SequenceMatcher(None, golden.draft.split(), draft.text.split(), autojunk=False).ratio()
        for golden, draft in zip(goldens, drafts, strict=True)
    ]
    distance = [
        abs(golden.score - (draft.score or 0.0)) for golden, draft in zip(goldens, drafts, strict=True)
    ]
    if sum(likeness) / len(likeness) < _LEAST_LIKENESS or sum(distance) / len(distance) > _MARGIN:
        worst = likeness.index(min(likeness))
        raise SelfTestError(
            f"{translator.model} does not give its golden translations: {sources[worst]!r} became "
            f"{drafts[worst].text!r}, not {goldens[worst].draft!r}; fetch or copy the model again, and "
            "check the versions of ctranslate2, sentencepiece and transformers"
        )
    return drafts


def _check_plausible(translator: Translator, drafts: Sequence[Translation]) -> None:
    suspicious = {Flag.EMPTY, Flag.UNTRANSLATED, Flag.REPEATED, Flag.TRUNCATED}
    bad = [draft for draft in drafts if draft.flags & suspicious]
    if len(bad) == len(drafts) or len({draft.text for draft in drafts}) == 1:
        raise SelfTestError(
            f"{translator.model} gives no plausible English: {drafts[0].source!r} became "
            f"{drafts[0].text!r}; it may be damaged, or not a model from Arabic to English"
        )
