"""Negation: a sentence that denies on one side and affirms on the other.

Both languages negate with particles (not, never, no; لا, لم, لن, ليس) and with words that mean a
denial without being one (refuse, lack, unable; رفض, عدم, غير, دون). Translators turn one into the
other all the time, so that a particle is answered by any word of either kind; what has more
particles than the other side has words of both kinds is flagged. For review only.
"""

import re
from collections.abc import Iterator
from enum import IntEnum

from eval.checks.pair import Check, CheckedPair, Sentence
from eval.finding import Finding, Severity, Span
from eval.phrases import CONJUNCTIONS, Lexicon, find_phrases, lexicon


class Denial(IntEnum):
    """How a word denies."""

    NONE = 0
    """It looks like a negation and is none: "not only", "لا يزال"."""
    WEAK = 1
    """It may answer to a negation: "refuse", "غير"."""
    STRONG = 2
    """It has to be answered: "not", "لم"."""


def _table(strong: str, weak: str, none: str) -> Lexicon[Denial]:
    groups = {Denial.STRONG: strong, Denial.WEAK: weak, Denial.NONE: none}
    return lexicon({form: denial for denial, forms in groups.items() for form in forms.split("|")})


_ENGLISH = _table(
    "not|never|cannot|no|nobody|nothing|none|nor|neither|nowhere|no one|isn't|aren't|wasn't|weren't"
    "|don't|doesn't|didn't|won't|wouldn't|can't|couldn't|shouldn't|hasn't|haven't|hadn't|mustn't"
    "|needn't|ain't",
    "without|unable|fail|fails|failed|failing|failure|lack|lacks|lacked|lacking|refuse|refuses|refused"
    "|refusing|refusal|deny|denies|denied|denying|denial|reject|rejects|rejected|rejecting|rejection"
    "|avoid|avoids|avoided|avoiding|prevent|prevents|prevented|preventing|hardly|barely|scarcely|rarely"
    "|seldom|impossible|unless|except|absent|absence|free of|free from|ban|banning|prohibit|prohibits"
    "|prohibited|instead of|rather than|other than|refrain|refrained|inability|forbidden|forbid|forbids"
    "|declined|declines|non|far from|until|incapable|inadequate|insufficient|invisible|incomplete"
    "|invalid|irregular|irreversible|inseparable|indispensable|poorly|ignorant|agnostic|sans|ineligible"
    "|denounced|disagree|dislike|ignore|ignores|ignored|ignoring|anonymous|neutral|exempt|exempted"
    "|waive|stateless|stop short|disapprove|overlook|overlooked|neglect|neglected",
    "not only|not merely|not least|no longer than|whether or not|or not|no matter|not just|no doubt"
    "|not to mention|no later than|no more than|no less than|no fewer than|not more than|not less than"
    "|nothing but|none other than|if not|nonetheless|not long after|not simply|not solely|why not"
    "|nothing less than|no wonder|never mind|not until|no sooner",
)
_ARABIC = _table(
    "لا|لم|لن|ليس|ليست|ليسوا|لست|لسنا|ليسا|ليستا|لسن|ألا|أليس|ألم|وإلا",
    "وما|فما|ما كان|ما كانت|ما من|ما عاد|ما عادت|ما لم|غير|رفض|رفضت|يرفض|ترفض|رفضوا|رفضه|رفضها|رافضا"
    "|نفى|نفت|ينفي|تنفي|نفي|منع|منعت|يمنع|تمنع|فشل|فشلت|يفشل|تفشل|يفتقر|تفتقر|افتقار|خال|خالية|خالي"
    "|تجنب|يتجنب|تتجنب|امتنع|امتنعت|يمتنع|تمتنع|امتناع|مستحيل|مستحيلا|يستحيل|تستحيل|نادرا|قلما|قليل"
    "|قليلة|باستثناء|عجز|عجزت|يعجز|عاجز|عاجزة|عاجزين|انعدام|غياب|حظر|يحظر|تحظر|محظور|ممنوع|دون|بدون|بلا"
    "|عدم|أبدا|قط|تعذر|يتعذر|لولا|خلو|يخلو|تخلو|بدلا|كلا|معدوم|أبى|أبت|يأبى|نهى|مستبعد|استبعد|استبعدت"
    "|فقدان|انتفى|هيهات|إياك|عديم|عديمة|بعيدا عن|مناهض|حاشا|ينكر|أنكر|أنكرت|إنكار|معارض|يعارض|عارض"
    "|تجاهل|يتجاهل|تجاهلت|أهمل|إهمال|أحجم|أحجمت|إحجام|عزف|عزوف|ينقص|تنقص|ينقصه|ينقصها|يعوزه|عبثا|حرمان"
    "|بمنأى|تفادي|تفادى|يتفادى|لتفادي|مفقود",
    "لا يزال|لا تزال|لا يزالون|لا زال|لا زالت|فلا زالوا|لا زالوا|ما زال|ما زالت|ما زالوا|لا سيما|لا بد"
    "|لا شك|بلا شك|لا محالة|ليس فقط|ليس فحسب|لا فقط|ما لا يقل|لا يقل|لا تقل|لا يتجاوز|لا تتجاوز|لا يزيد"
    "|لا تزيد|لم يزل|لم تزل|ليس إلا|دون شك|بدون شك|لا بأس|أم لا|أو لا|لا غنى|ما إذا|ما بين|ما بعد"
    "|ما قبل|ما وراء|ما يقارب|لا يقتصر|لا تقتصر|لم يقتصر|لم تقتصر|دون سن|ما دون|ما يقرب|ما لبث|لم يلبث"
    "|لم تلبث|ما يزيد|لا يلبث|ما انفك|لا يفتأ|ما فتئ|لا ينفك|لا يعدو|ليس آخرا|مجرد أن|بمجرد|غير أن"
    "|غير أنه|غير أنها|إلا أن|إلا أنه|إلا أنها|ولا غرو|لا غرو|لا ريب|لا جرم|لا تتردد|لا تترددوا"
    "|ناهيك عن|ألا وهو|ألا وهي|لا إراديا",
)
# "Unknown", "endless", "non-oil", "independently": words that carry their negation inside.
_NEGATED_WORD = re.compile(
    r"(?:un(?!i|der|til|less|ite|cle)|non|dis(?=agree|like|approv|satisf|contin|loc)|in(?=(?:ability|accura|appropriat|effect|secur|stab|experien))"
    r"|im(?=(?:possib|mobil|partial|perfect))|ir(?=(?:regular|relev|respons|revers)))\w{4,}|\w{3,}less(?:ly|ness)?"
)
# "بعدم", "لعدم": nouns have prefixes that particles do not.
_NEGATED_ARABIC = re.compile(
    "(?:[وف]?[بلك](?:ال)?)(?:عدم|دون|غير|رفض|منع|غياب|انعدام|نفي|حظر|لا|الا|تجنب|تفادي)"
)


