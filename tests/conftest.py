"""What several test files need: the example, the shared case, the bundled model's folder, Chromium."""

import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import settings

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("amana", deadline=None)
settings.load_profile("amana")

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def repository() -> Path:
    """Root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def examples() -> Path:
    """Folder of the example: `article.ar.txt`, `reference.en.txt`."""
    return REPOSITORY / "examples"


@pytest.fixture(scope="session")
def amana() -> Path:
    """The command as it is installed beside the interpreter that runs the tests."""
    return Path(sys.executable).with_name("amana")


@pytest.fixture(scope="session")
def coalition() -> Path:
    """Folder of the shared case, which is not part of the repository."""
    case = REPOSITORY.parent / "shared" / "cases" / "coalition-2019"
    if not case.is_dir():
        pytest.skip("the shared case does not lie beside this checkout")
    return case


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of a Chromium; `make test` installs one, so its absence is a failure and no reason to skip."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert found is not None, "no Chromium on the PATH; run: scripts/system-packages --browser"
    return found
