"""Opposites: the reference says one word of a pair such as accept and reject, the article the other.

A mistranslation that turns a statement round often does so with the opposite word and no negation.
Only pairs whose Arabic is hardly ever used in another sense are listed, and a pair is only reported
where neither side has the other word of it too. For review: "not easy" and "difficult" are the same.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from eval.checks.negation import has_denial
from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span

# English stems of two opposites, and below them the Arabic ones, as `matching_key` writes them. In
# Arabic a stem stands behind what is written before words; "=" begins a word that takes no more.
_PAIRS = """
accept approv endors welcom / reject refus rebuff
    قبول وافق موافق =نقبل =سنقبل =يقبل =تقبل =سيقبل رحب / رفض
increas rose rise rising grow grew climb surg / decreas fell fall declin drop shrank shrink plung
    زاد زياد ارتفع ارتفاع يرتفع ازداد تزايد تنامي / انخفض انخفاض ينخفض تراجع هبط هبوط تقلص تناقص
allow permit authoris authoriz / prohibit forbid forbad ban bans banned banning
    سمح يسمح تسمح سماح اجاز / حظر يحظر تحظر منع يمنع تمنع
win wins won victory triumph / lose loses lost defeat
    فاز فوز يفوز انتصر انتصار / خسر خسار يخسر هزيم هزم
succeed success / fail failed failing fails failure
    نجح نجاح ينجح / فشل يفشل اخفق اخفاق
support backed backing / oppos opposition
    دعم يدعم تدعم تاييد ايد يؤيد مساند / عارض يعارض معارض
open opened opens opening reopen / close closed closing closes shut closure
    فتح يفتح افتتح افتتاح / اغلق اغلاق يغلق
begin began begun start / end ended ends finish conclud
    بدا يبدا تبدا بدء بدايه انطلق انطلاق / انتهي ينتهي انتهاء انهاء نهايه اختتم اختتام
import / export
    استورد استيراد وارد واردات / تصدير صادرات يصدر
northern north / southern south
    شمال شمالي / جنوب جنوبي
eastern east / western west
    شرق شرقي / غرب غربي
ally allies friend / enemy enemies foe
    حليف حلفاء صديق اصدقاء / عدو اعداء
confirm affirm / deny denied denies denying denial
    اكد يؤكد تاكيد / نفي ينفي تنفي نفت
attack assault offensive / defend defence defense defensive
    هجوم هجمات هاجم / دفاع دافع يدافع
buy buys bought purchas / sell sells sold sale
    شراء اشتري يشتري / بيع باع يبيع مبيعات
arriv / depart leaving
    وصل وصول يصل / غادر مغادره يغادر رحيل
rich wealth / poor poverty
    غني اغنياء ثري اثرياء / فقر فقير فقراء
strong strength strengthen / weak weaken
    قوي قوه يقوي تقويه تعزيز / ضعف ضعيف اضعاف
arrest detain / releas freed
    اعتقل اعتقال احتجز احتجاز / افرج افراج اطلاق
optimis / pessimis
    تفاؤل متفائل / تشاؤم متشائم
temporary temporarily / permanent
    مؤقت مؤقتا مؤقته / دائم دائما دائمه
majority / minority
    اغلبيه غالبيه / اقليه اقليات
maximum / minimum
    اقصي / ادني
war wars / peace
    حرب حروب / سلام سلم
easy easier easily / difficult
    سهل سهوله اسهل / صعب صعوبه اصعب
tighten / ease eased easing loosen relax
    شدد تشديد / خفف تخفيف
secret secretly / publicly openly
    سري سرا / علني علنا
domestic internal / foreign external abroad
    داخلي / خارجي
legal lawful / illegal unlawful
    قانوني شرعي / =غير
expand expansion widen / reduc shrink narrow cut cuts
    توسيع توسع / تقليص تقليل خفض
encourag / discourag deter
    شجع يشجع تشجيع / ثبط ردع
agree agreed agreement / disagree dispute
    اتفق اتفاق يتفق / اختلف خلاف
positive positively / negative negatively
    ايجابي / سلبي
advance advanc / retreat withdraw withdrew
    تقدم يتقدم / انسحب انسحاب تقهقر
