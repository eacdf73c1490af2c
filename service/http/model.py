"""The model of the server, loaded once: one engine and one tokenizer, a translator for each way to decode."""

from collections.abc import Sequence
from dataclasses import dataclass

from mt.arabic import normalise
from mt.checkpoint import Checkpoint
from mt.confidence import Calibration, read_calibration
from mt.conversion import convert, default_cache_dir
from mt.engines.ctranslate2 import CTranslate2Engine
from mt.engines.engine import Batch, Engine, Hypothesis
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions, Translator
from mt.selftest import Golden, check_goldens, read_goldens
from mt.tokenizer import Tokenizer


@dataclass(frozen=True, slots=True)
class OneLane:
    """An engine that decodes one batch at a time for each thread that calls it.

    The scheduler decides how many threads do; a translator over this does not split its batches further.
    """

    engine: Engine

    @property
    def workers(self) -> int:
        """One."""
        return 1

    def decode(self, batch: Batch, *, beam_size: int) -> Sequence[Hypothesis]:
        """Decode a batch, as `Engine.decode` says."""
        return self.engine.decode(batch, beam_size=beam_size)

    def score(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[float]:
        """Score given targets, as `Engine.score` says."""
        return self.engine.score(sources, targets)

    def token_scores(
        self, sources: Sequence[tuple[str, ...]], targets: Sequence[tuple[str, ...]]
    ) -> Sequence[tuple[float, ...]]:
        """Score the tokens of given targets, as `Engine.token_scores` says."""
        return self.engine.token_scores(sources, targets)


@dataclass(frozen=True, slots=True)
class Model:
    """A model in memory. Threads can share it.

    Attributes:
        checkpoint: where it comes from.
        engine: decodes.
        tokenizer: of the same model.
        calibration: what gives its drafts a confidence; None if it was not calibrated.
        goldens: drafts that it has to find as likely as it always did; None if nobody wrote them down.
    """

    checkpoint: Checkpoint
    engine: OneLane
    tokenizer: Tokenizer
    calibration: Calibration | None
    goldens: tuple[Golden, ...] | None

    @property
    def identity(self) -> str:
        """Name and the start of the content hash."""
        return self.checkpoint.identity

    def translator(self, options: PipelineOptions) -> Translator:
        """Make a translator; that costs nothing.

        Raises:
            InputError: more alternatives are wanted than there can be.
            ModelError: a least confidence is wanted of a model without calibration.
        """
        return Translator(
            self.engine,
            self.tokenizer,
            model=self.checkpoint.identity,
            max_positions=self.checkpoint.config.max_positions,
            options=options,
            calibration=self.calibration,
        )

    def count_tokens(self, text: str) -> int:
        """Give what a text costs, in source tokens, at least 1."""
        try:
            return self.tokenizer.count(normalise(text)) + 1
        except UnicodeEncodeError:  # half a surrogate pair: the pipeline will say so
            return 1

    def check(self) -> None:
        """Run a forward pass and compare it with the golden drafts.

        Raises:
            SelfTestError: the model does not translate as it should.
        """
        check_goldens(self.engine, self.tokenizer, goldens=self.goldens, model=self.identity)


def load_model(name: str, *, lanes: int) -> Model:
    """Load a model that is on this machine, and run its self-test.

    Args:
        name: bundled name, path of a checkpoint directory, or hub name of a model that was fetched.
        lanes: batches decoded at once.

    Raises:
        ModelError: there is no such model, it is damaged, or it does not translate as it should.
        OutputError: the conversion cannot be written.
    """
    checkpoint = find_checkpoint(name)
    path = convert(checkpoint, quantisation="int8", cache_dir=default_cache_dir())
    engine = OneLane(CTranslate2Engine(path, compute_type="int8", workers=lanes))
    calibration, goldens = read_calibration(checkpoint), read_goldens(checkpoint.path)
    model = Model(checkpoint, engine, Tokenizer(checkpoint), calibration, goldens)
    model.check()
    return model
