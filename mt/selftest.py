"""Golden translations: does a loaded model still say what it said when it was made?

Upgrades of libraries have corrupted the weights of models without an error, so each load checks a
few short sentences. `selftest.json` beside the weights holds what the model made of them, and how
probable it found each draft. A checkpoint without that file has to give English that does not loop.

The probability of the golden draft is compared, not a new draft: engines, number formats and
processors round differently, a search may then take the other of two nearly equal words and end
somewhere else, while the probability of a given draft moves by hundredths.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from mt.arabic import normalise
from mt.checkpoint import SELF_TEST, read_json_object
from mt.engines.engine import Batch, Engine
from mt.errors import EngineError, InvalidModelError, SelfTestError
from mt.files import write_text_atomically
from mt.suspicion import is_repeated, is_untranslated
from mt.tokenizer import Tokenizer

SENTENCES = (
    "وصل وزير الخارجية إلى بيروت اليوم.",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد.",
    "عقد مجلس الأمن جلسة حول سوريا.",
)
"""What is translated: short, so that a load stays fast, and of the field that models are used for."""

_MARGIN = 0.15
_BEAM_SIZE = 4
_MOST_TOKENS = 40


@dataclass(frozen=True, slots=True)
class Golden:
    """A sentence and what a model makes of it.

    Attributes:
        source: an Arabic sentence.
        draft: its draft.
        tokens: the tokens of the draft.
        score: mean natural log probability of a token, as `Engine.score` gives it.
    """

    source: str
    draft: str
    tokens: tuple[str, ...]
    score: float


def make_goldens(engine: Engine, tokenizer: Tokenizer) -> tuple[Golden, ...]:
    """Translate the sentences of the self-test.

    Raises:
        EngineError: the engine cannot decode them.
    """
    sources = tuple(tokenizer.encode(normalise(sentence)) for sentence in SENTENCES)
    hypotheses = engine.decode(Batch(sources, _MOST_TOKENS), beam_size=_BEAM_SIZE)
    targets = [hypothesis.tokens for hypothesis in hypotheses]
    return tuple(
        Golden(sentence, tokenizer.decode(tokens), tokens, round(score, 4))
        for sentence, tokens, score in zip(SENTENCES, targets, engine.score(sources, targets), strict=True)
    )


def write_goldens(goldens: Sequence[Golden], model_dir: Path) -> Path:
    """Write the `selftest.json` of a checkpoint directory and give its path.

    Raises:
        OutputError: the file cannot be written.
    """
    path = model_dir / SELF_TEST
    value = {"version": 1, "sentences": [asdict(golden) for golden in goldens]}
    write_text_atomically(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")
    return path


def read_goldens(model_dir: Path) -> tuple[Golden, ...] | None:
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
        return tuple(
            Golden(str(s["source"]), str(s["draft"]), tuple(map(str, s["tokens"])), float(s["score"]))
            for s in sentences
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InvalidModelError(f"{path} is no self-test of version 1: {error!r}") from error


def check_goldens(
    engine: Engine, tokenizer: Tokenizer, *, goldens: Sequence[Golden] | None, model: str
) -> tuple[Golden, ...]:
    """Score golden drafts and compare; without any, translate and ask for plausible English.

    Args:
        engine: the engine under test.
        tokenizer: of its model.
        goldens: what the model gave when it was made; None if nobody wrote that down.
        model: what to call the model in an error.

    Returns:
        The golden drafts with the scores of now, or the new drafts.

    Raises:
        SelfTestError: the model does not translate as it should.
    """
    try:
        if goldens is None:
            return _check_plausible(make_goldens(engine, tokenizer), model)
        sources = [tokenizer.encode(normalise(golden.source)) for golden in goldens]
        scores = engine.score(sources, [golden.tokens for golden in goldens])
    except EngineError as error:
        raise SelfTestError(f"{model} fails its self-test: {error}") from error
    now = [
        Golden(golden.source, golden.draft, golden.tokens, score)
        for golden, score in zip(goldens, scores, strict=True)
    ]
    distances = [abs(golden.score - new.score) for golden, new in zip(goldens, now, strict=True)]
    if not sum(distances) / len(distances) <= _MARGIN:  # a NaN fails as well
        worst = distances.index(max(distances))
        raise SelfTestError(
            f"{model} is not what it was: it gives {goldens[worst].draft!r} a score of {scores[worst]:.2f}, "
            f"not {goldens[worst].score:.2f}; fetch or copy the model again, and check the versions of "
            "ctranslate2, sentencepiece and transformers"
        )
    return tuple(now)


def _check_plausible(drafts: tuple[Golden, ...], model: str) -> tuple[Golden, ...]:
    bad = [
        draft
        for draft in drafts
        if not draft.draft
        or is_repeated(draft.source, draft.draft)
        or is_untranslated(draft.source, draft.draft)
    ]
    if len(bad) == len(drafts) or len({draft.draft for draft in drafts}) == 1:
        raise SelfTestError(
            f"{model} gives no plausible English: {drafts[0].source!r} became {drafts[0].draft!r}; "
            "it may be damaged, or not a model from Arabic to English"
        )
    return drafts
