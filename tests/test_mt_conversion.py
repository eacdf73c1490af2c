"""Conversions: the same bytes as CTranslate2's own converter, made once, whole or not at all."""

import struct
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from random_marian import Layout, make_checkpoint

from mt.checkpoint import open_checkpoint
from mt.conversion import conversion_dir, convert
from mt.errors import InvalidModelError, OutputError
from mt.models import find_checkpoint

CONVERT = """
import signal, resource, sys
from pathlib import Path
from mt.conversion import convert
from mt.models import find_checkpoint
if sys.argv[2] != "whole":
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
if sys.argv[2] == "killed":
    signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
print(convert(find_checkpoint("ar-en"), quantisation="int8", cache_dir=Path(sys.argv[1])))
assert "torch" not in sys.modules and "transformers" not in sys.modules
"""


def read_model(path: Path) -> tuple[dict[str, NDArray[np.generic]], dict[str, str]]:
    """Read a model.bin by the layout in CTranslate2's own `model_spec.py`."""
    data, at = path.read_bytes(), 0

    def number(kind: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from("<" + kind, data, at)
        at += struct.calcsize(kind)
        return int(value)

    def string() -> str:
        nonlocal at
        size = number("H")
        at += size
        return data[at - size : at - 1].decode()

    assert (number("I"), string(), number("I")) == (6, "TransformerSpec", 7)
    variables = {}
    for _ in range(number("I")):
        name = string()
        shape = [number("I") for _ in range(number("B"))]
        dtype = np.dtype(["float32", "int8", "int16", "int32", "float16"][number("B")])
        size = number("I")
        variables[name] = np.frombuffer(data, dtype, size // dtype.itemsize, at).reshape(shape)
        at += size
    aliases = {string(): string() for _ in range(number("I"))}
    assert at == len(data)
    return variables, aliases


@pytest.mark.parametrize("quantisation", ["int8", "float32"])
def test_same_variables_as_the_converter_of_ctranslate2(quantisation: str, tmp_path: Path) -> None:
    # Golden values: ctranslate2.converters.TransformersConverter on the same checkpoint.
    from ctranslate2.converters import TransformersConverter

    path = make_checkpoint(tmp_path / "model", "shared")
    (path / "tokenizer_config.json").write_text(
        '{"source_lang": "ar", "target_lang": "en", "tokenizer_class": "MarianTokenizer"}'
    )
    with pytest.warns(UserWarning, match="sacremoses"):
        TransformersConverter(str(path)).convert(str(tmp_path / "theirs"), quantization=quantisation)
    expected, expected_aliases = read_model(tmp_path / "theirs" / "model.bin")
    checkpoint = open_checkpoint(path, name="tiny")
    ours = convert(checkpoint, quantisation=quantisation, cache_dir=tmp_path / "cache")  # type: ignore[arg-type]
    variables, aliases = read_model(ours / "model.bin")
    assert variables.keys() == expected.keys()
    assert aliases == expected_aliases
    for name, value in expected.items():
        assert variables[name].dtype == value.dtype, name
        np.testing.assert_allclose(variables[name], value, atol=1e-6, err_msg=name)
    assert (ours / "config.json").read_text() == (tmp_path / "theirs" / "config.json").read_text().rstrip()


def test_tokens_that_cannot_be_produced_leave_the_output(tmp_path: Path) -> None:
    checkpoint = open_checkpoint(make_checkpoint(tmp_path / "model", "pruned"), name="tiny")
    variables, _ = read_model(convert(checkpoint, quantisation="float32", cache_dir=tmp_path) / "model.bin")
    rows = len(variables["decoder/embeddings/weight"])
    assert rows < len(variables["encoder/embeddings_0/weight"])
    assert len(variables["decoder/projection/bias"]) == rows


def test_conversion_is_made_once_and_again_on_demand(tmp_path: Path) -> None:
    checkpoint = open_checkpoint(make_checkpoint(tmp_path / "model", "shared"), name="tiny")
    path = convert(checkpoint, quantisation="int8", cache_dir=tmp_path)
    (path / "model.bin").write_bytes(b"damaged")
    assert convert(checkpoint, quantisation="int8", cache_dir=tmp_path) == path
    assert (path / "model.bin").read_bytes() == b"damaged"
    convert(checkpoint, quantisation="int8", cache_dir=tmp_path, again=True)
    assert read_model(path / "model.bin")


def test_changed_weights_are_another_conversion(tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "model", "shared")
    before = open_checkpoint(path, name="tiny")
    data = bytearray((path / "model.safetensors").read_bytes())
    data[-1] ^= 1
    (path / "model.safetensors").write_bytes(data)
    after = open_checkpoint(path, name="tiny")
    places = {conversion_dir(c, quantisation="int8", cache_dir=tmp_path) for c in (before, after)}
    assert len(places) == 2


def start(cache_dir: Path, how: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", CONVERT, str(cache_dir), how]
    return subprocess.Popen(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def left_over(cache_dir: Path) -> list[str]:
    return [path.name for path in (cache_dir / "ctranslate2").iterdir() if path.suffix != ".lock"]


def test_processes_at_once_convert_once_and_without_torch(tmp_path: Path) -> None:
    processes = [start(tmp_path, "whole") for _ in range(3)]
    outputs = [process.communicate(timeout=120) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], outputs
    assert len({stdout for stdout, _ in outputs}) == 1
    assert len(left_over(tmp_path)) == 1


def test_killed_conversion_leaves_nothing_that_is_taken_for_a_model(tmp_path: Path) -> None:
    killed = start(tmp_path, "killed")
    killed.communicate(timeout=120)
    assert killed.returncode < 0
    assert [name for name in left_over(tmp_path) if not name.endswith(".partial")] == []
    path = convert(find_checkpoint("ar-en"), quantisation="int8", cache_dir=tmp_path)
    assert left_over(tmp_path) == [path.name]
    assert read_model(path / "model.bin")


def test_full_disk_is_an_output_error(tmp_path: Path) -> None:
    process = start(tmp_path, "full")
    _, stderr = process.communicate(timeout=120)
    assert process.returncode == 1
    assert f"{OutputError.__module__}.OutputError: cannot write the converted model" in stderr
    assert left_over(tmp_path) == []


def _cut_weights(path: Path) -> None:
    weights = path / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])


def _shorten_vocabulary(path: Path) -> None:
    (path / "vocab.json").write_text('{"</s>": 0, "<unk>": 1}')


def _gap_in_vocabulary(path: Path) -> None:
    (path / "vocab.json").write_text('{"</s>": 0, "<unk>": 2}')


def _unknown_activation(path: Path) -> None:
    config = path / "config.json"
    config.write_text(config.read_text().replace('"swish"', '"snake"'))


def _not_a_number(path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(path / "model.safetensors")
    tensors["final_logits_bias"][0, 0] = np.nan
    save_file(tensors, path / "model.safetensors")


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (_cut_weights, "cannot read"),
        (_shorten_vocabulary, "not of one model"),
        (_gap_in_vocabulary, "each once"),
        (_unknown_activation, "unknown activation 'snake'"),
        (_not_a_number, "not numbers"),
    ],
)
def test_damaged_checkpoint_is_an_error(damage: Callable[[Path], None], message: str, tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "model", "shared")
    damage(path)
    with pytest.raises(InvalidModelError, match=message):
        convert(open_checkpoint(path, name="tiny"), quantisation="int8", cache_dir=tmp_path)


@pytest.mark.parametrize("layout", ["shared", "separate"])
def test_pytorch_weights_give_the_same_conversion(layout: Layout, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    path = make_checkpoint(tmp_path / "model", layout)
    first = convert(open_checkpoint(path, name="tiny"), quantisation="int8", cache_dir=tmp_path)
    torch.save(load_file(path / "model.safetensors"), path / "pytorch_model.bin")
    (path / "model.safetensors").unlink()
    second = convert(open_checkpoint(path, name="tiny"), quantisation="int8", cache_dir=tmp_path)
    assert first != second
    assert (first / "model.bin").read_bytes() == (second / "model.bin").read_bytes()
