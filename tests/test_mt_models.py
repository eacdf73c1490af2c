"""Models by bundled name, by path and by hub name; a fetch from a hub that stands on loopback."""

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from random_marian import make_checkpoint

from mt.checkpoint import open_checkpoint
from mt.errors import InvalidModelError, ModelFetchError, ModelNotFoundError
from mt.loading import load_translator
from mt.models import DEFAULT_MODEL, fetch_model, find_checkpoint, list_models, needs_fetch

COMMIT = "0" * 40


def test_default_model_is_bundled() -> None:
    place = next(place for place in list_models() if place.name == DEFAULT_MODEL)
    assert place.origin == "bundled"
    checkpoint = find_checkpoint(DEFAULT_MODEL)
    assert checkpoint.path == place.path
    assert checkpoint.identity == f"{DEFAULT_MODEL}@{checkpoint.content_hash[:12]}"


def test_path_is_a_model_and_moving_it_keeps_its_content_hash(tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "mine", "separate")
    before = find_checkpoint(str(path))
    path.rename(tmp_path / "theirs")
    after = find_checkpoint(str(tmp_path / "theirs"))
    assert (before.name, after.name) == ("mine", "theirs")
    assert before.content_hash == after.content_hash


@pytest.mark.parametrize(
    ("model", "message"),
    [
        ("absent", "no model 'absent'.*ar-en"),
        ("./absent", "no model './absent'"),
        ("owner/absent", "amana model fetch owner/absent"),
    ],
)
def test_unknown_model_is_an_error_that_says_what_to_do(model: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(ModelNotFoundError, match=message):
        find_checkpoint(model, hub_cache_dir=tmp_path)
    with pytest.raises(ModelNotFoundError):
        load_translator("owner/absent")  # never fetched without an announcement


def test_directory_that_is_no_checkpoint_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(InvalidModelError, match=r"no config\.json, vocab\.json, source\.spm"):
        find_checkpoint(str(tmp_path))


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("{", "cannot read"),
        ("[]", "no JSON object"),
        ('{"model_type": "t5"}', "of type 't5'"),
        ('{"model_type": "marian", "encoder_attention_heads": "8"}', "'encoder_attention_heads' is '8'"),
    ],
)
def test_other_configurations_are_errors(config: str, message: str, tmp_path: Path) -> None:
    path = make_checkpoint(tmp_path / "model", "shared")
    (path / "config.json").write_text(config)
    with pytest.raises(InvalidModelError, match=message):
        open_checkpoint(path, name="tiny")


class Hub(ThreadingHTTPServer):
    """As much of a hub as a fetch asks for: a listing, and files with their sizes."""

    def __init__(self, checkpoint: Path) -> None:
        super().__init__(("127.0.0.1", 0), HubHandler)
        self.checkpoint = checkpoint
        self.asked: list[str] = []