def find_negations(pairs: tuple[CheckedPair, ...]) -> Iterator[Finding]:
    """Give a finding for each bead in which one side denies more often than the other can answer.

    >>> reference = Sentence(0, "He said it is not over.")
    >>> pair = CheckedPair(0, (Sentence(0, "وقال إن الحرب انتهت."),), (reference,))
    >>> [finding.message for finding in find_negations((pair,))]
    ['The reference denies (“not”), the article does not.']
    """
    for pair in pairs:
        if pair.is_null:
            continue
        article = [item for sentence in pair.article for item in _denials(sentence, arabic=True)]
        reference = [item for sentence in pair.reference for item in _denials(sentence, arabic=False)]
        yield from _compare(pair.bead, article, reference)


def has_denial(pair: CheckedPair) -> bool:
    """Say whether a particle denies on either side, so that opposites may mean the same.

    >>> has_denial(CheckedPair(0, (Sentence(0, "لم يقبل"),), (Sentence(0, "He refused"),)))
    True
    """
    sides = ((pair.article, True), (pair.reference, False))
    return any(
        denial is Denial.STRONG
        for sentences, arabic in sides
        for sentence in sentences
        for _, denial in _denials(sentence, arabic=arabic)
    )


def _compare(
    bead: int, article: list[tuple[Span, Denial]], reference: list[tuple[Span, Denial]]
) -> Iterator[Finding]:
    sides = (("article", "reference", article, reference), ("reference", "article", reference, article))
    for here, there, own, others in sides:
        strong = [span for span, denial in own if denial is Denial.STRONG]
        if len(strong) <= len(others):
            continue
        words = ", ".join(f"“{span.text}”" for span in strong)
        claim = f"the {there} does not" if not others else f"the {there} less often"
        spans = tuple(strong), tuple(span for span, _ in others)
        yield Finding(
            "negation",
            Severity.WARNING,
            False,
            bead,
            f"The {here} denies ({words}), {claim}.",
            article=spans[0] if here == "article" else spans[1],
            reference=spans[1] if here == "article" else spans[0],
        )


def _denials(sentence: Sentence, *, arabic: bool) -> list[tuple[Span, Denial]]:
    tokens = sentence.tokens
    table = _ARABIC if arabic else _ENGLISH
    phrases = find_phrases(tokens, table, prefixes=CONJUNCTIONS if arabic else ("",))
    keys = [token.key for token in tokens]
    denials: list[tuple[int, int, Denial]] = []
    for phrase in phrases:
        denial = phrase.meaning
        if arabic and "إ" in tokens[phrase.first].text:
            continue  # "إلا" (except) and names: only without hamza are they spelt like "ألا"
        if denial is Denial.STRONG:
            earlier = any(other is Denial.STRONG for _, _, other in denials)
            denial = _weigh(keys, phrase.first, phrase.end, earlier=earlier)
        if denial is not Denial.NONE:
            denials.append((phrase.first, phrase.end, denial))
    taken = {index for first, end, _ in denials for index in range(first, end)}
    for index, key in enumerate(keys):
        if index not in taken and (_NEGATED_ARABIC if arabic else _NEGATED_WORD).fullmatch(key):
            denials.append((index, index + 1, Denial.WEAK))
    return [
        (sentence.span(tokens[first].start, tokens[end - 1].end), denial) for first, end, denial in denials
    ]


def _weigh(keys: list[str], first: int, end: int, *, earlier: bool) -> Denial:
    """Say how strongly a particle denies where it stands."""
    if keys[first] in _CONTINUING and earlier:
        return Denial.WEAK  # "neither … nor", "لا … ولا": one denial
    if _ONLY & set(keys[end : end + 2]) or _ONLY_ARABIC & set(keys[end : end + _REACH_OF_ONLY]):
        return Denial.NONE
    if end < len(keys) and keys[first] == "not" and _NEGATED_WORD.fullmatch(keys[end]):
        return Denial.NONE  # "not uncommon"
    # "لم يجد سوى" finds something: the exception takes the denial back.
    return Denial.WEAK if _EXCEPTIONS & set(keys[end:]) else Denial.STRONG


_CONTINUING = frozenset({"nor", "neither", "ولا", "ولم", "ولن", "وليس"})
_ONLY = frozenset({"only", "just", "merely", "simply", "solely"})
_ONLY_ARABIC = frozenset({"فحسب", "فقط", "وحسب", "مجرد"})
_REACH_OF_ONLY = 12
_EXCEPTIONS = frozenset({"الا", "سوي", "except", "until", "unless", "but"})


CHECK = Check("negation", "sentences that deny on one side only", find_negations)
