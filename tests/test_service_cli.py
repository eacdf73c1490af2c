"""The command itself: what it does without a command, and with a part of it not installed."""

import subprocess
import sys
from pathlib import Path

import pytest

from service.cli import SUMMARIES, load_command

# None in sys.modules is how Python itself marks a module that cannot be imported.
WITHOUT = """
import sys
sys.modules[{missing!r}] = None
from service.cli import main
sys.argv = ["amana", *{arguments!r}]
main()
"""


def run_without(missing: str, arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run `amana` where a package is not installed."""
    program = WITHOUT.format(missing=missing, arguments=arguments)
    return subprocess.run(
        [sys.executable, "-c", program], input="نعم\n", capture_output=True, text=True, check=False
    )


def test_without_a_command_it_shows_its_help(amana: Path) -> None:
    ran = subprocess.run([amana], capture_output=True, text=True, check=False)
    assert "Usage: amana" in ran.stdout + ran.stderr
    assert ran.returncode == 2


def test_an_unknown_command_is_a_usage_error(amana: Path) -> None:
    ran = subprocess.run([amana, "praise"], capture_output=True, text=True, check=False)
    assert "praise" in ran.stderr
    assert ran.returncode == 2


@pytest.mark.parametrize("missing", ["torch", "transformers"])
def test_a_slim_installation_says_what_the_reference_engine_needs(missing: str) -> None:
    ran = run_without(missing, ["translate", "--engine", "transformers"])
    assert ran.stderr == (
        f"amana: this needs {missing}, which this installation was made without; "
        "install it with: pip install torch transformers\n"
    )
    assert ran.returncode == 1


def test_the_default_engine_needs_no_torch() -> None:
    ran = run_without("torch", ["translate"])
    assert ran.returncode == 0
    assert ran.stdout.strip() != ""


def test_a_broken_installation_is_not_explained_away() -> None:
    ran = run_without("sentencepiece", ["translate"])
    assert "ModuleNotFoundError" in ran.stderr


@pytest.mark.parametrize("name", SUMMARIES)
def test_the_list_of_commands_says_what_each_says_of_itself(name: str) -> None:
    assert load_command(name).help.strip().partition("\n")[0] == SUMMARIES[name]


def test_no_command_is_loaded_for_the_list_of_them() -> None:
    program = (
        "import sys\nfrom service.cli import main\ntry: main()\nexcept SystemExit: pass\n"
        "print([name for name in ('numpy', 'eval', 'alignment') if name in sys.modules], file=sys.stderr)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", program, "--help"], capture_output=True, text=True, check=True
    )
    assert "align" in ran.stdout
    assert ran.stderr == "[]\n"