class HubHandler(BaseHTTPRequestHandler):
    server: Hub
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep the output of the tests clean."""

    def do_HEAD(self) -> None:
        self.answer(with_body=False)

    def do_GET(self) -> None:
        self.answer(with_body=True)

    def answer(self, *, with_body: bool) -> None:
        path = self.path.partition("?")[0]
        self.server.asked.append(path)
        listing = [{"rfilename": file.name} for file in sorted(self.server.checkpoint.iterdir())]
        body = json.dumps({"id": "owner/tiny", "sha": COMMIT, "siblings": listing}).encode()
        headers = {"Content-Type": "application/json"}
        status = 200
        if "/tree/" in path:
            tree = [
                {"type": "file", "oid": file.name, "path": file.name, "size": file.stat().st_size}
                for file in sorted(self.server.checkpoint.iterdir())
            ]
            body = json.dumps(tree).encode()
        elif "/resolve/" in path:
            file = self.server.checkpoint / path.rpartition("/")[2]
            body = file.read_bytes()
            headers = {"ETag": f'"{file.name}"', "X-Repo-Commit": COMMIT}
        elif "owner/tiny" not in path:
            status, body, headers = 404, b"{}", {"X-Error-Code": "RepoNotFound"}
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if with_body:
            self.wfile.write(body)


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Hub]:
    server = Hub(make_checkpoint(tmp_path / "published", "separate"))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def run(*arguments: str, endpoint: str, home: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own: the hub's client reads its endpoint when it is imported.
    environment = {
        "HF_ENDPOINT": endpoint,
        "HF_HOME": str(home),
        "HOME": str(home),
        "HF_HUB_DISABLE_XET": "1",
    }
    command = [Path(sys.executable).with_name("amana"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_fetched_model_is_listed_and_used_without_a_network(hub: Hub, tmp_path: Path) -> None:
    (hub.checkpoint / "README.md").write_text("not needed")
    endpoint = f"http://127.0.0.1:{hub.server_address[1]}"
    fetched = run("model", "fetch", "owner/tiny", "--json", endpoint=endpoint, home=tmp_path)
    assert fetched.returncode == 0, fetched.stderr
    assert json.loads(fetched.stdout)["model"].startswith("owner/tiny@")
    assert not any(path.endswith("README.md") for path in hub.asked)
    assert fetched.stderr == ""  # no progress bar where there is no terminal
    offline = "http://127.0.0.1:9"
    info = run("model", "info", "owner/tiny", "--json", endpoint=offline, home=tmp_path)
    assert json.loads(info.stdout)["name"] == "owner/tiny", info.stderr
    listed = run("model", "list", "--json", endpoint=offline, home=tmp_path)
    assert ("owner/tiny", "fetched") in [(row["name"], row["origin"]) for row in json.loads(listed.stdout)]


def test_repository_with_pytorch_weights_only_is_fetched(hub: Hub, tmp_path: Path) -> None:
    (hub.checkpoint / "model.safetensors").rename(hub.checkpoint / "pytorch_model.bin")
    endpoint = f"http://127.0.0.1:{hub.server_address[1]}"
    fetched = run("model", "fetch", "owner/tiny", endpoint=endpoint, home=tmp_path)
    assert fetched.returncode == 0, fetched.stderr
    assert any(path.endswith("pytorch_model.bin") for path in hub.asked)


def test_unknown_model_of_the_hub_is_one_line(hub: Hub, tmp_path: Path) -> None:
    endpoint = f"http://127.0.0.1:{hub.server_address[1]}"
    fetched = run("model", "fetch", "owner/other", endpoint=endpoint, home=tmp_path)
    assert (fetched.returncode, fetched.stdout) == (1, "")
    assert fetched.stderr == (
        "amana: the hub has no public model owner/other; check the spelling, or log in if it is private\n"
    )


@pytest.mark.parametrize("arguments", [["model", "fetch"], ["translate", "--model"]])
def test_without_a_network_a_fetch_is_one_line_that_says_what_to_do(
    arguments: list[str], tmp_path: Path
) -> None:
    process = run(*arguments, "owner/tiny", endpoint="http://127.0.0.1:9", home=tmp_path)
    assert process.returncode == 1
    assert process.stdout == ""
    assert process.stderr.splitlines()[-1].startswith(
        "amana: cannot reach the hub to fetch owner/tiny; connect"
    )
    assert "Traceback" not in process.stderr


def test_hub_model_that_is_not_here_needs_a_fetch_and_others_do_not(tmp_path: Path) -> None:
    assert needs_fetch("owner/absent", hub_cache_dir=tmp_path)
    assert not needs_fetch(DEFAULT_MODEL, hub_cache_dir=tmp_path)
    assert not needs_fetch(str(tmp_path), hub_cache_dir=tmp_path)


def test_name_that_no_hub_can_have_is_not_asked_for() -> None:
    with pytest.raises(ModelFetchError, match="no hub name"):
        fetch_model("../etc/passwd")
