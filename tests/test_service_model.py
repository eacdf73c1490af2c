"""`amana model`: what is here, what it is, and whether it still translates as it did."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from random_marian import make_checkpoint

from mt.models import find_checkpoint

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def run(amana: Path) -> Run:
    def model(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
        command = [amana, "model", *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    return model


def test_list_names_the_bundled_model(run: Run) -> None:
    rows = json.loads(run("list", "--json").stdout)
    bundled = next(row for row in rows if row["default"])
    assert (bundled["name"], bundled["origin"]) == ("ar-en", "bundled")
    assert bundled["size_bytes"] > 1_000_000
    assert run("list").stdout.startswith("ar-en")


def test_info_tells_what_a_checkpoint_is(run: Run, tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "mine", "separate")
    facts = json.loads(run("info", path, "--json", "--cache-dir", tmp_path).stdout)
    assert facts["name"] == "mine"
    assert (facts["encoder_layers"], facts["decoder_layers"], facts["width"]) == (2, 2, 16)
    assert facts["shared_vocabulary"] is False
    assert facts["source_tokens"] != facts["target_tokens"]
    assert (facts["self_test"], facts["converted"]) == (False, [])
    assert "shared vocabulary  no" in run("info", path).stdout


def test_convert_makes_what_info_lists(run: Run, tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "mine", "shared")
    options = ["--cache-dir", tmp_path, "--json"]
    converted = json.loads(run("convert", path, "--compute-type", "float32", *options).stdout)
    assert (Path(converted["path"]) / "model.bin").is_file()
    assert json.loads(run("info", path, *options).stdout)["converted"] == ["float32"]
    (Path(converted["path"]) / "model.bin").unlink()
    run("convert", path, "--compute-type", "float32", "--again", *options)
    assert (Path(converted["path"]) / "model.bin").is_file()


def test_check_writes_golden_translations_and_compares_with_them(run: Run, tmp_path: Path) -> None:
    shutil.copytree(find_checkpoint("ar-en").path, tmp_path / "copy")
    (tmp_path / "copy" / "selftest.json").unlink(missing_ok=True)
    plausible = json.loads(run("check", tmp_path / "copy", "--json").stdout)
    assert (plausible["passed"], plausible["compared_with"]) == (True, "plausible")
    written = json.loads(run("check", "--write", tmp_path / "copy", "--json").stdout)
    assert written["compared_with"] == "golden"
    golden = json.loads((tmp_path / "copy" / "selftest.json").read_text(encoding="utf-8"))
    assert [s["draft"] for s in golden["sentences"]] == [s["draft"] for s in written["sentences"]]
    golden["sentences"][0]["score"] -= 2
    (tmp_path / "copy" / "selftest.json").write_text(json.dumps(golden), encoding="utf-8")
    failed = run("check", tmp_path / "copy")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert failed.stderr.startswith("amana: copy@")
    assert "is not what it was" in failed.stderr


@pytest.mark.parametrize("command", ["info", "convert", "check"])
def test_unknown_model_is_one_line(run: Run, command: str) -> None:
    process = run(command, "absent")
    assert (process.returncode, process.stdout) == (1, "")
    assert process.stderr.startswith("amana: no model 'absent'")
    assert process.stderr.count("\n") == 1
