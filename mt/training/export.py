"""Write a trained model as the checkpoint that users get."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from mt.checkpoint import SOURCE_SPM, TARGET_SPM, TARGET_VOCABULARY, VOCABULARY

if TYPE_CHECKING:
    from transformers import MarianMTModel

_TOKENIZER_FILES = (SOURCE_SPM, TARGET_SPM, VOCABULARY, TARGET_VOCABULARY, "tokenizer_config.json")


def write_checkpoint(model: "MarianMTModel", tokenizer_from: Path, directory: Path, *, half: bool) -> None:
    """Write a checkpoint with the tokenizer's files; it takes its name when it is whole.

    Args:
        model: the model, in float32; it is not changed.
        tokenizer_from: checkpoint whose tokenizer's files are copied.
        directory: where to; replaced if it exists.
        half: whether to store half precision, as released models are; the bias of the output stays
            in float32, since it holds values that half precision rounds to infinity.
    """
    import torch

    partial = directory.with_name(f"{directory.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    state = {
        name: value.half() if half and name != "final_logits_bias" else value
        for name, value in model.state_dict().items()
        if isinstance(value, torch.Tensor)
    }
    model.save_pretrained(partial, state_dict=state)
    for name in _TOKENIZER_FILES:
        if (tokenizer_from / name).exists():
            shutil.copyfile(tokenizer_from / name, partial / name)
    shutil.rmtree(directory, ignore_errors=True)
    partial.rename(directory)
