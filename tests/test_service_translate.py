"""`amana translate` from the shell: a line in is a line out, whatever the line."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

LINE = "وصل وزير الخارجية إلى بيروت اليوم."

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture
def run(amana: Path) -> Run:
    def translate(*arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [amana, "translate", *arguments]
        return subprocess.run(command, input=stdin, capture_output=True, timeout=120, check=False)

    return translate


def test_line_in_is_line_out(run: Run) -> None:
    process = run(stdin=f"{LINE}\n\n2254\r\n😀\n{LINE}".encode())
    lines = process.stdout.decode().split("\n")
    assert process.returncode == 0, process.stderr
    assert (lines[1:4], lines[5:]) == (["", "2254\r", "😀"], [""])
    assert lines[0] == lines[4] != ""
    assert process.stderr == b""  # nothing but results where there is no terminal


def test_json_gives_an_object_a_line(run: Run) -> None:
    process = run("--json", stdin=f"{LINE}\n\nEnglish\n".encode())
    first, blank, english = map(json.loads, process.stdout.decode().splitlines())
    assert first.keys() == {
        *("source", "text", "score", "flags", "model", "error", "steps", "made_by"),
        *("confidence", "unsure", "alternatives", "matches"),
    }
    assert first["source"] == LINE
    assert first["score"] <= 0
    assert (blank["source"], blank["text"], blank["score"], blank["flags"]) == ("", "", None, [])
    assert (english["text"], english["flags"]) == ("English", ["untranslated"])
    assert LINE in process.stdout.decode()  # Arabic as it is, not as escapes


def test_files_are_translated_one_after_the_other_into_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{LINE}\nIBM 1", encoding="utf-8")
    (tmp_path / "b.txt").write_text("IBM 2\n\n", encoding="utf-8-sig")
    process = run(tmp_path / "a.txt", tmp_path / "b.txt", "-o", tmp_path / "out.txt")
    assert process.stdout == b""
    lines = (tmp_path / "out.txt").read_text(encoding="utf-8").split("\n")
    assert lines[1:] == ["IBM 1", "IBM 2", "", ""]
    assert lines[0]


def test_suspicious_drafts_are_counted_on_standard_error(run: Run) -> None:
    process = run(stdin=b"English\n")
    assert process.returncode == 0
    assert process.stderr == b"amana: check these drafts: 1 untranslated; --json says which lines\n"


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_nothing_in_is_nothing_out(run: Run, options: list[str]) -> None:
    process = run(*options)
    assert (process.returncode, process.stdout, process.stderr) == (0, b"", b"")


def test_five_thousand_empty_lines_come_back(run: Run) -> None:
    process = run(stdin=b"\n" * 5_000)
    assert (process.returncode, process.stdout) == (0, b"\n" * 5_000)


def test_ten_thousand_words_without_a_stop_are_one_line(run: Run) -> None:
    # The same few words, so that few pieces are different and the test stays quick.
    process = run("--beam-size", "1", stdin=("وصل الوزير إلى بيروت " * 2_500).encode())
    assert process.returncode == 0, process.stderr
    assert process.stdout.count(b"\n") == 1
    assert len(process.stdout.split()) > 1_000


@pytest.mark.parametrize(
    ("arguments", "stdin", "message"),
    [
        (["absent.txt"], b"", "no such file: absent.txt"),
        (["."], b"", "several documents need a folder"),
        (
            [],
            "نعم\n\xff".encode("latin-1", errors="replace"),
            "standard input is not UTF-8 (byte 0xff in line 2)",
        ),
        (["--beam-size", "0"], b"", "--beam-size"),
        (["--engine", "other"], b"", "--engine"),
    ],
)
def test_unusable_input_is_told_with_exit_code_2(
    run: Run, arguments: list[str], stdin: bytes, message: str
) -> None:
    process = run(*arguments, stdin=stdin)
    assert (process.returncode, process.stdout) == (2, b"")
    assert message in process.stderr.decode()
    assert b"Traceback" not in process.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "absent"], "amana: no model 'absent'"),
        (["-o", "absent/out.txt"], "amana: cannot write absent/out.txt"),
    ],
)
def test_failure_is_one_line_with_exit_code_1(run: Run, arguments: list[str], message: str) -> None:
    process = run(*arguments, stdin=LINE.encode())
    assert (process.returncode, process.stdout) == (1, b"")
    assert process.stderr.decode().startswith(message)
    assert process.stderr.count(b"\n") == 1


def test_default_path_loads_neither_torch_nor_transformers(tmp_path: Path) -> None:
    # With an empty cache, so that the conversion is part of it.
    program = (
        "import sys; from service.cli import app\n"
        "app(['translate', '--cache-dir', sys.argv[1]], standalone_mode=False)\n"
        "loaded = {'torch', 'transformers', 'huggingface_hub'} & set(sys.modules)\n"
        "sys.exit(f'loaded {loaded}' if loaded else 0)"
    )
    process = subprocess.run(
        [sys.executable, "-c", program, tmp_path],
        input=LINE.encode(),
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert process.returncode == 0, process.stderr
    assert process.stdout.strip()
    assert list((tmp_path / "ctranslate2").iterdir())


def test_terminal_gets_each_line_before_the_next_is_typed(amana: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen([amana, "translate"], stdin=theirs, stdout=subprocess.PIPE) as process:
        os.close(theirs)
        assert process.stdout is not None
        for line in (LINE, "IBM"):
            os.write(ours, f"{line}\n".encode())
            assert process.stdout.readline().strip()
        os.write(ours, b"\x04")
        assert process.wait(timeout=60) == 0
    os.close(ours)


def test_terms_of_a_glossary_stand_in_the_draft(run: Run, tmp_path: Path) -> None:
    terms = tmp_path / "terms.tsv"
    terms.write_text("بيروت\tBayrut City\nبيروت\tBeirut\n", encoding="utf-8")
    process = run("--glossary", terms, stdin=f"{LINE}\n".encode())
    assert process.returncode == 0, process.stderr
    assert b"Bayrut City" in process.stdout
    assert "amana: بيروت has several targets" in process.stderr.decode()


def test_memory_terms_and_alternatives_go_together(run: Run, amana: Path, tmp_path: Path) -> None:
    (tmp_path / "old.tsv").write_text("نعم\tIndeed\n", encoding="utf-8")
    memory = tmp_path / "memory.db"
    subprocess.run([amana, "memory", "import", memory, tmp_path / "old.tsv"], check=True, capture_output=True)
    options = ("--memory", memory, "--term", "بيروت=Bayrut City", "--term", "الوزير", "--words")
    process = run("--json", "--alternatives", "2", *options, stdin=f"{LINE}\nنعم\n".encode())
    first, second = map(json.loads, process.stdout.decode().splitlines())
    assert "Bayrut City" in first["text"]
    assert len(first["alternatives"]) <= 2
    assert all("Bayrut City" in other for other in first["alternatives"])
    assert (second["text"], second["steps"]) == ("Indeed", ["from-memory"])
    assert second["matches"][0]["origin"] == "old.tsv"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--alternatives", "2"], "shown in JSON only; add --json"),
        (["--memory", "absent.db"], "no memory absent.db"),
        (["--term", "=x"], "write ARABIC=ENGLISH"),
        (["--server", "http://localhost:1", "--min-confidence", "0.5"], "leave --server out"),
    ],
)
def test_wishes_that_cannot_be_met_are_told(run: Run, options: list[str], message: str) -> None:
    process = run(*options, stdin=LINE.encode())
    assert process.returncode == 2
    assert message in process.stderr.decode()
