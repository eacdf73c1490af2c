"""Print what Amana depends on, one requirement a line, without the packages of the reference engine.

A container that only runs the default engine is a gigabyte smaller without torch and transformers.
"""

import re
import tomllib
from pathlib import Path

LEFT_OUT = {"torch", "transformers"}


def main() -> None:
    """Read `pyproject.toml` beside this directory and print its slim dependencies."""
    project = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text())["project"]
    for requirement in project["dependencies"]:
        if re.match(r"[\w-]+", requirement)[0] not in LEFT_OUT:
            print(requirement)


if __name__ == "__main__":
    main()
