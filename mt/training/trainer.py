"""Train a MarianMT model: the loop, its rate, its averaged weights and its checkpoints.

Everything random is drawn from the step's number, and the state on disk holds the position in the
data, so a run that was killed goes on exactly as it would have gone on. AdamW (Loshchilov and
Hutter 2019, ICLR) with label smoothing 0.1; the weights that are measured and kept are an
exponential moving average (Polyak averaging as in Vaswani et al.'s checkpoint averages).
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mt.training.checkpoint import Progress, load_state, save_state
from mt.training.examples import Batch, ExampleStream

if TYPE_CHECKING:
    from transformers import MarianMTModel

_AVERAGE_EVERY = 5


@dataclass(frozen=True, slots=True)
class TrainingOptions:
    """How a model is trained.

    Attributes:
        minutes: time to spend, over all sessions of the run.
        steps: number of steps after which training ends all the same; 0 leaves it to the time.
        peak_rate: learning rate of the decoder after the warm-up.
        encoder_rate: rate of the encoder as a share of the decoder's; 0 freezes the encoder.
        warmup_steps: steps over which the rate rises.
        cooldown_share: share of the time, at the end, over which the rate falls to a twentieth.
        label_smoothing: mass that the loss spreads over the vocabulary.
        average_half_life: steps after which a weight counts half in the average.
        clip: largest norm of the gradient.
        measure_every_min: minutes between measurements on the development set and checkpoints.
        patience: measurements without a better score after which training stops; 0 never stops.
        seed: of dropout.
    """

    minutes: float
    steps: int = 0
    peak_rate: float = 1e-3
    encoder_rate: float = 0.25
    warmup_steps: int = 200
    cooldown_share: float = 0.25
    label_smoothing: float = 0.1
    average_half_life: int = 200
    clip: float = 1.0
    measure_every_min: float = 15.0
    patience: int = 0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Report:
    """A line of the run's log.

    Attributes:
        step: optimiser steps done.
        target_tokens: target tokens seen so far.
        trained_s: seconds of training so far.
        loss: mean training loss per token since the last line, with label smoothing.
        tokens_per_s: target tokens a second since the last line.
        rate: learning rate of the decoder.
        score: chrF on the development set where it was measured, else None.
    """

    step: int
    target_tokens: int
    trained_s: float
    loss: float
    tokens_per_s: float
    rate: float
    score: float | None = None


def train(
    model: "MarianMTModel",
    stream: ExampleStream,
    run: Path,
    *,
    options: TrainingOptions,
    measure: "Callable[[MarianMTModel], float]",
    resume: bool = False,
) -> Iterator[Report]:
    """Train until the time is over, or the score stops rising.

    Args:
        model: what to train, in place; it ends with the averaged weights.
        stream: the examples.
        run: directory for the state.
        options: how to train.
        measure: gives the score of a model on the development set; higher is better.
        resume: go on from the state in `run` where there is one.

    Yields:
        A report every 50 steps, and one with a score at each measurement.
    """
    trainer = _Trainer(model, options)
    if resume and (saved := load_state(run)) is not None:
        trainer.restore(*saved)
    yield from trainer.loop(stream, run, measure)


class _Trainer:
    def __init__(self, model: "MarianMTModel", options: TrainingOptions) -> None:
        import torch

        self.model, self.options = model, options
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        torch.nn.Module.to(model, self.device)
        self.frozen = options.encoder_rate == 0
        encoder = list(model.model.encoder.parameters())
        for parameter in encoder:
            parameter.requires_grad_(not self.frozen)
        inside = {id(parameter) for parameter in encoder}
        decoder = [p for p in model.parameters() if id(p) not in inside and p.requires_grad]
        groups: list[dict[str, Any]] = [{"params": decoder, "share": 1.0}]
        if not self.frozen:
            groups.append({"params": [p for p in encoder if p.requires_grad], "share": options.encoder_rate})
        self.trained = [parameter for group in groups for parameter in group["params"]]
        self.optimiser = torch.optim.AdamW(
            groups, lr=options.peak_rate, betas=(0.9, 0.98), eps=1e-9, weight_decay=0.0, fused=True
        )
        self.average = [parameter.detach().clone() for parameter in self.trained]
        self.progress = Progress()

    def restore(self, tensors: dict[str, Any], progress: Progress) -> None:
        import torch

        with torch.no_grad():
            for kept, now in (("weights", self.trained), ("average", self.average)):
                for parameter, saved in zip(now, tensors[kept], strict=True):
                    parameter.copy_(saved)
        self.optimiser.load_state_dict(tensors["optimiser"])
        self.progress = progress

    def save(self, run: Path) -> None:
        tensors = {
            "weights": [parameter.detach() for parameter in self.trained],
            "average": self.average,
            "optimiser": self.optimiser.state_dict(),
        }
        save_state(run, tensors, self.progress)

    def rate(self) -> float:
        progress, options = self.progress, self.options
        rate = options.peak_rate * min(1.0, (progress.step + 1) / options.warmup_steps)
        if progress.cooldown_from is None:
            return rate
        done = (progress.step - progress.cooldown_from) / max(1, progress.cooldown_steps)
        return rate * (1.0 - 0.95 * min(1.0, max(0.0, done)))

    def loop(
        self, stream: ExampleStream, run: Path, measure: "Callable[[MarianMTModel], float]"
    ) -> Iterator[Report]:
        options = self.options
        losses: list[float] = []
        tokens, began = 0, time.monotonic()
        measured_at = self.progress.trained_s
        for passes, used, batch in stream.batches(passes=self.progress.passes, skip=self.progress.used):
            step_began = time.monotonic()
            loss, count = self.step(batch)
            losses.append(loss)
            tokens += count
            self.progress = replace(
                self.progress,
                step=self.progress.step + 1,
                passes=passes,
                used=used,
                target_tokens=self.progress.target_tokens + count,
                trained_s=self.progress.trained_s + time.monotonic() - step_began,
            )
            self._plan_cooldown()
            over = self._is_over()
            due = self.progress.trained_s - measured_at >= 60 * options.measure_every_min
            if over or due or len(losses) == 50:
                score = self._measure(measure) if over or due else None
                elapsed = time.monotonic() - began
                yield Report(
                    self.progress.step,
                    self.progress.target_tokens,
                    self.progress.trained_s,
                    sum(losses) / len(losses),
                    tokens / elapsed,
                    self.rate(),
                    score,
                )
                losses, tokens, began = [], 0, time.monotonic()
                if score is not None:
                    measured_at = self.progress.trained_s
                    self.save(run)
            if over or (options.patience and self.progress.worse >= options.patience):
                break
        self._swap_average()

    def _plan_cooldown(self) -> None:
        """Fix the cooldown in steps once, so that a resumed run has the same rates."""
        progress, share = self.progress, self.options.cooldown_share
        if self.options.steps and progress.cooldown_from is None:
            last = round(self.options.steps * share)
            self.progress = replace(
                progress, cooldown_from=self.options.steps - last, cooldown_steps=max(1, last)
            )
        elif progress.cooldown_from is None and progress.trained_s >= 60 * self.options.minutes * (1 - share):
            steps = round(progress.step * share / (1 - share)) if share < 1 else progress.step
            self.progress = replace(progress, cooldown_from=progress.step, cooldown_steps=max(1, steps))

    def _is_over(self) -> bool:
        progress = self.progress
        return (
            progress.cooldown_from is not None
            and progress.step >= progress.cooldown_from + progress.cooldown_steps
        )

    def step(self, batch: Batch) -> tuple[float, int]:
        """Do one step; give the mean loss of a token and the number of target tokens."""
        import torch

        torch.manual_seed(self.options.seed * 1_000_003 + self.progress.step)
        self.model.train()
        pad = int(self.model.config.pad_token_id or 0)
        source, given, labels = (
            torch.from_numpy(part).to(self.device)
            for part in (batch.source, batch.decoder_input, batch.labels)
        )
        mask = source.ne(pad).long()
        for group in self.optimiser.param_groups:
            group["lr"] = self.rate() * group["share"]
        half = self.device.type == "cuda" or bool(torch.backends.mkldnn.is_available())  # type: ignore[no-untyped-call]
        with torch.autocast(self.device.type, torch.bfloat16, enabled=half):
            with torch.set_grad_enabled(not self.frozen):
                if self.frozen:
                    self.model.model.encoder.eval()
                states = self.model.model.encoder(input_ids=source, attention_mask=mask)[0]
            out = self.model.model.decoder(
                input_ids=given, encoder_hidden_states=states, encoder_attention_mask=mask
            )[0]
            keep = labels.flatten() >= 0
            logits = self.model.lm_head(out.flatten(0, 1)[keep])
        loss = torch.nn.functional.cross_entropy(
            logits.float() + self.model.final_logits_bias[0].clamp(min=-30.0),
            labels.flatten()[keep],
            label_smoothing=self.options.label_smoothing,
        )
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(self.trained, self.options.clip)
        self.optimiser.step()
        self.optimiser.zero_grad()
        if (self.progress.step + 1) % _AVERAGE_EVERY == 0:
            self._update_average()
        return loss.item(), int(keep.sum())

    def _update_average(self) -> None:
        import torch

        # Early averages follow quickly, so that the random start is soon forgotten.
        half_life = min(self.options.average_half_life, 1 + self.progress.step / 4)
        weight = 1.0 - 0.5 ** (_AVERAGE_EVERY / half_life)
        with torch.no_grad():
            torch._foreach_lerp_(self.average, [parameter.detach() for parameter in self.trained], weight)

    def _swap_average(self) -> None:
        import torch

        with torch.no_grad():
            for parameter, average in zip(self.trained, self.average, strict=True):
                held = parameter.detach().clone()
                parameter.copy_(average)
                average.copy_(held)

    def _measure(self, measure: "Callable[[MarianMTModel], float]") -> float:
        import torch

        self._swap_average()
        torch.nn.Module.eval(self.model)
        score = measure(self.model)
        self._swap_average()
        best = self.progress.best_score
        better = best is None or score > best
        self.progress = replace(
            self.progress,
            best_score=score if better else best,
            worse=0 if better else self.progress.worse + 1,
        )
        return score
