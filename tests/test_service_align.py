"""`amana align` from the shell."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]

ARABIC = "ارتفعت أسعار النفط يوم الثلاثاء.\nلم يسقط أي جريح.\n"
ENGLISH = "Oil prices rose on Tuesday.\nNo one was wounded.\n"
GOLD = "[0]:[0]\n[1]:[1]\n"


@pytest.fixture(scope="module")
def run(amana: Path) -> Run:
    def run(*arguments: str | Path, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [amana, "align", *arguments],
            input=stdin,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "a.txt").write_text(ARABIC, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ENGLISH, encoding="utf-8")
    return tmp_path / "a.txt", tmp_path / "b.txt"


@pytest.mark.parametrize("flags", [(), ("--segmented",), ("-o", "-")])
def test_beads_are_printed_and_the_summary_goes_elsewhere(
    run: Run, files: tuple[Path, Path], flags: tuple[str, ...]
) -> None:
    result = run(*files, *flags)
    assert (result.returncode, result.stdout) == (0, GOLD)
    summary = (
        r"2 beads of 2 and 2 sentences; unpaired: 0 and 0; moved: 0; mean confidence: [01]\.\d\d; \d+\.\d s\n"
    )
    assert re.fullmatch(summary, result.stderr)


def test_json_holds_summary_texts_and_confidence(run: Run, files: tuple[Path, Path]) -> None:
    document = json.loads(run(*files, "--json").stdout)
    assert [bead["target"] for bead in document["beads"]] == ENGLISH.splitlines()
    assert all(0 <= bead["confidence"] <= 1 for bead in document["beads"])
    assert document["summary"]["kinds"] == {"1-1": 2}
    assert (document["left_out"], document["score"]) == (0, None)


@pytest.mark.parametrize(
    ("form", "mark"), [("tmx", "<tu>"), ("html", 'dir="rtl"'), ("jsonl", '"source_ids"'), ("tsv", "\tno\t")]
)
def test_a_file_is_written_and_json_beside_it_has_no_beads(
    run: Run, files: tuple[Path, Path], tmp_path: Path, form: str, mark: str
) -> None:
    result = run(*files, "--format", form, "-o", tmp_path / "out", "--json")
    assert (result.returncode, result.stderr) == (0, "")
    assert (tmp_path / "out").read_text(encoding="utf-8").count(mark) == 2
    assert "beads" not in json.loads(result.stdout)


def test_what_is_not_sure_enough_is_left_out_and_counted(run: Run, files: tuple[Path, Path]) -> None:
    result = run(*files, "--min-confidence", "1")
    assert (result.returncode, result.stdout) == (0, "")
    assert "0 beads of 2 and 2 sentences; unpaired: 0 and 0; moved: 0; not sure enough: 2;" in result.stderr


def test_the_page_keeps_what_is_not_sure_enough(run: Run, files: tuple[Path, Path]) -> None:
    result = run(*files, "--min-confidence", "1", "--format", "html")
    assert result.stdout.count('class="row pair doubtful"') == 2


def test_a_score_takes_the_place_of_the_beads(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "gold").write_text("[0]:[0]\n[1]:[]\n[]:[1]\n", encoding="utf-8")
    result = run(*files, "--gold", tmp_path / "gold", "--fail-under", "0.5")
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:3] == [
        "strict     0.5000  1.0000  0.6667",
        "lax        0.5000  1.0000  0.6667",
    ]


def test_a_score_under_the_bound_fails(run: Run, files: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "gold").write_text("[0]:[0, 1]\n[1]:[]", encoding="utf-8")
    result = run(*files, "--gold", tmp_path / "gold", "--fail-under", "0.9", "--json")
    assert result.returncode == 1
    assert result.stderr == "amana: failed: strict F1 is 0.0000, under 0.9\n"
    document = json.loads(result.stdout)
    assert document["score"]["strict"]["f1"] == 0.0
    # Every bead is wrong, so the error is how sure they are.
    assert document["calibration_error"] == pytest.approx(document["summary"]["mean_confidence"])


def test_another_pair_of_languages_is_split_by_its_own_rules(run: Run, tmp_path: Path) -> None:
    (tmp_path / "de").write_text("Dr. Müller kam am 3. Oktober. Es regnete stark.\n", encoding="utf-8")
    (tmp_path / "fr").write_text("M. Müller est venu le 3 octobre. Il pleuvait fort.\n", encoding="utf-8")
    languages = ("--source-lang", "de", "--target-lang", "fr")
    result = run(tmp_path / "de", tmp_path / "fr", *languages, "--format", "tmx")
    assert result.returncode == 0
    assert re.findall('<tuv xml:lang="(..)">', result.stdout) == ["de", "fr"] * 2


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--source-lang", "sv"), r"no language 'sv' here; use one of ar, de, .*zh-Hant"),
        (
            ("--source-lang", "ko"),
            r"the article has hardly a letter of its language, ko \(0%\).*--source-lang",
        ),
        (("--target-lang", "ru"), r"the reference has hardly a letter .*--target-lang"),
        (("--fail-under", "0.5"), r"--fail-under needs beads .*--gold"),
        (("--gold", "nowhere"), r"no such file: nowhere.*"),
    ],
)
def test_what_cannot_be_used_is_one_line_and_exit_code_2(
    run: Run, files: tuple[Path, Path], options: tuple[str, ...], message: str
) -> None:
    result = run(*files, *options)
    assert (result.returncode, result.stdout) == (2, "")
    assert re.fullmatch(rf"amana: .*{message}.*\n", result.stderr), result.stderr


def test_gold_of_other_texts_is_refused_by_its_name(
    run: Run, files: tuple[Path, Path], tmp_path: Path
) -> None:
    (tmp_path / "gold").write_text("[7]:[0]\n", encoding="utf-8")
    result = run(*files, "--gold", tmp_path / "gold")
    assert result.returncode == 2
    assert "gold: the gold names source sentence 7, but the last of the text is 1" in result.stderr


def test_a_missing_file_is_one_line(run: Run, files: tuple[Path, Path]) -> None:
    result = run(files[0], "nowhere.txt")
    assert result.returncode == 2
    assert result.stderr.startswith("amana: no such file")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("-", "-"), "standard input is one text"),
        (("{0}", "{1}", "-o", "{0}"), "would be overwritten"),
        (("{0}", "{1}", "-o", "no/such/folder/x"), "there is no directory"),
        (("{0}", "{1}", "--format", "xliff"), "xliff"),
    ],
)
def test_what_would_spoil_the_work_is_said_before_it(
    run: Run, files: tuple[Path, Path], arguments: tuple[str, ...], message: str
) -> None:
    result = run(*(argument.format(*files) for argument in arguments), stdin="")
    assert result.returncode in {1, 2}
    assert message in result.stderr
    assert files[0].read_text(encoding="utf-8") == ARABIC


def test_an_empty_text_leaves_the_other_without_counterparts(run: Run, files: tuple[Path, Path]) -> None:
    result = run("-", files[1], stdin="")
    assert (result.returncode, result.stdout) == (0, "[]:[0]\n[]:[1]\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a good pair and its gold, a pair that cannot be used, and two files that are alone."""
    contents = {
        "good.ar": ARABIC,
        "good.en": ENGLISH,
        "good.gold": GOLD,
        "bad.ar": ENGLISH,
        "bad.en": ENGLISH,
        "lone.ar": ARABIC,
        "single.en": ENGLISH,
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return tmp_path


def test_of_a_folder_what_can_be_aligned_is_and_the_rest_is_named(run: Run, folder: Path) -> None:
    result = run(folder, folder, "-o", folder / "out")
    assert (result.returncode, result.stdout) == (1, "")
    assert [path.name for path in (folder / "out").iterdir()] == ["good.beads"]
    assert (folder / "out" / "good.beads").read_text(encoding="utf-8") == GOLD
    assert [line.partition(";")[0] for line in result.stderr.splitlines()] == [
        f"amana: {folder / 'lone.ar'} has no reference in {folder}",
        f"amana: {folder / 'single.en'} has no article in {folder}",
        "amana: bad: the article has hardly a letter of its language, ar (0%)",
        "good: 2 beads of 2 and 2 sentences",
    ]


def test_a_folder_is_scored_as_one(run: Run, folder: Path) -> None:
    for name in ("bad.ar", "bad.en", "lone.ar", "single.en"):
        (folder / name).unlink()
    result = run(folder, folder, "--gold", folder, "--json", "--fail-under", "1")
    assert result.returncode == 0
    document = json.loads(result.stdout)
    assert document["score"]["strict"]["f1"] == 1.0
    assert [pair["name"] for pair in document["pairs"]] == ["good"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ((), "give it with -o"),
        (("-o", "-"), "is no folder"),
        (("-o", "{0}"), "holds the texts"),
        (("--gold", "good.gold"), "is no folder"),
    ],
)
def test_what_a_folder_cannot_have_is_said_at_once(
    run: Run, folder: Path, options: tuple[str, ...], message: str
) -> None:
    result = run(folder, folder, *(option.format(folder) for option in options))
    assert (result.returncode, result.stdout) == (2, "")
    assert message in result.stderr


def test_scores_of_the_shared_case_are_those_of_the_shared_tool(run: Run, coalition: Path) -> None:
    texts = (coalition / "article.ar.seg", coalition / "source.en.seg", "--segmented")
    beads = coalition / "gold.beads"
    tool = coalition.parent.parent / "tools" / "score_align.py"
    document = json.loads(run(*texts, "--gold", beads, "--json").stdout)
    found = "".join(f"{bead['source_ids']}:{bead['target_ids']}\n" for bead in document["beads"])
    theirs = subprocess.run(
        [sys.executable, tool, beads, "/dev/stdin"], input=found, capture_output=True, text=True, check=True
    )
    ours = [
        f"{name:6s} P {quality['precision']:.3f} R {quality['recall']:.3f} F1 {quality['f1']:.3f}"
        for name, quality in document["score"].items()
    ]
    assert theirs.stdout.splitlines() == ours
