"""The golden self-test: passes for the model that wrote it, in any number format, and for no other."""

import shutil
from pathlib import Path

import pytest
from random_marian import make_checkpoint

from mt.checkpoint import open_checkpoint
from mt.errors import InvalidModelError, SelfTestError
from mt.loading import load_checkpoint, load_engine, load_translator
from mt.models import find_checkpoint
from mt.pipeline import PipelineOptions
from mt.selftest import check_goldens, make_goldens, read_goldens, write_goldens
from mt.tokenizer import Tokenizer


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the bundled model with a self-test of its own."""
    path = tmp_path / "copy"
    shutil.copytree(find_checkpoint("ar-en").path, path)
    checkpoint = open_checkpoint(path, name="copy")
    write_goldens(make_goldens(load_engine(checkpoint), Tokenizer(checkpoint)), path)
    return path


@pytest.mark.parametrize(
    ("engine", "compute_type"),
    [("ctranslate2", "int8"), ("ctranslate2", "float32"), ("transformers", "float32")],
)
def test_model_passes_its_own_self_test_with_every_engine(copy: Path, engine: str, compute_type: str) -> None:
    load_checkpoint(open_checkpoint(copy, name="copy"), engine=engine, compute_type=compute_type)  # type: ignore[arg-type]


def test_self_test_does_not_depend_on_the_options_of_the_user(copy: Path) -> None:
    load_translator(str(copy), options=PipelineOptions(beam_size=1))


def test_self_test_is_no_part_of_the_identity_of_a_model(copy: Path) -> None:
    assert open_checkpoint(copy, name="x").content_hash == find_checkpoint("ar-en").content_hash


def test_corrupted_weights_fail_the_self_test(copy: Path) -> None:
    from safetensors.numpy import load_file, save_file

    tensors = load_file(copy / "model.safetensors")
    last = open_checkpoint(copy, name="copy").config.encoder_layers - 1
    tensors[f"model.encoder.layers.{last}.final_layer_norm.weight"][:] = 0
    save_file(tensors, copy / "model.safetensors")
    with pytest.raises(SelfTestError, match="is not what it was"):
        load_translator(str(copy))


def test_model_that_speaks_no_english_fails_without_a_self_test(tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "random", "separate")
    with pytest.raises(SelfTestError, match="no plausible English"):
        load_translator(str(path), cache_dir=tmp_path)


def test_goldens_come_back_as_written(copy: Path) -> None:
    checkpoint = open_checkpoint(copy, name="copy")
    goldens = read_goldens(copy)
    assert goldens
    now = check_goldens(load_engine(checkpoint), Tokenizer(checkpoint), goldens=goldens, model="copy")
    assert [draft.draft for draft in now] == [golden.draft for golden in goldens]
    assert [draft.score for draft in now] == pytest.approx([g.score for g in goldens], abs=1e-3)


@pytest.mark.parametrize(
    "content", ["{", "{}", '{"version": 2, "sentences": [{}]}', '{"version": 1, "sentences": []}']
)
def test_damaged_self_test_is_an_error(copy: Path, content: str) -> None:
    (copy / "selftest.json").write_text(content)
    with pytest.raises(InvalidModelError, match=r"selftest\.json"):
        load_translator(str(copy))
