"""Ten thousand odd texts go through the pipeline: none lost, none out of order, no exception."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mt.arabic import normalise
from mt.engines.engine import Batch, Hypothesis
from mt.glossary import Glossary, Term, make_glossary
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.placeholders import find_protected, missing_spans
from mt.tokenizer import Tokenizer
from mt.translation import Flag

EXAMPLES, TEXTS = 50, 200
FRAGMENTS = [
    *"وصل الوزير و في والتحالف مدرستهم قال: نعم لا ههههههههههه ﷺ ﻻ بَلَغَت".split(),
    *"؟ ، ؛ « » . ! … ... \" ' ( ) [ — ـــ ٪".split(),
    *"25 ٢٥ 1,000 3.45 ٣٫٤٥٪ 2019 و7 0 1٫000٬000 10:30 -5 ٠٠٧".split(),
    *"IBM example.com https://x.org/a_b?c=%20 a@b.org %s %1$s {name} {{x}} { }} $X".split(),
    *"<b> </b> <x/> <!--a--> < &amp; `code` ` #وسم_هنا @me snake_case _ 😀 中文 é".split(),
    *("\n", "\r\n", "\t", " ", "\u00a0", "\u2028", "\x00", "\x07", "\ud800"),
    *(
        "\N{RIGHT-TO-LEFT MARK}",
        "\N{RIGHT-TO-LEFT EMBEDDING}",
        "\N{FIRST STRONG ISOLATE}",
        "\N{ZERO WIDTH JOINER}",
    ),
]
TERMS = [Term("التحالف", "Global Coalition"), Term("مدرسة|مدارس", "school|schools"), Term("الوزير", "الوزير")]


class Babbler:
    """Says something about each source: often right in form, often wrong in one of many ways."""

    workers = 2

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Answer by the hash of the source, so that company does not matter."""
        return [self._answer(source, batch) for source in batch.sources]

    def _answer(self, source: tuple[str, ...], batch: Batch) -> Hypothesis:
        random_ = random.Random("".join(source) + str(batch.no_repeat_ngram))
        good = [f"▁w{random_.randrange(99)}x" for _ in source]
        digits = [token for token in source if any(map(str.isdigit, token))]
        way = random_.randrange(8)
        tokens = {0: good[:1], 1: good + good[-1:] * 9, 2: list(source[:-1]), 3: [], 4: good * 6}.get(
            way, good
        )
        tokens = [*tokens, *digits] if way > 5 else tokens
        tokens = tokens[: batch.max_length - 1]
        others = tuple(Hypothesis((*good, *digits)[:3], -2.0, True) for _ in range(batch.count - 1))
        return Hypothesis(tuple(tokens), -random_.random(), way != 7, others)

    def score(self, *_: Sequence[tuple[str, ...]]) -> Sequence[float]:
        """Never asked."""
        raise NotImplementedError

    def token_scores(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[tuple[float, ...]]:
        """Find every other token unlikely."""
        return [tuple(-3.0 * (i % 2) for i in range(len(target) + 1)) for target in targets]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(find_checkpoint("ar-en"))


@pytest.fixture(scope="module")
def glossary() -> Glossary:
    return make_glossary(TERMS)


def odd_texts(seed: int) -> list[str]:
    """Put fragments together, with and without spaces."""
    random_ = random.Random(seed)
    return [
        random_.choice(["", " "]).join(random_.choices(FRAGMENTS, k=random_.choice([0, 1, 2, 5, 12, 40])))
        for _ in range(TEXTS)
    ]


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), window=st.sampled_from([1, 7, 512]), wishes=st.booleans())
def test_every_text_has_its_translation(
    tokenizer: Tokenizer, glossary: Glossary, seed: int, window: int, wishes: bool
) -> None:
    options = PipelineOptions(
        window=window, glossary=glossary if wishes else None, alternatives=2 if wishes else 0, words=wishes
    )
    translator = Translator(Babbler(), tokenizer, model="babbler", max_positions=512, options=options)
    texts = odd_texts(seed)
    translations = list(translator.translate(texts))
    assert [translation.source for translation in translations] == texts
    for translation in translations:
        broken = "\ud800" in translation.source
        assert (Flag.FAILED in translation.flags) == broken
        if broken or not normalise(translation.source):
            assert translation.text == ""
            continue
        kept = tuple(span.text for span in find_protected(translation.source))
        assert Flag.LOST in translation.flags or not missing_spans(translation.text, kept), translation
        for word in translation.unsure:
            assert 0 <= word.start < word.end <= len(translation.text)
