"""The commands and programs of README.md do what it says."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

README = Path(__file__).resolve().parent.parent / "README.md"
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block of the README: its language, its content, the line of the file where it starts."""

    language: str
    content: str
    line: int


def blocks(language: str) -> list[Block]:
    """Give the README's blocks in one language, in order."""
    text = README.read_text(encoding="utf-8")
    found = [Block(m[1], m[2], text.count("\n", 0, m.start()) + 1) for m in FENCE.finditer(text)]
    return [block for block in found if block.language == language]


def is_make(block: Block) -> bool:
    """Tell whether a block is for `make`, which a test that `make test` runs cannot run again."""
    return all(line.startswith("make ") for line in block.content.splitlines())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, examples: Path) -> Path:
    """A folder in which a reader could have cloned the repository: the blocks build on each other's files."""
    made = tmp_path_factory.mktemp("readme")
    shutil.copytree(examples, made / "examples")
    return made


def run(command: list[str], content: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a block with the interpreter's own `amana` first on the PATH and no way to a model hub."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "HF_HUB_OFFLINE": "1", "PYTHONWARNINGS": "error"}
    return subprocess.run(
        command, input=content, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    "block", [block for block in blocks("sh") if not is_make(block)], ids=lambda block: f"line-{block.line}"
)
def test_commands_run(block: Block, folder: Path) -> None:
    ran = run(["bash", "-euo", "pipefail"], block.content, folder)
    assert ran.returncode == 0, ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: f"line-{block.line}")
def test_programs_print_what_they_say(block: Block, folder: Path) -> None:
    ran = run([sys.executable, "-"], block.content, folder)
    assert ran.returncode == 0, ran.stderr


def test_targets_of_make_exist() -> None:
    makefile = README.with_name("Makefile").read_text(encoding="utf-8")
    lines = [line for block in blocks("sh") if is_make(block) for line in block.content.splitlines()]
    named = {line.split("#")[0].split()[1] for line in lines}
    assert {"report", "test"} <= named
    assert named - set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE)) == set()


def test_files_that_documents_link_to_exist(repository: Path) -> None:
    documents = [*repository.glob("*.md"), *repository.glob("docs/*.md"), *repository.glob("examples/*.md")]
    missing = [
        f"{document.name} → {target}"
        for document in documents
        for target in re.findall(r"\]\((?!\w+:|#)([^)#]+)", document.read_text(encoding="utf-8"))
        if not (document.parent / target).exists()
    ]
    assert missing == []
