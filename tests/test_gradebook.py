"""A class's records merged: against sums done by hand, and whatever else lies in the folder."""

import csv
import json
import math
import os
import random
import shutil
import sqlite3
import statistics
import subprocess
import sys
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from hpstudy.cli import main
from hpstudy.gradebook import ENOUGH, GradebookError, learner_of, read_folder
from hpstudy.quiz import Record, load_bank
from hpstudy.quiz.record import Answer
from hpstudy.quiz.verdict import Grade

NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)
BANK = load_bank()
QUESTIONS = [BANK[key] for key in ("reg-l1-02", "reg-l2-01", "search-grid-01", "reg-l1-vs-l2-01")]


def answer(n, question, credit, **other):
    """Return an answer that differs from others by its number, which is also its minute."""
    verdict = {0.0: "wrong", 1.0: "right"}.get(credit, "partial")
    kept = {
        "uuid": str(UUID(int=n)), "at": (NOON + timedelta(minutes=n)).isoformat(),
        "question": question, "topic": "reg.l1", "revision": 1, "seed": None, "mode": "study",
        "answer": "x", "verdict": verdict, "credit": credit, "slip": "", "certainty": None,
        "seconds": 3.0, "session": None,
    }  # fmt: skip
    return Answer(**kept | other)


def lines(answers):
    return "".join(json.dumps({"kind": "answer", **asdict(one)}) + "\n" for one in answers)


