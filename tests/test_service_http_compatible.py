"""The clients of other services, unmodified, against a real server."""

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import deepl
import httpx
import pytest
from deep_translator import LibreTranslator
from deep_translator.exceptions import ServerException
from http_server import Server, running_server
from libretranslatepy import LibreTranslateAPI

from mt.loading import load_translator

# The clients leave sockets open, which is their business.
pytestmark = pytest.mark.filterwarnings("ignore::ResourceWarning")

THANKS = "شكرت الوزيرة المشاركين في المؤتمر."
QUESTION = "هل وصل الوزير إلى بيروت؟"
MARKED = "وصل <b>وزير الخارجية</b> إلى بيروت &amp; غادر اليوم."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server without keys."""
    with running_server(tmp_path_factory.mktemp("server"), poll_s="0.1") as running:
        yield running


@pytest.fixture(scope="module")
def client(server: Server) -> Iterator[httpx.Client]:
    """A plain client of it."""
    with server.client() as made:
        yield made


@pytest.fixture(scope="module")
def drafts() -> dict[str, str]:
    """What the pipeline makes of the texts."""
    return {found.source: found.text for found in load_translator().translate([THANKS, QUESTION])}


@pytest.fixture
def libre(server: Server) -> LibreTranslateAPI:
    """`libretranslatepy` pointed at it."""
    return LibreTranslateAPI(server.url)


@pytest.fixture
def deepl_client(server: Server) -> Iterator[deepl.DeepLClient]:
    """`deepl` pointed at it."""
    made = deepl.DeepLClient("any-key", server_url=server.url)
    yield made
    made.close()


def test_libretranslatepy_translates(libre: LibreTranslateAPI, drafts: dict[str, str]) -> None:
    assert libre.translate(THANKS, "ar", "en") == drafts[THANKS]


def test_libretranslatepy_lists_both_languages(libre: LibreTranslateAPI) -> None:
    assert {language["code"]: language["targets"] for language in libre.languages()} == {
        "ar": ["en"],
        "en": [],
    }


def test_libretranslatepy_detects(libre: LibreTranslateAPI) -> None:
    assert libre.detect(THANKS) == [{"confidence": 100.0, "language": "ar"}]
    assert libre.detect("The minister")[0]["language"] == "en"


def test_deep_translator_translates_one_and_many(server: Server, drafts: dict[str, str]) -> None:
    translator = LibreTranslator(source="ar", target="en", api_key="any", custom_url=f"{server.url}/")
    assert translator.translate(THANKS) == drafts[THANKS]
    assert translator.translate_batch([THANKS, QUESTION]) == [drafts[THANKS], drafts[QUESTION]]


def test_deep_translator_is_told_of_a_language_that_there_is_not(server: Server) -> None:
    with pytest.raises(ServerException):
        LibreTranslator(source="fr", target="en", api_key="any", custom_url=f"{server.url}/").translate("oui")


def test_weblate_gets_what_it_asks_libretranslate_for(client: httpx.Client, drafts: dict[str, str]) -> None:
    codes = [language["code"] for language in client.get("/languages").json()]
    assert {"ar", "en"} <= set(codes)
    body = {"api_key": "", "q": [THANKS, QUESTION] * 10, "source": "ar", "target": "en"}
    answer = client.post("/translate", json=body)
    assert answer.json() == {"translatedText": [drafts[THANKS], drafts[QUESTION]] * 10}


def test_weblate_gets_what_it_asks_deepl_for(client: httpx.Client) -> None:
    headers = {"authorization": "DeepL-Auth-Key any"}
    kinds = {
        kind: [
            entry["language"] for entry in client.get(f"/v2/languages?type={kind}", headers=headers).json()
        ]
        for kind in ("source", "target")
    }
    assert kinds == {"source": ["AR"], "target": ["EN-GB", "EN-US"]}
    body = {
        "text": [f'{THANKS} <x id="7"></x>'],
        "source_lang": "AR",
        "target_lang": "EN",
        "tag_handling": "xml",
        "ignore_tags": ["x"],
        "formality": "default",
    }
    answer = client.post("/v2/translate", json=body, headers=headers).json()["translations"][0]
    assert '<x id="7"></x>' in answer["text"]
    assert answer["detected_source_language"] == "AR"


def test_weblate_gets_what_it_asks_apertium_for(client: httpx.Client, drafts: dict[str, str]) -> None:
    pairs = client.get("/listPairs").json()
    assert {"sourceLanguage": "ara", "targetLanguage": "eng"} in pairs["responseData"]
    answer = client.get("/translate", params={"langpair": "ar|en", "q": THANKS, "markUnknown": "no"})
    assert answer.json() == {
        "responseData": {"translatedText": drafts[THANKS]},
        "responseDetails": None,
        "responseStatus": 200,
    }


@pytest.mark.parametrize("how", ["json", "data", "params"])
def test_libretranslate_parameters_may_come_in_any_way(
    client: httpx.Client, how: str, drafts: dict[str, str]
) -> None:
    values = {"q": THANKS, "source": "auto", "target": "en", "alternatives": "2"}
    answer = client.post("/translate", **{how: values})
    body = answer.json()
    others = body.pop("alternatives")
    assert body == {
        "translatedText": drafts[THANKS],
        "detectedLanguage": {"confidence": 100.0, "language": "ar"},
    }
    assert 1 <= len(others) <= 2
    assert drafts[THANKS] not in others


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"source": "ar", "target": "en"}, 400),
        ({"q": "a", "source": "fr", "target": "en"}, 400),
        ({"q": "a", "source": "ar", "target": "de"}, 400),
        ({"q": "a", "source": "ar", "target": "en", "format": "pdf"}, 400),
        ({"q": [1], "source": "ar", "target": "en"}, 400),
        ({"q": "a" * 30_000, "source": "ar", "target": "en"}, 413),
    ],
)
def test_libretranslate_errors_have_its_form(client: httpx.Client, body: object, status: int) -> None:
    answer = client.post("/translate", json=body)
    assert answer.status_code == status
    assert list(answer.json()) == ["error"]


def test_lists_that_a_cache_could_confuse_stay_apart(client: httpx.Client) -> None:
    def ask(texts: list[str]) -> list[str]:
        body = {"q": texts, "source": "ar", "target": "en"}
        found: list[str] = client.post("/translate", json=body).json()["translatedText"]
        return found

    assert len(ask(["نعم|لا"])) == 1
    assert len(ask(["نعم", "لا"])) == 2


def test_a_question_stays_one(libre: LibreTranslateAPI) -> None:
    assert libre.translate(QUESTION, "ar", "en").endswith("?")


def test_html_comes_back_as_html(client: httpx.Client) -> None:
    body = {"q": f"<p>{MARKED}</p><p>AT&amp;T</p>", "source": "ar", "target": "en", "format": "html"}
    draft = client.post("/translate", json=body).json()["translatedText"]
    assert draft.startswith("<p>")
    assert draft.count("<b>") == draft.count("</b>") == 1
    assert draft.endswith("<p>AT&amp;T</p>")


def test_a_file_is_translated_and_can_be_fetched(client: httpx.Client, drafts: dict[str, str]) -> None:
    files = {"file": ("../x.txt", f"{THANKS}\n\n{QUESTION}\n".encode())}
    answer = client.post("/translate_file", files=files, data={"source": "ar", "target": "en"})
    address = answer.json()["translatedFileUrl"]
    fetched = client.get(address)
    assert fetched.text == f"{drafts[THANKS]}\n\n{drafts[QUESTION]}\n"
    assert client.get(address.replace(".x.txt", "x.x.txt")).status_code == 404


def test_user_interfaces_are_told_the_limits(client: httpx.Client) -> None:
    settings = client.get("/frontend/settings").json()
    assert ".docx" in settings["supportedFilesFormat"]
    assert settings["charLimit"] == 20_000
    assert client.get("/health").json() == {"status": "ok"}


def test_deepl_translates_texts(deepl_client: deepl.DeepLClient, drafts: dict[str, str]) -> None:
    found = deepl_client.translate_text([THANKS, QUESTION], source_lang="AR", target_lang="EN-US")
    assert [result.text for result in found] == [drafts[THANKS], drafts[QUESTION]]
    assert [result.detected_source_lang for result in found] == ["AR", "AR"]
    assert [result.billed_characters for result in found] == [len(THANKS), len(QUESTION)]


def test_deepl_keeps_tags(deepl_client: deepl.DeepLClient) -> None:
    found = deepl_client.translate_text(MARKED, target_lang="EN-GB", tag_handling="xml")
    assert not isinstance(found, list)
    assert found.text.count("<b>") == found.text.count("</b>") == 1


def test_deepl_lists_languages_and_usage(deepl_client: deepl.DeepLClient) -> None:
    assert [language.code for language in deepl_client.get_source_languages()] == ["AR"]
    assert [language.code for language in deepl_client.get_target_languages()] == ["EN-GB", "EN-US"]
    usage = deepl_client.get_usage()
    assert usage.character.count is not None
    assert usage.character.count > 0
    assert not usage.any_limit_reached


def test_deepl_keeps_glossaries(deepl_client: deepl.DeepLClient) -> None:
    entries = {"التحالف الدولي": "XYZ", "داعش": "ISIS"}
    made = deepl_client.create_glossary("mine", "AR", "EN", entries)
    assert (made.name, made.entry_count, made.ready) == ("mine", 2, True)
    assert abs((datetime.now(UTC) - made.creation_time).total_seconds()) < 60
    assert made.glossary_id in [found.glossary_id for found in deepl_client.list_glossaries()]
    assert deepl_client.get_glossary_entries(made.glossary_id) == entries
    text = "التقى التحالف الدولي اليوم."
    found = deepl_client.translate_text_with_glossary(text, made)
    assert not isinstance(found, list)
    assert "XYZ" in found.text
    deepl_client.delete_glossary(made)
    with pytest.raises(deepl.GlossaryNotFoundException):
        deepl_client.get_glossary(made.glossary_id)
    assert [pair.source_lang for pair in deepl_client.get_glossary_languages()] == ["ar"]


def test_deepl_translates_documents(
    deepl_client: deepl.DeepLClient, drafts: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "time.sleep", lambda _seconds: None
    )  # its own pause between two looks is five seconds
    target = io.BytesIO()
    status = deepl_client.translate_document(
        f"{THANKS}\n".encode(), target, target_lang="EN-US", filename="x.txt"
    )
    assert target.getvalue().decode() == f"{drafts[THANKS]}\n"
    assert status.billed_characters == len(THANKS)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"target_lang": "DE"}, 400),
        ({"source_lang": "FR"}, 400),
        ({"text": []}, 400),
        ({"text": ["a"] * 51}, 413),
        ({"tag_handling": "rtf"}, 400),
        ({"glossary_id": "none"}, 404),
    ],
)
def test_deepl_errors_have_its_form(client: httpx.Client, change: dict[str, object], status: int) -> None:
    answer = client.post("/v2/translate", json={"text": ["a"], "target_lang": "EN-US", **change})
    assert answer.status_code == status
    assert set(answer.json()) == {"message", "detail"}


def test_a_word_document_stays_one(client: httpx.Client, tmp_path: Path) -> None:
    from docx import Document

    path = tmp_path / "x.docx"
    made = Document()
    made.add_paragraph(THANKS)
    made.save(str(path))
    job = client.post("/v1/documents", files={"file": ("x.docx", path.read_bytes())}).json()
    with client.stream("GET", f"/v1/jobs/{job['id']}/events") as events:
        last = [json.loads(line[6:]) for line in events.iter_lines() if line.startswith('data: {"id')][-1]
    assert last["state"] == "done"
    answer = client.get(f"/v1/documents/{job['id']}/result")
    assert "x.en.docx" in answer.headers["content-disposition"]
    text = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "minister" in text
    assert THANKS not in text


def test_a_file_of_no_known_format_is_refused(client: httpx.Client) -> None:
    answer = client.post("/v1/documents", files={"file": ("x.exe", b"MZ")})
    assert (answer.status_code, answer.json()["code"]) == (422, "input.format")
