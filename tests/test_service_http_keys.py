"""Keys, scopes, rates and quotas, against a real server; and who may listen where."""

import json
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from http_server import Server, running_server

BODY = {"texts": ["نعم"]}
Keys = Callable[..., str]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the database lies."""
    return tmp_path_factory.mktemp("server")


@pytest.fixture(scope="module")
def keys(folder: Path, amana: Path) -> Keys:
    """Makes keys with the command."""

    def make(*options: str) -> str:
        ran = subprocess.run(
            [amana, "keys", "create", "test", "--data-dir", folder, *options],
            capture_output=True,
            text=True,
            check=True,
        )
        return ran.stdout.strip()

    return make


@pytest.fixture(scope="module")
def key(keys: Keys) -> str:
    """A key that may do anything but read the metrics."""
    return keys()


@pytest.fixture(scope="module")
def server(folder: Path, key: str) -> Iterator[Server]:
    """A server that has keys."""
    with running_server(folder) as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A client without a key."""
    with server.client() as made:
        yield made


def bearer(key: str) -> dict[str, str]:
    """Give the header for a key."""
    return {"authorization": f"Bearer {key}"}


@pytest.mark.parametrize(
    "path",
    ["/v1/models", "/v1/jobs", "/v1/glossaries", "/metrics", "/v1/jobs/x", "/v2/usage", "/v2/languages"],
)
def test_without_a_key_nothing_is_given(client: httpx.Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == (403 if path.startswith("/v2") else 401)


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/health", "/openapi.json"])
def test_some_things_need_no_key(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "change", [lambda key: key[:-1] + "~", lambda key: key[:-1], lambda key: "x", str.upper]
)
def test_a_key_that_is_nearly_right_is_wrong(
    client: httpx.Client, key: str, change: Callable[[str], str]
) -> None:
    answer = client.post("/v1/translate", json=BODY, headers=bearer(change(key)))
    assert (answer.status_code, answer.json()["code"]) == (401, "key.unknown")
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_key_opens_every_surface(client: httpx.Client, key: str) -> None:
    assert client.post("/v1/translate", json=BODY, headers=bearer(key)).status_code == 200
    deepl = {"text": ["نعم"], "target_lang": "EN-US"}
    header = {"authorization": f"DeepL-Auth-Key {key}"}
    assert client.post("/v2/translate", json=deepl, headers=header).status_code == 200
    libre = {"q": "نعم", "source": "ar", "target": "en"}
    assert client.post("/translate", json={**libre, "api_key": key}).status_code == 200
    assert client.post("/translate", json=libre).status_code == 403


def test_a_scope_is_all_that_a_key_is_good_for(client: httpx.Client, keys: Keys) -> None:
    narrow = bearer(keys("--scope", "score", "--scope", "metrics"))
    answer = client.post("/v1/translate", json=BODY, headers=narrow)
    assert (answer.status_code, answer.json()["code"]) == (403, "key.scope")
    assert client.get("/metrics", headers=narrow).status_code == 200


def test_a_rate_is_kept_and_says_when_to_come_again(client: httpx.Client, keys: Keys) -> None:
    slow = bearer(keys("--rate", "2/hour"))
    answers = [client.get("/v1/models", headers=slow) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].json()["code"] == "key.rate"
    assert 3500 < int(answers[2].headers["retry-after"]) <= 3600


def test_a_quota_ends(client: httpx.Client, keys: Keys) -> None:
    key = keys("--characters-per-month", "10")
    for status in (200, 200, 200, 429):
        answer = client.post("/v1/translate", json={"texts": ["نعم"]}, headers=bearer(key))
        assert answer.status_code == status
    assert answer.json()["code"] == "key.quota"
    header = {"authorization": f"DeepL-Auth-Key {key}"}
    assert client.get("/v2/usage", headers=header).json() == {"character_count": 9, "character_limit": 10}
    answer = client.post("/v2/translate", json={"text": ["نعم"], "target_lang": "EN-US"}, headers=header)
    assert answer.status_code == 456


def test_what_one_key_made_another_does_not_see(client: httpx.Client, keys: Keys) -> None:
    one, other = bearer(keys()), bearer(keys())
    job = client.post("/v1/jobs", json={"texts": ["نعم"]}, headers=one).json()
    terms = [{"source": "نعم", "target": "Yes"}]
    glossary = client.post("/v1/glossaries", json={"name": "x", "terms": terms}, headers=one).json()
    for path in (f"/v1/jobs/{job['id']}", f"/v1/glossaries/{glossary['id']}"):
        assert client.get(path, headers=one).status_code == 200
        assert client.get(path, headers=other).status_code == 404
        assert client.delete(path, headers=other).status_code == 404
    body = {"texts": ["نعم"], "glossary_id": glossary["id"]}
    assert client.post("/v1/translate", json=body, headers=other).status_code == 404


def test_secrets_are_kept_nowhere(client: httpx.Client, server: Server, folder: Path, key: str) -> None:
    secret = key.split("_", 2)[2]
    client.post("/translate", params={"q": "نعم", "source": "ar", "target": "en", "api_key": key})
    connection = sqlite3.connect(folder / "amana.sqlite3")
    rows = [str(row) for row in connection.execute("SELECT * FROM api_keys")]
    connection.close()
    assert rows
    assert not [row for row in rows if secret in row]
    assert secret not in json.dumps(server.log)


def test_a_revoked_key_is_not_listed(keys: Keys, folder: Path, amana: Path) -> None:
    key_id = keys().split("_")[1]
    where = ("--data-dir", folder)

    def ids() -> list[str]:
        ran = subprocess.run([amana, "keys", "list", "--json", *where], capture_output=True, check=True)
        return [key["id"] for key in json.loads(ran.stdout)]

    assert key_id in ids()
    subprocess.run([amana, "keys", "revoke", key_id, *where], check=True)
    assert key_id not in ids()
    again = subprocess.run([amana, "keys", "revoke", key_id, *where], capture_output=True, check=False)
    assert again.returncode == 2


def test_a_server_without_keys_does_not_listen_to_others(amana: Path, tmp_path: Path) -> None:
    ran = subprocess.run(
        [amana, "serve", "--host", "0.0.0.0", "--port", "0", "--data-dir", tmp_path],  # noqa: S104
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 2
    assert "amana keys create" in ran.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [("port = 'x'", "port"), ("prot = 1", "prot"), ("port =", "cannot be read"), (None, "no such file")],
)
def test_settings_that_cannot_be_used_are_told(
    amana: Path, tmp_path: Path, text: str | None, said: str
) -> None:
    config = tmp_path / "amana.toml"
    if text is not None:
        config.write_text(text, encoding="utf-8")
    ran = subprocess.run([amana, "serve", "--config", config], capture_output=True, text=True, check=False)
    assert ran.returncode == 2
    assert said in ran.stderr
    assert "Traceback" not in ran.stderr