def keep(folder, credits, at=NOON):
    record = Record(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for i, (question, credit) in enumerate(zip(QUESTIONS, credits, strict=False)):
        grade = Grade("right" if credit == 1 else "wrong", credit)
        record.add(question, "x", grade, at=at + timedelta(minutes=i))
    record.close()
    return record


def test_folders_and_files_of_either_kind_are_merged(tmp_path):
    keep(tmp_path / "ada" / "hpstudy-workbook", [1, 0, 1])
    other = keep(tmp_path / "elsewhere" / "x", [0, 0])
    (tmp_path / "bo.jsonl").write_text("".join(f"{line}\n" for line in other.lines()))
    shutil.rmtree(tmp_path / "elsewhere")
    keep(tmp_path / "empty", [])
    (tmp_path / "nobody.jsonl").write_text("")
    (tmp_path / "notes.txt").write_text("not a record")
    (tmp_path / "ada" / "hpstudy-workbook" / "search.sqlite").write_text("another thing of hers")
    book = read_folder(tmp_path)
    assert book.problems == []
    assert sorted(book.learners) == ["ada", "bo", "nobody"]
    assert book.standing("ada").questions == 3
    assert book.standing("ada").first == pytest.approx(2 / 3)
    assert book.standing("ada", "reg").first == pytest.approx(1 / 2)
    assert book.standing("ada", "reg.l1").first == 1
    assert book.standing("bo").first == 0
    assert math.isnan(book.standing("nobody").first)


def test_what_is_handed_in_twice_counts_once(tmp_path):
    record = keep(tmp_path / "ada", [1, 0])
    (tmp_path / "ada" / "early.jsonl").write_text("\n".join(record.lines()))
    keep(tmp_path / "ada", [0, 1, 1], at=NOON + timedelta(days=1))
    (tmp_path / "ada" / "late.jsonl").write_text("\n".join(record.lines()))
    shutil.copytree(tmp_path / "ada", tmp_path / "ada" / "again")
    book = read_folder(tmp_path)
    assert len(book.learners["ada"]) == 5
    standing = book.standing("ada")
    assert (standing.questions, standing.first, standing.last) == (
        3, pytest.approx(2 / 3), pytest.approx(2 / 3)
    )  # fmt: skip
    assert [a.credit for a in book.learners["ada"]] == [1, 0, 0, 1, 1]
    assert not book.problems


def test_answers_of_somebody_else_are_counted_there_and_said(tmp_path):
    record = keep(tmp_path / "ada", [1, 0])
    (tmp_path / "bo.jsonl").write_text("\n".join(record.lines()))
    book = read_folder(tmp_path)
    assert len(book.learners["ada"]) == 2
    assert book.learners["bo"] == []
    (said,) = book.problems
    assert "2 of its 2 answers stand in the record of ada" in said


def test_invalid_is_no_attempt_and_in_an_exam_the_last_answer_counts(tmp_path):
    exam = {"mode": "exam", "session": "s"}
    answers = [
        answer(1, "q1", 0.0, verdict="invalid"), answer(2, "q1", 1.0),
        answer(3, "q2", 0.0, **exam), answer(4, "q2", 1.0, **exam),
    ]  # fmt: skip
    random.Random(0).shuffle(answers)
    (tmp_path / "ada.jsonl").write_text(lines(answers))
    standing = read_folder(tmp_path).standing("ada")
    assert (standing.questions, standing.first) == (2, 1)


def bad_files():
    good = lines([answer(n, "q", 1.0) for n in range(1, 4)])
    entry = asdict(answer(1, "q", 1.0)) | {"kind": "answer"}
    without = {name: value for name, value in entry.items() if name != "credit"}
    return {
        "torn.jsonl": good[:-20],
        "prose.jsonl": "Dear teacher,\nhere it is.\n",
        "list.jsonl": "[1, 2]\n",
        "number.jsonl": "7\n",
        "foreign.jsonl": '{"grade": 1.0}\n',
        "missing.jsonl": json.dumps(without) + "\n",
        "generous.jsonl": json.dumps(entry | {"credit": 17}) + "\n",
        "text.jsonl": json.dumps(entry | {"credit": "all"}) + "\n",
        "nan.jsonl": json.dumps(entry | {"credit": math.nan}) + "\n",
        "who.jsonl": json.dumps(entry | {"uuid": ["a"]}) + "\n",
        "sitting.jsonl": json.dumps(entry | {"mode": "exam", "session": ["a"]}) + "\n",
        "seed.jsonl": json.dumps(entry | {"mode": "exam", "session": "s", "seed": []}) + "\n",
        "break.jsonl": json.dumps(entry | {"question": "q\nada 99 100 %"}) + "\n",
        "half.jsonl": json.dumps(entry | {"topic": "\ud800"}) + "\n",
        "bytes.jsonl": b"\xff\xfe\x00\x81" * 50,
        "deep.jsonl": "[" * 100_000,
        "bytes.sqlite": b"\xff\xfe\x00\x81" * 500,
        "nothing.sqlite": b"",
    }


@pytest.mark.parametrize("name", bad_files())
def test_a_bad_file_is_one_sentence_and_the_others_are_merged(tmp_path, name, capsys):
    keep(tmp_path / "ada", [1, 0])
    content = bad_files()[name]
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = path.read_bytes()
    assert main(["gradebook", str(tmp_path)]) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert name in said.err
    assert said.out.splitlines()[1].split()[:2] == ["ada", "2"]
    assert path.read_bytes() == before


def test_one_learner_is_one_however_the_name_is_spelt_and_copied(tmp_path, capsys):
    own = lines([answer(n, f"q{n}", 1.0) for n in range(3)])
    spelt = ["Zoe\u0308, M..jsonl", "Zoë, M. (1).jsonl", "Zoë, M.(2).JSONL", "Zoë, M./a.jsonl"]
    names = {"Zoë, M.": spelt, "李雷": ["李雷.jsonl"]}
    for i, files in enumerate(names.values()):
        for name in files:
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text(own.replace("00000000-", f"0000000{i}-"))
    (tmp_path / "__MACOSX").mkdir()
    for name in ("__MACOSX/._ada.jsonl", "._ada.jsonl"):
        (tmp_path / name).write_bytes(b"\0\5\x16\7")
    table = tmp_path / "grades.csv"
    assert main(["gradebook", str(tmp_path), "--csv", str(table)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    with table.open(encoding="utf-8-sig", newline="") as file:
        rows = {row["Student"]: row["hpstudy questions"] for row in csv.DictReader(file)}
    assert rows == dict.fromkeys(names, "3")
    first, second = said.out.splitlines()[1:3]
    assert len(first) == len(second) + len("李雷")  # each takes two columns
    old = tmp_path / b"Zo\xeb.jsonl".decode("utf-8", "surrogateescape")
    assert learner_of(old, tmp_path) == "Zo\N{REPLACEMENT CHARACTER}"


def test_what_is_packed_or_may_not_be_read_is_said(tmp_path, monkeypatch, capsys):
    (tmp_path / "bo.zip").write_bytes(b"PK")
    assert main(["gradebook", str(tmp_path)]) == 1
    assert "bo.zip is packed: unpack it" in capsys.readouterr().err
    (tmp_path / "ada.jsonl").write_text(lines([answer(1, "q", 1.0)]))

    def refuse(path, **_):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(type(tmp_path), "read_text", refuse)
    _, said = read_folder(tmp_path).problems
    assert said.endswith("ada.jsonl cannot be read: Permission denied.")


def test_databases_of_others_and_torn_ones_are_left_out(tmp_path):
    keep(tmp_path / "ada", [1, 0])
    whole = (tmp_path / "ada" / "record.sqlite").read_bytes()
    (tmp_path / "bo").mkdir()
    (tmp_path / "bo" / "record.sqlite").write_bytes(whole[: len(whole) // 2])
    with closing(sqlite3.connect(tmp_path / "cy.sqlite")) as other:
        other.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, entry TEXT)")
        other.commit()
    with closing(sqlite3.connect(tmp_path / "ada" / "record.sqlite")) as newer:
        shutil.copy(tmp_path / "ada" / "record.sqlite", tmp_path / "dan.sqlite")
    with closing(sqlite3.connect(tmp_path / "dan.sqlite")) as newer:
        newer.execute("PRAGMA user_version = 99")
    files = {path: path.read_bytes() for path in tmp_path.rglob("*.sqlite")}
    book = read_folder(tmp_path)
    assert list(book.learners) == ["ada"]
    assert len(book.problems) == 3
    for name, said in zip(("bo", "cy", "dan"), book.problems, strict=True):
        assert name in said
        assert "\n" not in said
    assert {path: path.read_bytes() for path in tmp_path.rglob("*.sqlite")} == files


def hand_in_class(folder, n, rng):
    """Write n records: each learner has an ability, which does not help with the `coin`."""
    credits = {}
    for i in range(n):
        ability, answers = rng.random(), []
        for j, question in enumerate(["coin", *(f"q{k}" for k in range(12))]):
            chance = 0.5 if question == "coin" else ability
            credit = float(rng.random() < chance)
            answers.append(answer(1000 * i + j, question, credit))
            credits[i, question] = credit
            answers.append(answer(1000 * i + 500 + j, question, 1.0))  # later, all know
        (folder / f"learner{i:02}.jsonl").write_text(lines(answers))
    return credits


def test_statistics_of_items_are_of_first_attempts_and_only_from_enough_learners(tmp_path):
    credits = hand_in_class(tmp_path, ENOUGH, random.Random(5))
    items = {item.question: item for item in read_folder(tmp_path).items()}
    questions = sorted({question for _, question in credits})
    for question in questions:
        own = [credits[i, question] for i in range(ENOUGH)]
        rest = [
            statistics.mean(credits[i, other] for other in questions if other != question)
            for i in range(ENOUGH)
        ]
        assert items[question].learners == ENOUGH
        assert items[question].facility == pytest.approx(statistics.mean(own))
        assert items[question].discrimination == pytest.approx(statistics.correlation(own, rest))
    assert items["q3"].discrimination > items["coin"].discrimination
    (tmp_path / "learner00.jsonl").unlink()
    for item in read_folder(tmp_path).items():
        assert (item.learners, item.facility, item.discrimination) == (ENOUGH - 1, None, None)


def test_a_question_that_all_get_right_has_no_discrimination(tmp_path):
    for i in range(ENOUGH):
        own = [answer(10 * i, "easy", 1.0), answer(10 * i + 1, "other", float(i % 2))]
        (tmp_path / f"l{i}.jsonl").write_text(lines(own))
    easy, _ = read_folder(tmp_path).items()
    assert (easy.facility, easy.discrimination) == (1, None)


def test_few_learners_get_counts_and_the_reason(tmp_path, capsys):
    keep(tmp_path / "ada", [1, 0])
    assert main(["gradebook", str(tmp_path), "--items"]) == 0
    out = capsys.readouterr().out
    assert f"need {ENOUGH} learners a question; the most so far is 1" in out
    assert QUESTIONS[0].id in out


def test_tables_for_canvas_moodle_and_a_spreadsheet(tmp_path, capsys):
    folder, grades, topics = tmp_path / "class", tmp_path / "g" / "grades.csv", tmp_path / "t.csv"
    keep(folder / "ada", [1, 0, 1])
    (folder / "=SUM(A1).jsonl").write_text(lines([answer(1, "q", 0.5, topic="=A1")]))
    assert main(["gradebook", str(folder), "--csv", str(grades), "--topics", str(topics)]) == 0
    with grades.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    canvas = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]
    assert list(rows[0])[:5] == canvas
    assert [row["Student"] for row in rows] == ["'=SUM(A1)", "ada"]
    assert [row["hpstudy first try"] for row in rows] == ["50.0", "66.7"]
    with topics.open(encoding="utf-8-sig", newline="") as file:
        found = {(row["learner"], row["topic"]): row["first try"] for row in csv.DictReader(file)}
    assert found["ada", "reg.l1"] == "100.0"
    assert found["ada", "reg.l2"] == "0.0"
    assert ("'=SUM(A1)", "'=A1") in found


def test_canvas_is_told_the_points_and_moodle_sees_learners_only(tmp_path):
    keep(tmp_path / "class" / "ada", [1, 0, 1])
    files = {option: tmp_path / f"{option}.csv" for option in ("--csv", "--canvas")}
    options = [text for option, path in files.items() for text in (option, str(path))]
    assert main(["gradebook", str(tmp_path / "class"), *options]) == 0
    texts = {option: path.read_text(encoding="utf-8") for option, path in files.items()}
    head, points, learner = csv.reader(texts["--canvas"].splitlines())
    assert texts["--csv"].startswith("\ufeff")  # for spreadsheets
    assert list(csv.reader(texts["--csv"][1:].splitlines())) == [head, learner]
    # Where Canvas' own importer looks: gradebook_importer.rb, header?, process_pp, readonly
    assert "Student" in head[0]
    assert "ID" in head[1]
    assert head[2:5] == ["SIS User ID", "SIS Login ID", "Section"]
    assert "Points Possible" in points[0]
    assert dict(zip(head[5:], points[5:], strict=True)) == {
        "hpstudy questions": "(read only)",
        "hpstudy first try": "100",
        "hpstudy last try": "100",
    }


def test_from_the_learner_s_folder_to_the_class(tmp_path, monkeypatch, capsys):
    keep(tmp_path / "home" / "hpstudy-workbook", [1, 1, 0])
    monkeypatch.chdir(tmp_path / "home")
    assert main(["export", "record", str(tmp_path / "class" / "ada")]) == 0
    assert "ada.jsonl: 3 answers" in capsys.readouterr().out
    assert read_folder(tmp_path / "class").standing("ada").questions == 3
    monkeypatch.chdir(tmp_path)
    assert main(["export", "record", str(tmp_path / "class" / "bo")]) == 1
    assert "run this in the folder of your notebooks" in capsys.readouterr().err


def test_the_tables_are_written_even_if_nobody_reads_the_text_to_its_end(tmp_path):
    keep(tmp_path / "ada", [1, 0])
    gone, closed = os.pipe()
    os.close(gone)
    done = subprocess.run(
        [sys.executable, "-m", "hpstudy", "gradebook", "ada", "--csv", "grades.csv"],
        cwd=tmp_path, stdout=closed, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(closed)
    assert (done.returncode, done.stderr) == (0, "")
    assert "ada" in (tmp_path / "grades.csv").read_text(encoding="utf-8-sig")


def test_no_folder_and_an_empty_one_are_a_sentence(tmp_path, capsys):
    with pytest.raises(GradebookError, match="is no folder"):
        read_folder(tmp_path / "none")
    assert main(["gradebook", str(tmp_path)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
