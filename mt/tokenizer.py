"""Text to the tokens of a MarianMT model and back.

`vocab.json` is the id space and the SentencePiece models only know how to cut: a piece that is not
in the vocabulary is ``<unk>``. transformers' own tokenizer keeps state between calls and so cannot
be shared by threads; this one can.
"""

import math
from collections.abc import Iterable, Sequence

from mt.checkpoint import SOURCE_SPM, TARGET_SPM, VOCABULARY, Checkpoint, read_vocabulary
from mt.errors import InvalidModelError

END = "</s>"
UNKNOWN = "<unk>"
_SPACE = "\N{LOWER ONE EIGHTH BLOCK}"


class Tokenizer:
    """The two SentencePiece models of a checkpoint and its source vocabulary."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        """Load the models.

        Raises:
            InvalidModelError: a file is damaged.
        """
        from sentencepiece import SentencePieceProcessor

        self._known = frozenset(read_vocabulary(checkpoint.path / VOCABULARY))
        self._source = SentencePieceProcessor()
        self._target = SentencePieceProcessor()
        for processor, name in ((self._source, SOURCE_SPM), (self._target, TARGET_SPM)):
            try:
                processor.Load(str(checkpoint.path / name))
            except (RuntimeError, OSError) as error:
                raise InvalidModelError(
                    f"cannot read {checkpoint.path / name}: {error}; fetch or copy the model again"
                ) from error

    def encode(self, text: str) -> tuple[str, ...]:
        """Give the tokens of a normalised source text, ``</s>`` last."""
        pieces: list[str] = self._source.encode(text, out_type=str)
        return (*(piece if piece in self._known else UNKNOWN for piece in pieces), END)

    def count(self, text: str) -> int:
        """Count the tokens of a normalised source text, ``</s>`` not counted."""
        return len(self._source.encode(text))

    def encode_target(self, text: str) -> tuple[str, ...]:
        """Give the tokens of a target text, without ``</s>``; a word begins with ``▁``."""
        pieces: list[str] = self._target.encode(text, out_type=str)
        return tuple(pieces)

    def target_priors(self, tokens: Iterable[str]) -> tuple[float, ...]:
        """Give the natural log probability of target tokens in running text, whatever stands around them."""
        return tuple(self._target.GetScore(self._target.PieceToId(token)) for token in tokens)

    def decode(self, tokens: Iterable[str]) -> str:
        """Give the text of target tokens; special tokens have none."""
        pieces = [token for token in tokens if token not in (END, UNKNOWN)]
        text: str = self._target.decode_pieces(pieces)
        return text.replace(_SPACE, " ").strip()

    def words(
        self, tokens: Sequence[str], log_probabilities: Sequence[float]
    ) -> tuple[tuple[str, float], ...]:
        """Give the words of target tokens with their probabilities: the products of their tokens'.

        Args:
            tokens: the tokens, without ``</s>``.
            log_probabilities: natural, one for each token at least.
        """
        groups: list[tuple[list[str], float]] = []
        for token, log_probability in zip(tokens, log_probabilities, strict=False):
            if token.startswith(_SPACE) or not groups:
                groups.append(([token], log_probability))
            else:
                parts, total = groups[-1]
                groups[-1] = ([*parts, token], total + log_probability)
        return tuple((self.decode(parts), min(1.0, math.exp(total))) for parts, total in groups)
