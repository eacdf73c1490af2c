"""`amana translate` with documents: a file in its own format comes out, whole or not at all."""

import json
import shutil
import subprocess
from collections.abc import Callable, Generator, Iterable
from io import BytesIO
from pathlib import Path

import docx
import pytest
from document_drafts import ARABIC, FILES, SENTENCE, in_latin, latin, repacked
from lxml import etree

from mt.documents.bilingual import to_bilingual
from mt.documents.drafting import plan_drafts, translate_document
from mt.documents.registry import Choice, read_document
from mt.errors import EngineError, FormatError, InputError, MissingFileError, OutputError
from mt.translation import Flag, Translation
from service.document_jobs import are_documents, plan_jobs
from service.journal import Journal
from service.translate_documents import DocumentOptions, translate_documents

Run = Callable[..., subprocess.CompletedProcess[bytes]]


class Latin:
    """A translator that writes Latin letters, notes what it was asked, and fails where it is told to."""

    def __init__(self, *, fails: str = "", stops_at: str = "") -> None:
        self.asked: list[str] = []
        self._fails, self._stops_at = fails, stops_at

    def translate(self, texts: Iterable[str], /) -> Generator[Translation, None, None]:
        for text in texts:
            if self._stops_at and self._stops_at in text:
                raise KeyboardInterrupt
            self.asked.append(text)
            if self._fails and self._fails in text:
                yield Translation(text, "", None, frozenset({Flag.FAILED}), "latin", "told to")
            else:
                yield from latin([text])


def translate(
    files: list[Path], output: Path | None, translator: Latin | None = None, **options: object
) -> Latin:
    """Draft files as the command does, with a translator of our own."""
    used = translator or Latin()
    bilingual = options.pop("bilingual", None)
    assert bilingual in {None, "xliff", "docx", "html"}
    jobs = plan_jobs(files, output, bilingual)
    made_with = str(options.pop("made_with", ""))
    chosen = DocumentOptions(Choice(), bilingual=bilingual, made_with=made_with)
    translate_documents(jobs, lambda: (used, "latin"), chosen)
    return used


