"""Text to the tokens of a MarianMT model and back.

`vocab.json` is the id space and the SentencePiece models only know how to cut: a piece that is not
in the vocabulary is ``<unk>``. transformers' own tokenizer keeps state between calls and so cannot
be shared by threads; this one can.
"""

from collections.abc import Iterable

from mt.checkpoint import SOURCE_SPM, TARGET_SPM, VOCABULARY, Checkpoint, read_vocabulary
from mt.errors import InvalidModelError

END = "</s>"
UNKNOWN = "<unk>"


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

    def decode(self, tokens: Iterable[str]) -> str:
        """Give the text of target tokens; special tokens have none."""
        pieces = [token for token in tokens if token not in (END, UNKNOWN)]
        text: str = self._target.decode_pieces(pieces)
        return text.replace("\N{LOWER ONE EIGHTH BLOCK}", " ").strip()
