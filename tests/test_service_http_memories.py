"""Translation memories against a real server."""

from collections.abc import Iterator

import httpx
import pytest
from http_server import running_server

THANKS = "شكرت الوزيرة المشاركين في المؤتمر."
TMX = f"""<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header srclang="ar" datatype="plaintext" segtype="sentence" adminlang="en"
creationtool="x" creationtoolversion="1" o-tmf="x"/><body><tu>
<tuv xml:lang="ar"><seg>{THANKS}</seg></tuv><tuv xml:lang="en"><seg>From a file.</seg></tuv>
</tu></body></tmx>"""


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A client of a server without keys."""
    with running_server(tmp_path_factory.mktemp("server")) as running, running.client() as made:
        yield made


@pytest.fixture
def memory(client: httpx.Client) -> Iterator[str]:
    """An empty memory."""
    made = client.post("/v1/memories", json={"name": "mine"})
    assert made.status_code == 201
    memory_id: str = made.json()["id"]
    yield memory_id
    assert client.delete(f"/v1/memories/{memory_id}").status_code == 204
    assert client.get(f"/v1/memories/{memory_id}").status_code == 404


def translate(client: httpx.Client, memory_id: str) -> dict[str, object]:
    """Translate the text with a memory."""
    answer = client.post("/v1/translate", json={"texts": [THANKS], "memory_id": memory_id})
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()["translations"][0]
    return found


def test_what_a_memory_has_is_not_decoded_again(client: httpx.Client, memory: str) -> None:
    before = translate(client, memory)
    unit = {"source": THANKS, "target": "As we always say."}
    added = client.post(f"/v1/memories/{memory}/units", json={"units": [unit, unit]})
    assert added.json() == {"new": 1, "known": 1, "empty": 0}
    assert client.get(f"/v1/memories/{memory}").json()["units"] == 1
    after = translate(client, memory)
    assert (before["matches"], after["text"]) == ([], "As we always say.")
    without = client.post("/v1/translate", json={"texts": [THANKS]}).json()["translations"][0]
    assert without["text"] == before["text"]


def test_a_tmx_file_is_taken_in(client: httpx.Client, memory: str) -> None:
    assert client.post(f"/v1/memories/{memory}/tmx", content=TMX.encode()).json()["new"] == 1
    assert translate(client, memory)["text"] == "From a file."
    broken = client.post(f"/v1/memories/{memory}/tmx", content=TMX[:200].encode())
    assert (broken.status_code, broken.json()["code"]) == (422, "input.format")


def test_memories_are_listed(client: httpx.Client, memory: str) -> None:
    assert memory in [found["id"] for found in client.get("/v1/memories").json()["memories"]]
