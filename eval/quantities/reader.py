"""Read the numbers of a sentence from left to right: what both languages do alike."""

from collections.abc import Callable, Mapping, Sequence

from eval.quantities.found import Found
from eval.quantities.quantity import Quantity
from eval.quantities.tokens import Token, tokenise
from eval.quantities.weigh import finish

NumberAt = Callable[[Sequence[Token], int], Found | None]
"""What reads the number that begins at a token of a sentence, if one does."""


def read_numbers(
    text: str,
    tokens: Sequence[Token] | None,
    *,
    number_at: NumberAt,
    table: Mapping[tuple[str, ...], str],
) -> list[Quantity]:
    """Give the quantities of a sentence in the order of the text.

    Args:
        text: the sentence as it stands.
        tokens: its tokens, where they are known already.
        number_at: the grammar of the language.
        table: its units.
    """
    tokens = tokenise(text) if tokens is None else tokens
    found: list[Found] = []
    index = 0
    while index < len(tokens):
        number = number_at(tokens, index)
        if number is None:
            index += 1
        else:
            found.append(number)
            index = number.end
    return finish(text, tokens, found, table=table)