@pytest.fixture
def article(tmp_path: Path) -> Path:
    path = tmp_path / "article.md"
    path.write_text("# نعم\n\nلا.\n\nكتاب.\n", encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_the_bundled_model_drafts_a_word_document(amana: Path, tmp_path: Path) -> None:
    shutil.copy(FILES / "libreoffice.docx", tmp_path / "report.docx")
    command = [
        amana,
        "translate",
        tmp_path / "report.docx",
        "-o",
        tmp_path / "draft.docx",
        "--beam-size",
        "1",
    ]
    process = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert process.returncode == 0, process.stderr
    assert process.stdout == b""
    document = docx.Document(BytesIO((tmp_path / "draft.docx").read_bytes()))
    text = " ".join(paragraph.text for paragraph in document.paragraphs)
    assert not ARABIC.search(text)
    assert "Beirut" in text
    assert len(document.paragraphs[2].hyperlinks) == 1
    assert names(tmp_path) == ["draft.docx", "report.docx"]


def test_a_document_without_output_goes_to_standard_output(amana: Path, article: Path) -> None:
    process = subprocess.run([amana, "translate", article], capture_output=True, timeout=120, check=False)
    assert process.returncode == 0, process.stderr
    assert process.stdout.decode().startswith("# ")
    assert process.stdout.count(b"\n") == 5


def test_a_bad_document_is_told_in_a_line(amana: Path, tmp_path: Path) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes((FILES / "libreoffice.docx").read_bytes()[:5000])
    command = [amana, "translate", path, "-o", tmp_path / "draft.docx"]
    process = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert (process.returncode, process.stdout) == (2, b"")
    assert process.stderr.decode().startswith(f"amana: {path} is damaged or cut off")
    assert process.stderr.count(b"\n") == 1
    assert names(tmp_path) == ["report.docx"]


@pytest.mark.parametrize(
    ("files", "output", "as_json", "expected"),
    [
        (["a.docx"], None, False, True),
        (["a.doc"], None, False, True),
        (["a.txt"], None, False, False),
        (["a.txt"], "b.txt", False, True),
        (["a.txt"], "b.txt", True, False),
        (["a.txt", "b.txt"], "c.txt", False, False),
        (["a.txt"], ".", False, True),
        (["a"], "b", False, False),
        (["."], "b", False, True),
    ],
)
def test_what_is_a_document_and_what_is_lines(
    files: list[str], output: str | None, as_json: bool, expected: bool
) -> None:
    place = None if output is None else Path(output)
    assert are_documents([Path(name) for name in files], place, as_json=as_json) == expected


def test_plain_text_keeps_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("نعم\r\n\r\nIBM\r\nلا".encode())
    translate([tmp_path / "a.txt"], tmp_path / "b.txt")
    assert (tmp_path / "b.txt").read_bytes() == b"nEm\r\n\r\nIBM\r\nla"


def test_a_folder_comes_back_as_a_folder(tmp_path: Path) -> None:
    source = tmp_path / "in"
    (source / "deep").mkdir(parents=True)
    for name in ("a.md", "deep/b.html", ".hidden.md", "~$c.docx", "picture.png"):
        (source / name).write_text("نعم", encoding="utf-8")
    translate([source], tmp_path / "out")
    assert names(tmp_path / "out") == ["a.md", "deep/b.html"]
    assert (tmp_path / "out" / "deep" / "b.html").read_text() == "nEm"


def test_an_output_within_the_folder_is_not_read_again(article: Path) -> None:
    folder = article.parent
    for _ in range(2):
        translate([folder], folder / "out")
    assert names(folder) == ["article.md", "out/article.md"]


def test_what_fails_in_a_folder_keeps_nothing_else_from_being_drafted(article: Path) -> None:
    folder = article.parent
    (folder / "bad.docx").write_bytes(b"no")
    (folder / "failing.txt").write_text("قف", encoding="utf-8")
    with pytest.raises(EngineError, match="2 of 3 documents were not drafted"):
        translate([folder], folder / "out", Latin(fails="قف"))
    assert names(folder / "out") == [".amana-journal", "article.md"]


@pytest.mark.parametrize("before", [None, b"before"])
def test_nothing_is_written_when_a_sentence_fails(article: Path, before: bytes | None) -> None:
    target = article.with_name("draft.md")
    if before is not None:
        target.write_bytes(before)
    with pytest.raises(EngineError, match=r"1 sentences of .*article\.md could not be translated.*told to"):
        translate([article], target, Latin(fails="كتاب"))
    assert (target.read_bytes() if target.exists() else None) == before


def test_a_stopped_job_goes_on_with_what_it_had(article: Path, capsys: pytest.CaptureFixture[str]) -> None:
    target = article.with_name("draft.md")
    with pytest.raises(KeyboardInterrupt):
        translate([article], target, Latin(stops_at="كتاب"))
    assert capsys.readouterr().err == "amana: stopped; the same command goes on with what is drafted\n"
    assert names(article.parent) == [".draft.md.amana-journal", "article.md"]
    assert translate([article], target).asked == ["كتاب."]
    assert capsys.readouterr().err == "amana: going on with 2 sentences that were drafted before\n"
    assert target.read_text() == "# nEm\n\nla.\n\nktab.\n"
    assert names(article.parent) == ["article.md", "draft.md"]


def test_a_line_that_was_cut_off_counts_for_nothing(article: Path) -> None:
    target = article.with_name("draft.md")
    with pytest.raises(KeyboardInterrupt):
        translate([article], target, Latin(stops_at="كتاب"))
    journal = article.with_name(".draft.md.amana-journal")
    journal.write_bytes(journal.read_bytes()[:-9])
    assert translate([article], target).asked == ["لا.", "كتاب."]


def test_another_model_or_other_options_begin_anew(article: Path) -> None:
    target = article.with_name("draft.md")
    with pytest.raises(KeyboardInterrupt):
        translate([article], target, Latin(stops_at="كتاب"))
    assert translate([article], target, made_with="beam 1").asked == ["نعم", "لا.", "كتاب."]


def test_a_journal_holds_all_that_a_translation_has(tmp_path: Path) -> None:
    translation = Translation("نعم", "Yes\n\N{LINE SEPARATOR}", -0.5, frozenset({Flag.REPEATED}), "m")
    journal = Journal(tmp_path / "j", made_with="x")
    journal._keep("نعم", translation)
    journal.close()
    again = Journal(tmp_path / "j", made_with="x")
    assert list(again.translate(["نعم"], Latin(fails="نعم"))) == [translation]
    again.remove()
    assert names(tmp_path) == []


def test_a_sentence_that_failed_is_tried_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "j", made_with="x")
    assert [t.text for t in journal.translate(["نعم", "نعم"], Latin(fails="نعم"))] == ["", ""]
    assert [t.text for t in journal.translate(["نعم"], Latin())] == ["nEm"]
    journal.close()


@pytest.mark.parametrize(
    ("files", "output", "error", "message"),
    [
        (["gone.md"], "b.md", MissingFileError, r"no such file: .*gone\.md"),
        (["a.md"], "b.docx", InputError, r"let .*b\.docx end in \.md"),
        (["a.md"], "a.md", InputError, r"a\.md is read and would be written over"),
        (["a.md"], "gone/b.md", OutputError, "there is no directory"),
        (["a.md", "b.md"], None, InputError, "several documents need a folder"),
        (["a.md", "b.md"], "c.md", OutputError, "it is a file; name a folder"),
        (["a.md", "x/a.md"], "out", InputError, r"two documents would go to .*a\.md"),
        (["empty"], "out", InputError, r"no document in .*empty; the endings .*\.docx"),
    ],
)
def test_jobs_that_cannot_be_are_told(
    tmp_path: Path, files: list[str], output: str | None, error: type[Exception], message: str
) -> None:
    for folder in ("empty", "x"):
        (tmp_path / folder).mkdir()
    for name in ("a.md", "b.md", "c.md", "x/a.md"):
        (tmp_path / name).write_bytes(b"x")
    with pytest.raises(error, match=message):
        plan_jobs([tmp_path / name for name in files], tmp_path / output if output else None, None)


