"""The pipeline keeps order, loses nothing, and says what is wrong with a draft."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mt.arabic import count_arabic_letters
from mt.engines.engine import Batch, Hypothesis
from mt.errors import EngineError
from mt.loading import load_checkpoint, load_translator
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.tokenizer import Tokenizer
from mt.translation import Flag

NEWS = [
    "وصل وزير الخارجية إلى بيروت اليوم.",
    "قال الرئيس إن الحكومة ستدعم الاقتصاد.",
    "عقد مجلس الأمن جلسة حول سوريا.",
    "أعلنت الأمم المتحدة أن 7 ملايين شخص بحاجة إلى المساعدة، ودعت الدول إلى دعمها.",
    "لماذا لم يحضر السفير؟",
    "نعم.",
]
# A text of each kind that must survive: `design/arabic.md` beside this project lists them.
KINDS = [
    "هل سيحضر الوزير؟ «نعم»، قال… ثم مضى؛ وسكت!",
    "قال ،وقصص مهمة ، ثم مضى .",
    "بَلَغَت النِّسبَةُ ٣٫٤٥٪ في العــــام ٢٠١٩.",
    "ﻣﺮﺣﺒﺎ ﷲ",
    "\N{RIGHT-TO-LEFT EMBEDDING}قال\N{RIGHT-TO-LEFT MARK} نعم\N{POP DIRECTIONAL FORMATTING}",
    "شركة IBM في example.com قالت %s و {{name}} و <b>نعم</b>.",
    "كلمة",
    "سطر أول\nسطر ثان",
]


@pytest.fixture(scope="module")
def translator() -> Translator:
    return load_checkpoint(find_checkpoint("ar-en"))


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(find_checkpoint("ar-en"))


class EchoEngine:
    """Answers each source with its own tokens, and refuses batches with a given word."""

    workers = 2

    def __init__(self, refused: str = "", *, length: int | None = None) -> None:
        self.refused, self.length = refused, length
        self.batches: list[Batch] = []

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        self.batches.append(batch)
        if self.refused and any(self.refused in "".join(source) for source in batch.sources):
            raise EngineError(f"refused {self.refused}")
        return [Hypothesis(source[:-1], -0.5, self.length is None) for source in batch.sources]

    def score(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[float]:
        return [-0.5 for _ in sources]


PLAIN = PipelineOptions(retry=False)


def over(engine: EchoEngine, tokenizer: Tokenizer, options: PipelineOptions | None = None) -> Translator:
    return Translator(
        engine, tokenizer, model="echo", max_positions=512, options=options or PipelineOptions(retry=False)
    )


def test_one_translation_for_each_text_in_order(translator: Translator) -> None:
    texts = [*NEWS, "", *KINDS, *NEWS]
    translations = list(translator.translate(texts))
    assert [translation.source for translation in translations] == texts
    for text, translation in zip(texts, translations, strict=True):
        assert (translation.text != "") == (text != "")
        assert translation.error is None
        assert (translation.score is None) == (text == "")
        assert translation.score is None or translation.score <= 0
        assert translation.model == translator.model
    assert translations[: len(NEWS)] == translations[-len(NEWS) :]


@pytest.mark.parametrize(
    ("text", "draft", "flags"),
    [
        ("", "", set()),
        (" \t\N{RIGHT-TO-LEFT MARK}", "", set()),
        ("😀 👍", "😀 👍", set()),
        (" 2254 ", " 2254 ", set()),
        ("English only.", "English only.", {Flag.UNTRANSLATED}),
        ("Ελληνικά", "Ελληνικά", {Flag.UNTRANSLATED}),
    ],
)
def test_text_without_arabic_passes_through(
    translator: Translator, text: str, draft: str, flags: set[Flag]
) -> None:
    (translation,) = translator.translate([text])
    assert (translation.source, translation.text, translation.score) == (text, draft, None)
    assert translation.flags == flags


def test_results_do_not_depend_on_the_company(translator: Translator) -> None:
    together = list(translator.translate(NEWS))
    alone = [next(translator.translate([text])) for text in NEWS]
    # A near tie may fall otherwise where rounding differs; more than one of these six is a defect.
    assert sum(a.text != b.text for a, b in zip(together, alone, strict=True)) <= 1


def test_deterministic_results_do_not_depend_on_the_company_at_all() -> None:
    options = PipelineOptions(deterministic=True)
    translator = load_checkpoint(find_checkpoint("ar-en"), options=options)
    together = list(translator.translate(NEWS))
    assert together == [next(translator.translate([text])) for text in NEWS]


def test_failing_text_fails_alone(tokenizer: Tokenizer) -> None:
    translations = list(over(EchoEngine("بيروت"), tokenizer).translate(NEWS))
    failed = [t for t in translations if Flag.FAILED in t.flags]
    assert [(t.source, t.text, t.score, t.error) for t in failed] == [(NEWS[0], "", None, "refused بيروت")]
    assert all(t.text and t.error is None for t in translations[1:])


def test_half_a_surrogate_pair_fails_alone(translator: Translator) -> None:
    broken, whole = translator.translate(["نعم\ud800", NEWS[0]])
    assert broken.flags == {Flag.FAILED}
    assert broken.error == "not a Unicode text: surrogates not allowed at character 3"
    assert whole.text != ""
    assert whole.error is None


def test_defect_of_an_engine_reaches_the_caller(tokenizer: Tokenizer) -> None:
    class Defective(EchoEngine):
        def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        list(over(Defective(), tokenizer).translate(NEWS))


def test_long_line_is_split_and_nothing_of_it_lost(tokenizer: Tokenizer) -> None:
    words = [f"كلمة{number}،" if number % 10 == 9 else f"كلمة{number}" for number in range(10_000)]
    engine = EchoEngine()
    (translation,) = over(engine, tokenizer).translate([" ".join(words)])
    sources = [source for batch in engine.batches for source in batch.sources]
    assert max(map(len, sources)) <= 201
    digits = [character for character in translation.text if character.isdecimal()]
    assert "".join(digits) == "".join(map(str, range(10_000)))
    assert Flag.TRUNCATED not in translation.flags


def test_cut_drafts_are_told_and_bounded(tokenizer: Tokenizer) -> None:
    engine = EchoEngine(length=5)
    translations = list(over(engine, tokenizer).translate(NEWS))
    assert all(Flag.TRUNCATED in translation.flags for translation in translations)
    for batch in engine.batches:
        longest = max(map(len, batch.sources))
        assert batch.max_length == min(400, 2 * longest + 10)


def test_limit_of_a_draft_does_not_depend_on_the_company(tokenizer: Tokenizer) -> None:
    class Talkative(EchoEngine):
        """Would say thirty words to anything, and ends where it is let."""

        def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
            tokens = tuple(f"▁w{number}" for number in range(30))
            if batch.max_length > 30:
                return [Hypothesis(tokens, -0.5, True) for _ in batch.sources]
            return [Hypothesis(tokens[: batch.max_length], -0.5, False) for _ in batch.sources]

    together = list(over(Talkative(), tokenizer).translate(["نعم", NEWS[3] * 3]))
    alone = [next(over(Talkative(), tokenizer).translate([text])) for text in ("نعم", NEWS[3] * 3)]
    assert together == alone
    assert Flag.TRUNCATED in together[0].flags


def test_drafts_with_arabic_are_flagged(tokenizer: Tokenizer) -> None:
    (translation,) = over(EchoEngine(), tokenizer).translate([NEWS[0]])
    assert Flag.UNTRANSLATED in translation.flags


def test_looping_and_empty_drafts_are_flagged(tokenizer: Tokenizer) -> None:
    class Looping(EchoEngine):
        tokens: tuple[str, ...] = ("▁the",) * 9

        def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
            return [Hypothesis(self.tokens, -0.5, True) for _ in batch.sources]

    class Silent(Looping):
        tokens = ()

    assert next(over(Looping(), tokenizer).translate([NEWS[0]])).flags == {Flag.REPEATED}
    assert next(over(Silent(), tokenizer).translate([NEWS[0]])).flags == {Flag.EMPTY}


def test_equal_sentences_are_decoded_once(tokenizer: Tokenizer) -> None:
    engine = EchoEngine()
    translations = list(over(engine, tokenizer).translate([NEWS[0]] * 10))
    assert len(translations) == 10
    assert sum(len(batch.sources) for batch in engine.batches) == 1


def test_sentences_of_a_text_are_decoded_by_themselves(tokenizer: Tokenizer) -> None:
    text = f"{NEWS[0]} OK. {NEWS[4]}\n{NEWS[5]}"
    split, whole = EchoEngine(), EchoEngine()
    (translation,) = over(split, tokenizer).translate([text])
    assert sum(len(batch.sources) for batch in split.batches) == 3
    assert " OK. " in translation.text
    assert translation.text.count("\n") == 1
    list(
        over(whole, tokenizer, PipelineOptions(retry=False, split_sentences=False)).translate(
            [text.replace("OK. ", "")]
        )
    )
    assert sum(len(batch.sources) for batch in whole.batches) == 1


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\r\n\r\n"])
def test_line_ends_between_sentences_stay(translator: Translator, end: str) -> None:
    (translation,) = translator.translate([f"نعم.{end}وصل الوزير أمس."])
    first, _, second = translation.text.partition(end)
    assert first
    assert second == second.strip() != ""


def test_input_is_read_ahead_by_a_bounded_number(tokenizer: Tokenizer) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield f"كلمة {taken}"

    stream = over(EchoEngine(), tokenizer, PipelineOptions(retry=False, window=64)).translate(endless())
    next(stream)
    assert taken == 16 + 32
    for _ in range(200):
        next(stream)
    assert taken <= 200 + 3 * 64
    stream.close()


def test_window_of_one_answers_before_it_reads_on(tokenizer: Tokenizer) -> None:
    lines = iter(["أول", "ثان"])
    stream = over(EchoEngine(), tokenizer, PipelineOptions(retry=False, window=1)).translate(lines)
    assert next(stream).source == "أول"
    assert next(lines) == "ثان"
    stream.close()


def test_many_empty_lines_are_kept(translator: Translator) -> None:
    assert [t.text for t in translator.translate([""] * 5_000)] == [""] * 5_000


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.text(st.sampled_from("ابد.؟ A1\n«»،٣😀"), max_size=30), max_size=40),
    window=st.integers(1, 9),
)
def test_order_and_number_are_kept_for_any_text(tokenizer: Tokenizer, texts: list[str], window: int) -> None:
    translations = list(
        over(EchoEngine(), tokenizer, PipelineOptions(retry=False, window=window)).translate(texts)
    )
    assert [translation.source for translation in translations] == texts
    for text, translation in zip(texts, translations, strict=True):
        if not count_arabic_letters(text):
            assert translation.text == (text if text.strip() else "")


def test_default_loading_passes_its_self_test() -> None:
    assert load_translator().model.startswith("ar-en@")
