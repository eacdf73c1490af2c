"""Adapt a grafted encoder to the one it was cut from.

The student is a Marian encoder (`mt.training.graft`), the teacher the packaged E5 up to the same
layer. Both read the same pieces; the student learns to give the teacher's token states, which
undoes what folding the input normalisation and swapping the position encoding cost.
"""

import math
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mt.training.batches import pad, plan_batches
from mt.training.e5 import E5Model

if TYPE_CHECKING:
    import torch
    from transformers import MarianMTModel

_E5_BOS, _E5_PAD, _E5_EOS = 0, 1, 2
_LAYER_NORM_EPS = 1e-12


class Teacher:
    """The lower layers of the packaged encoder, in bfloat16 on the CPU."""

    def __init__(self, e5: E5Model, *, layers: int) -> None:
        """Take the tensors over.

        Args:
            e5: the packaged encoder.
            layers: how many layers to run.
        """
        import torch

        self._heads, self._layers = e5.heads, layers
        self._tensors = {name: torch.from_numpy(value) for name, value in e5.tensors.items()}
        self._positions = self._tensors["emb.pos"].view(-1, e5.width)
        self._half = {
            name: value.to(torch.bfloat16)
            for name, value in self._tensors.items()
            if name[0] == "l" and "ln" not in name
        }

    def _linear(self, value: "torch.Tensor", name: str) -> "torch.Tensor":
        import torch

        return torch.nn.functional.linear(
            value.to(torch.bfloat16), self._half[f"{name}.w"], self._half[f"{name}.b"]
        )

    def _normalised(self, value: "torch.Tensor", name: str) -> "torch.Tensor":
        import torch

        weight, bias = self._tensors[f"{name}.w"], self._tensors[f"{name}.b"]
        return torch.nn.functional.layer_norm(value, weight.shape, weight, bias, _LAYER_NORM_EPS)

    def states(self, ids: "torch.Tensor") -> "torch.Tensor":
        """Give the token states.

        Args:
            ids: ``(n, length) int64`` ids of XLM-R, `<s>` first, padded with 1.

        Returns:
            ``(n, length, width) float32``.
        """
        import torch

        rows, length = ids.shape
        mask = (ids == _E5_PAD)[:, None, None, :] * -1e4
        value = self._tensors["emb.word"][ids] + self._positions[:length]
        value = self._normalised(value + self._tensors["emb.type"][: value.shape[-1]], "emb.ln")
        for layer in range(self._layers):
            query, key, content = (
                self._linear(value, f"l{layer}.{part}").view(rows, length, self._heads, -1).transpose(1, 2)
                for part in "qkv"
            )
            scores = (query @ key.transpose(2, 3)).float() / math.sqrt(query.shape[-1]) + mask
            mixed = torch.softmax(scores, -1).to(torch.bfloat16) @ content
            mixed = mixed.transpose(1, 2).reshape(rows, length, -1)
            value = self._normalised(value + self._linear(mixed, f"l{layer}.ao").float(), f"l{layer}.aln")
            inner = torch.nn.functional.gelu(self._linear(value, f"l{layer}.fi"))
            value = self._normalised(value + self._linear(inner, f"l{layer}.fo").float(), f"l{layer}.oln")
        return value


def adapt_encoder(
    model: "MarianMTModel",
    teacher: Teacher,
    *,
    student_ids: Sequence[Sequence[int]],
    teacher_ids: Sequence[Sequence[int]],
    minutes: float,
    steps: int = 0,
    peak_rate: float = 3e-4,
    max_tokens: int = 4096,
    report: Callable[[int, float, float], None] = lambda step, loss, cosine: None,
) -> float:
    """Train the model's encoder to give the teacher's states.

    Args:
        model: a grafted model; its encoder is changed in place.
        teacher: the packaged encoder up to the same layer.
        student_ids: sentences in the model's source ids, `</s>` last.
        teacher_ids: the same sentences in XLM-R's ids without `<s>`, `</s>` last, of equal lengths.
        minutes: how long to train.
        steps: number of steps after which training ends all the same; 0 leaves it to the time.
        peak_rate: highest learning rate.
        max_tokens: size of a batch, in padded tokens.
        report: called each hundred steps with the step, the loss and the mean cosine.

    Returns:
        The mean cosine to the teacher over the last fifty steps.
    """
    import torch

    encoder, padding = model.model.encoder, int(model.config.pad_token_id or 0)
    encoder.train()
    optimiser = torch.optim.AdamW(encoder.parameters(), lr=peak_rate, betas=(0.9, 0.98), weight_decay=0.0)
    cosines: list[float] = []
    began, step, epoch = time.monotonic(), 0, 0
    while True:
        lengths = [(len(ids) + 1,) for ids in student_ids]
        for batch in plan_batches(lengths, max_tokens=max_tokens, seed=epoch):
            done = max((time.monotonic() - began) / (60 * minutes), step / steps if steps else 0.0)
            if done >= 1:
                return float(np.mean(cosines[-50:]))
            rate = peak_rate * min(1.0, (step + 1) / 50) * (0.02 + 0.98 * (1 + math.cos(math.pi * done)) / 2)
            for group in optimiser.param_groups:
                group["lr"] = rate
            theirs = torch.from_numpy(pad([[_E5_BOS, *teacher_ids[i]] for i in batch], value=_E5_PAD))
            ours = torch.full_like(theirs, padding)[:, 1:]
            for row, index in enumerate(batch):
                ours[row, : len(student_ids[index])] = torch.tensor(student_ids[index])
            mask = ours.ne(padding)
            with torch.no_grad():
                wanted = teacher.states(theirs)[:, 1:][mask]
            with torch.autocast("cpu", torch.bfloat16):
                given = encoder(input_ids=ours, attention_mask=mask.long())[0][mask].float()
            cosine = torch.nn.functional.cosine_similarity(given, wanted, dim=-1).mean()
            loss = 1 - cosine + torch.nn.functional.mse_loss(given, wanted) / wanted.var()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimiser.step()
            optimiser.zero_grad()
            cosines.append(cosine.item())
            step += 1
            if step % 100 == 0:
                report(step, loss.item(), float(np.mean(cosines[-100:])))
        epoch += 1