BILINGUAL = "<p>لا <b>نعم</b> لا</p><p>IBM</p><p>نعم.<br>لا.</p>".encode()


@pytest.mark.parametrize(("kind", "ending"), [("xliff", ".xlf"), ("docx", ".docx"), ("html", ".html")])
def test_source_and_draft_side_by_side(tmp_path: Path, kind: str, ending: str) -> None:
    (tmp_path / "a.html").write_bytes(BILINGUAL)
    translate([tmp_path / "a.html"], tmp_path / f"b{ending}", bilingual=kind)
    document = read_document((tmp_path / f"b{ending}").read_bytes(), f"b{ending}")
    texts = [unit.text for unit in document.units]
    if kind == "xliff":
        assert texts == []  # each unit has its target
    else:
        assert [text for text in texts if ARABIC.search(text)][-2:] == (
            ["نعم.", "لا."] if kind == "docx" else ["لا نعم لا", "نعم.لا."]
        )
        assert in_latin("لا نعم لا") in texts


def test_bilingual_xliff_has_the_marks_of_both_sides() -> None:
    document = read_document(BILINGUAL, "a.html")
    root = etree.fromstring(to_bilingual(translate_document(document, latin), "a.html", "xliff"))
    units = [
        [etree.tostring(side, encoding="unicode", with_tail=False).split(">", 1)[1] for side in unit]
        for unit in root.iter("{*}trans-unit")
    ]
    assert units == [
        ['لا <g id="1">نعم</g> لا</source>', 'la <g id="1">nEm</g> la</target>'],
        ['نعم.<x id="1" ctype="lb"/>لا.</source>', 'nEm.<x id="1" ctype="lb"/>la.</target>'],
    ]
    assert [unit.get("id") for unit in root.iter("{*}trans-unit")] == ["1", "3"]


def test_doubts_stand_beside_the_draft() -> None:
    document = read_document("<p>نعم</p>".encode(), "a.html")
    plan = plan_drafts(document.units)
    doubtful = Translation("نعم", "Yes", -1.0, frozenset({Flag.REPEATED}), "m", confidence=0.25)
    drafted = plan.finish([doubtful])
    for kind in ("xliff", "html"):
        assert b"check: repeated; confidence 0.25" in to_bilingual(drafted, "a.html", kind)


def test_what_is_left_to_a_person_has_no_target() -> None:
    document = read_document("<p>نعم</p>".encode(), "a.html")
    withheld = Translation("نعم", "", None, frozenset(), "m", confidence=0.1)
    drafted = plan_drafts(document.units).finish([withheld])
    assert b"<target" not in to_bilingual(drafted, "a.html", "xliff")
    assert document.render(drafted.drafts) == "<p>نعم</p>".encode()


def test_json_tells_the_sentences_of_each_document(amana: Path, article: Path) -> None:
    command = [amana, "translate", article, "-o", article.with_name("draft.md"), "--json", "--beam-size", "1"]
    process = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert process.returncode == 0, process.stderr
    told = json.loads(process.stdout)
    assert [sentence["source"] for sentence in told["sentences"]] == ["نعم", "لا.", "كتاب."]
    assert told["draft"].endswith("draft.md")


def test_columns_and_keys_are_taken_from_the_command_line(amana: Path, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,text\nنعم,شكرا\n", encoding="utf-8")
    command = [amana, "translate", tmp_path / "a.csv", "-o", tmp_path / "b.csv", "--columns", "text"]
    process = subprocess.run(command, capture_output=True, timeout=120, check=False)
    assert process.returncode == 0, process.stderr
    [header, row] = (tmp_path / "b.csv").read_text(encoding="utf-8").splitlines()
    assert header == "id,text"
    assert row.startswith("نعم,")
    assert not ARABIC.search(row.removeprefix("نعم,"))


def test_a_bomb_among_documents_is_named(tmp_path: Path) -> None:
    bomb = repacked((FILES / "libreoffice.docx").read_bytes(), {"bomb": b" " * (20 << 20)})
    (tmp_path / "bomb.docx").write_bytes(bomb)
    with pytest.raises(InputError, match="looks like a ZIP bomb"):
        translate([tmp_path / "bomb.docx"], tmp_path / "out.docx")
    assert names(tmp_path) == ["bomb.docx"]


def test_a_format_error_names_the_document(tmp_path: Path) -> None:
    (tmp_path / "a.xlf").write_text(SENTENCE, encoding="utf-8")
    with pytest.raises(FormatError, match=r"a\.xlf is not well-formed XML"):
        translate([tmp_path / "a.xlf"], tmp_path / "b.xlf")
