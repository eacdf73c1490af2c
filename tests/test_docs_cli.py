"""docs/cli.md is what the commands say of themselves."""

import subprocess
import sys
from pathlib import Path


def test_the_reference_of_the_command_line_is_current(repository: Path) -> None:
    made = subprocess.run(
        [sys.executable, repository / "scripts" / "cli_reference.py"],
        capture_output=True,
        text=True,
        check=True,
    )
    written = (repository / "docs" / "cli.md").read_text(encoding="utf-8")
    assert written == made.stdout, "write it anew with: make docs"
