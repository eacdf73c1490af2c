from pathlib import Path

import pytest
from tiny_marian import make_checkpoint

from mt.training.fine_tuning import blended


@pytest.mark.parametrize(("share", "expected"), [(0.0, 1.0), (0.25, 2.0), (1.0, 5.0)])
def test_blended_weights_lie_between_and_are_given_back(
    tmp_path: Path, share: float, expected: float
) -> None:
    import torch
    from transformers import MarianMTModel

    model = MarianMTModel.from_pretrained(make_checkpoint(tmp_path))
    with torch.no_grad():
        for parameter in model.parameters():
            parameter.fill_(1.0)
    others = [torch.full_like(parameter, 5.0) for parameter in model.parameters()]
    with blended(model, others, share=share):
        assert {parameter.mean().item() for parameter in model.parameters()} == {expected}
    assert {parameter.mean().item() for parameter in model.parameters()} == {1.0}
