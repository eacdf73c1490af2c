"""Arabic text as the model and the matchers see it.

Nothing here changes what a user gets back: the original is kept beside every normalised form
(`mt.segment.Segment` holds offsets into it). Two forms exist, and each says what it is for:

* `normalise` — what the model reads: compatibility forms folded, marks that carry no letters
  dropped, digits in ASCII. Spelling stays as the writer had it.
* `matching_key` — what the glossary, the memory and the checks compare: spelling variants that
  newspapers do not keep apart are equal.
"""

import re
import unicodedata

_TATWEEL = "\N{ARABIC TATWEEL}"
# Harakat, tanween, shadda, sukun, dagger alif, Quranic signs: written above or below letters.
_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08d3-\u08ff"
_MARKS_AND_TATWEEL = re.compile(f"[{_MARKS}{_TATWEEL}]")
# Soft hyphen, zero-width characters, directional marks, embeddings, isolates, byte order mark,
# annotation anchors: invisible in the original, and noise to a model.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]"
)
_CONTROL = re.compile("[\u0000-\u0008\u000e-\u001f\u007f-\u009f]")
_SPACE = re.compile(r"\s+")
# The last two ranges are presentation forms, as old PDFs give them.
_ARABIC_LETTER = re.compile(
    "[\u0621-\u063a\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08c7"
    "\ufb50-\ufdfb\ufe80-\ufefc]"
)
_LATIN_LETTER = re.compile("[A-Za-z\u00c0-\u024f]")

_TO_MODEL = str.maketrans(
    {
        **{chr(0x0660 + d): str(d) for d in range(10)},
        **{chr(0x06F0 + d): str(d) for d in range(10)},
        "٫": ".",
        "٬": ",",
        "٪": "%",
        "٭": "*",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "‹": "'",
        "›": "'",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "ی": "ي",  # Farsi yeh, as Persian keyboards and some PDFs give it
        "ک": "ك",
        "ہ": "ه",
        "ھ": "ه",
        "ۀ": "ه",
    }
)
_TO_KEY = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي"})


def normalise(text: str) -> str:
    """Give the form of a text that the model reads.

    NFKC; diacritics, tatweel and invisible controls dropped; Arabic-Indic and Persian digits in
    ASCII; typographic quotation marks straight; white space single. Hamza and final ya stay.

    >>> normalise("بَلَغَت ٣٫٥٪")
    'بلغت 3.5%'
    >>> normalise("قال\N{RIGHT-TO-LEFT MARK}: «نعـــم»")
    'قال: "نعم"'
    >>> normalise("   ")
    ''
    """
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _MARKS_AND_TATWEEL.sub("", text).translate(_TO_MODEL)
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def matching_key(text: str) -> str:
    """Give the form in which two spellings of a word are equal.

    `normalise`, then one letter each for the variants of alef, of ya and of ha, and lower case
    for Latin letters.

    >>> matching_key("الإئتلاف") == matching_key("الائتلاف")
    True
    >>> matching_key("مدرسة") == matching_key("مدرسه")
    True
    """
    return normalise(text).translate(_TO_KEY).replace("ء", "").casefold()


def count_arabic_letters(text: str) -> int:
    """Count the Arabic letters of a text.

    >>> count_arabic_letters("شركة IBM")
    4
    >>> count_arabic_letters("\N{ARABIC LETTER MEEM INITIAL FORM}\N{ARABIC LETTER NOON FINAL FORM}")
    2
    """
    return len(_ARABIC_LETTER.findall(text))


def count_latin_letters(text: str) -> int:
    """Count the Latin letters of a text.

    >>> count_latin_letters("شركة IBM")
    3
    """
    return len(_LATIN_LETTER.findall(text))


def arabic_share(text: str) -> float:
    """Give the share of Arabic among the Arabic and Latin letters, in [0, 1]; 0.0 without letters.

    >>> arabic_share("شركة IBM")
    0.5714285714285714
    >>> arabic_share("2254")
    0.0
    """
    arabic = count_arabic_letters(text)
    letters = arabic + count_latin_letters(text)
    return arabic / letters if letters else 0.0
