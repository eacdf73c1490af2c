"""The sixteen languages: their names, their scripts, and where their sentences end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mt.errors import InputError
from mt.languages import LANGUAGES, Language, language_named, script_share
from mt.segmentation import segment

# One text in each language that is not covered by tests/test_mt_segmentation.py, "|" where a sentence ends.
SPLIT: list[tuple[Language, str]] = [
    ("de", "Er traf z. B. Dr. Müller am 3. Oktober.|Danach ging er usw.|Das war 1999.|Es regnete."),
    ("de", "Siehe Art. 5 Abs. 2 des Gesetzes.|Er kam.| Von dieser Art.|Das reicht."),
    ("fr", "M. Dupont et Mme. Durand sont à l'est.|Il pleut.|« Oui ! » dit-elle.|C. Martin part."),
    ("es", "El Sr. Pérez fue al mar.|¿Vino la Dra. Gil?|Sí, vive en EE.UU. desde 1999.|Adiós."),
    ("it", "Il dott. Rossi vide il mare.|Non so cos'è.|Ciao!"),
    ("pt", "O Sr. Silva foi para o mar.|Chegou às 9.|Fim."),
    ("nl", "Mevr. de Vries en dhr. Bos kwamen.|Het regende."),
    ("pl", "Prof. Nowak urodził się w 1950 r.|Potem wyjechał.|Mieszka przy ul. Długiej."),
    ("ru", "А. С. Пушкин жил в г. Москве.|Он умер в 1837 г.|Это т. е. давно.|Да!"),
    ("tr", "Prof. Yılmaz 3. Ordu'yu gördü.|Dr. Kaya geldi.|Bitti."),
    ("ko", "그는 2019. 3. 5. 왔다.|비가 왔다.|정말?|네."),
    ("ja", "雨です。|「行きます。」と言った。|「帰る！」|本当？|はい。"),
    ("zh", "他来了。|她说：“好！”|然后走了，真的吗？！|是的……对。|价格是3.5元!|好"),
    ("zh", '他说："好。"|他走了。|"是"，她说。'),
    ("zh-Hant", "他來了。|「真的嗎？」|她說。"),
    ("th", "เขามาแล้ว แล้วก็ไป"),
]


@pytest.mark.parametrize(("language", "marked"), SPLIT)
def test_sentences_end_where_they_end_in_each_language(language: Language, marked: str) -> None:
    wanted = [part.strip() for part in marked.split("|")]
    joint = "" if language in {"ja", "zh", "zh-Hant"} else " "
    assert [s.text for s in segment(joint.join(wanted), language=language)] == wanted


def test_what_is_arabic_stays_out_of_other_languages() -> None:
    # «م.» is an abbreviation in Arabic, where it stands for "engineer"; in German text it is a letter.
    text = "Der Buchstabe م. Er ist arabisch."
    assert len(segment("كتب م. سامر.", language="ar")) == 1
    assert len(segment(text, language="de")) == 2


@given(
    text=st.text(alphabet='aBé。！？「」”". ؟!\n3z中はو', max_size=40), language=st.sampled_from(LANGUAGES)
)
def test_nothing_of_a_text_is_lost(text: str, language: Language) -> None:
    segments = segment(text, language=language)
    assert [text[s.start : s.end] for s in segments] == [s.text for s in segments]
    assert "".join("".join(s.text.split()) for s in segments) == "".join(text.split())


@pytest.mark.parametrize(
    ("tag", "language"), [("ar", "ar"), ("EN_us", "en"), ("zh-Hans", "zh"), ("zh-hant-HK", "zh-Hant")]
)
def test_a_tag_names_its_language(tag: str, language: Language) -> None:
    assert language_named(tag) == language


@pytest.mark.parametrize("tag", ["xx", "", "arabic", "sv"])
def test_other_languages_are_refused_with_a_list(tag: str) -> None:
    with pytest.raises(InputError, match=r"use one of ar, de, en, .*, zh, zh-Hant$"):
        language_named(tag)


def test_there_are_sixteen() -> None:
    assert len(LANGUAGES) == 16


@pytest.mark.parametrize(
    ("language", "text"), [(language, marked) for language, marked in SPLIT] + [("ar", "نعم"), ("en", "Yes")]
)
def test_a_text_is_in_the_script_of_its_language(language: Language, text: str) -> None:
    assert script_share(text, language) > 0.9
    assert script_share(text, "en" if language in {"ar", "ru", "th"} else "ar") == 0.0