love loved / hate hated hatred
    حب يحب احب / كره يكره كراهيه
lend lent lending / borrow
    اقرض اقراض / اقترض اقتراض
employ hired hiring / dismiss fired sacked
    توظيف وظف / اقاله فصل طرد
"""


@dataclass(frozen=True, slots=True)
class _Opposites:
    """Two words and their opposites, as patterns of whole words."""

    english: tuple[re.Pattern[str], re.Pattern[str]]
    arabic: tuple[re.Pattern[str], re.Pattern[str]]


def _english(stems: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(stems.split())})\w{{0,4}}")


def _arabic(stems: str) -> re.Pattern[str]:
    whole = [stem[1:] for stem in stems.split() if stem.startswith("=")]
    longer = [stem for stem in stems.split() if not stem.startswith("=")]
    forms = [rf"(?:[بلك]?ال|لل|[بلكس])?(?:{'|'.join(longer)})\w{{0,3}}"] if longer else []
    return re.compile(rf"[وف]?(?:{'|'.join([*whole, *forms])})")


def _read(english: str, arabic: str) -> _Opposites:
    (one, other), (arabic_one, arabic_other) = (line.split(" / ") for line in (english, arabic))
    return _Opposites((_english(one), _english(other)), (_arabic(arabic_one), _arabic(arabic_other)))


_LINES = _PAIRS.strip().splitlines()
_OPPOSITES = tuple(_read(*lines) for lines in zip(_LINES[::2], _LINES[1::2], strict=True))
_ANY = tuple(
    re.compile("|".join(pattern.pattern for pattern in patterns))
    for patterns in (
        [pattern for opposites in _OPPOSITES for pattern in opposites.english],
        [pattern for opposites in _OPPOSITES for pattern in opposites.arabic],
    )
)
"""Whether a word is in any pair at all: English, Arabic. Most are not."""
_Said = dict[tuple[int, int], Span]
"""Where a side of a bead says a word: by the number of the pair, and which of its two words."""


def find_opposites(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each word of the reference in whose place the article has its opposite.

    >>> reference = Sentence(0, "We will reject every project")
    >>> pair = CheckedPair(0, (Sentence(0, "سنقبل كل مشروع"),), (reference,))
    >>> [finding.message for finding in find_opposites((pair,))]
    ['The reference says “reject”, the article the opposite (“سنقبل”).']
    """
    known: dict[tuple[bool, str], tuple[tuple[int, int], ...]] = {}
    for pair in pairs:
        if pair.is_null:
            continue
        english = _say(pair.reference, known, arabic=False)
        arabic = _say(pair.article, known, arabic=True) if english else {}
        turned = [
            (says, arabic[number, 1 - which])
            for (number, which), says in english.items()
            if (number, 1 - which) in arabic
            and (number, which) not in arabic
            and (number, 1 - which) not in english
        ]
        if not turned or has_denial(pair):
            continue
        for says, against in turned:
            yield Finding(
                "opposite",
                Severity.WARNING,
                False,
                pair.bead,
                f"The reference says “{says.text}”, the article the opposite (“{against.text}”).",
                article=(against,),
                reference=(says,),
            )


def _say(
    sentences: tuple[Sentence, ...],
    known: dict[tuple[bool, str], tuple[tuple[int, int], ...]],
    *,
    arabic: bool,
) -> _Said:
    """Collect the words of pairs that a side says; `known` holds what words were looked up."""
    said: _Said = {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.kind != "word":
                continue
            key = (arabic, token.key)
            if key not in known:
                known[key] = _look_up(token.key, arabic=arabic)
            for place in known[key]:
                said.setdefault(place, sentence.span(token.start, token.end))
    return said


def _look_up(key: str, *, arabic: bool) -> tuple[tuple[int, int], ...]:
    if not _ANY[arabic].fullmatch(key):
        return ()
    return tuple(
        (number, which)
        for number, opposites in enumerate(_OPPOSITES)
        for which, pattern in enumerate(opposites.arabic if arabic else opposites.english)
        if pattern.fullmatch(key)
    )


CHECK = Check("opposite", "a word in whose place the other side has its opposite", find_opposites)
