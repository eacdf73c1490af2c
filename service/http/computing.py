"""What a lane does with a batch."""

from mt.pipeline import Translator
from mt.translation import Translation

Outcome = list[Translation] | Exception
"""The translations of the texts of an entry, or why there are none."""


def compute(translator: Translator, asked: list[tuple[str, ...]]) -> list[Outcome]:
    """Translate the texts of a batch; where that fails, each entry by itself, so that one spoils no other."""
    try:
        found = iter(list(translator.translate(text for texts in asked for text in texts)))
        return [[next(found) for _ in texts] for texts in asked]
    except Exception as error:  # whatever it is, it goes to those who wait
        if len(asked) == 1:
            return [error]
        return [compute(translator, [texts])[0] for texts in asked]
