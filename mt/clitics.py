"""Arabic letters that are written onto words, and the English of short words between kept spans.

A word of the glossary stands in a text with what is written onto it: «وبالتحالف» is "and", "in",
"the" and the word. Before a kept span such letters stand alone, where a model makes things up.
"""

PROCLITICS = {"و": "and", "ف": "so", "ب": "in", "ل": "to", "ك": "as", "س": "will"}
PRONOUNS = {
    "ه": "his",
    "ها": "her",
    "هم": "their",
    "هن": "their",
    "هما": "their",
    "ك": "your",
    "كم": "your",
    "كما": "your",
    "نا": "our",
    "ي": "my",
}
SHORT_WORDS = {
    **PROCLITICS,
    "أو": "or",
    "ثم": "then",
    "أم": "or",
    "في": "in",
    "من": "from",
    "إلى": "to",
    "الى": "to",
    "على": "on",
    "عن": "about",
    "مع": "with",
    "هو": "is",
    "هي": "is",
    "لا": "not",
}


def english_of_short_words(text: str) -> str | None:
    """Give the English of words that are all short ones; None where one is not.

    >>> english_of_short_words("و في"), english_of_short_words("قال")
    ('and in', None)
    """
    words = [SHORT_WORDS.get(word) for word in text.split()]
    return " ".join(word for word in words if word) if words and all(words) else None


def english_of_prefix(prefix: str) -> str:
    """Give the English of the letters written before a word, the article included.

    >>> english_of_prefix("وبال"), english_of_prefix("لل"), english_of_prefix("")
    ('and in the', 'to the', '')
    """
    words = []
    rest = prefix
    while rest:
        if rest == "ال":
            words.append("the")
            break
        if rest == "لل":
            words += ["to", "the"]
            break
        words.append(PROCLITICS[rest[0]])
        rest = rest[1:]
    return " ".join(words)
