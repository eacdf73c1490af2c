"""What the repository holds: nothing of the machine that it was written on, and what belongs together."""

import os
import re
import subprocess
import tomllib
from itertools import chain
from pathlib import Path

import pytest

REGISTRIES = re.compile(
    "|".join(("pypi" r"\.org", "python" r"hosted\.org", "debian" r"\.org", "npmjs" r"\."))
)
MACHINE_PATHS = re.compile(r"(?<![\w.>)])/(?:work|root|home|opt|Users)/\w")
LARGEST_TEXT_BYTES = 1_000_000


@pytest.fixture(scope="module")
def tracked(repository: Path) -> list[Path]:
    """Every file of the repository that git knows, committed or staged, and still there."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=repository, capture_output=True, text=True, check=True
    )
    return [path for name in listed.stdout.split("\0") if name and (path := repository / name).is_file()]


@pytest.fixture(scope="module")
def texts(tracked: list[Path]) -> dict[Path, str]:
    """The tracked files that are text, with their content."""
    contents = {path: path.read_bytes() for path in tracked if path.stat().st_size <= LARGEST_TEXT_BYTES}
    return {path: data.decode("utf-8") for path, data in contents.items() if b"\0" not in data}


def lines_that_match(pattern: re.Pattern[str], texts: dict[Path, str]) -> list[str]:
    """Give `file:line: text` for each line in which a pattern is found."""
    return [
        f"{path}:{number}: {line.strip()}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_names_the_host_of_a_registry(texts: dict[Path, str]) -> None:
    assert lines_that_match(REGISTRIES, texts) == []


def test_no_file_names_a_place_on_a_machine(texts: dict[Path, str]) -> None:
    assert lines_that_match(MACHINE_PATHS, texts) == []


@pytest.mark.parametrize(
    "line", [f"see {'/'}root/x", f"'{'/'}work/main'", f"at {'/'}home/me", f"pypi{'.'}org/x"]
)
def test_the_patterns_notice(line: str) -> None:
    assert lines_that_match(MACHINE_PATHS, {Path("a"): line}) or lines_that_match(
        REGISTRIES, {Path("a"): line}
    )


def test_weights_have_a_card_that_states_their_licence(tracked: list[Path]) -> None:
    folders = {path.parent for path in tracked if path.suffix == ".safetensors"}
    cards = {folder: folder / "README.md" for folder in folders}
    assert [str(folder) for folder, card in cards.items() if not card.is_file()] == []
    assert [
        str(card) for card in cards.values() if "licen" not in card.read_text(encoding="utf-8").lower()
    ] == []


def test_scripts_are_executable(repository: Path, texts: dict[Path, str]) -> None:
    scripts = [path for path, text in texts.items() if text.startswith("#!")]
    assert repository / ".ci" / "run" in scripts
    assert [str(path) for path in scripts if not os.access(path, os.X_OK)] == []


def test_the_command_has_the_version_of_the_project(amana: Path, repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    said = subprocess.run([amana, "--version"], capture_output=True, text=True, check=True)
    assert said.stdout == f"amana {project['version']}\n"


def test_constraints_are_sorted_and_name_no_local_build(repository: Path) -> None:
    comment, *pins = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert "make constraints" in comment
    assert pins == sorted(pins, key=str.casefold)
    assert [pin for pin in pins if not re.fullmatch(r"[\w.-]+==[\w.]+", pin)] == []


def test_constraints_pin_every_dependency(repository: Path) -> None:
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = chain(project["dependencies"], *project["optional-dependencies"].values())
    names = {re.split(r"[^\w.-]", entry)[0].lower().replace("_", "-") for entry in declared}
    lines = (repository / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert names - pinned - {project["name"]} == set()  # an extra may take in another of our own
