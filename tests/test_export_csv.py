"""The questions as a table, read back by the standard library."""

import csv

import pytest

from hpstudy.cli import main
from hpstudy.export.csv import COLUMNS, write
from hpstudy.export.questions import key, questions_of
from hpstudy.quiz import grade
from hpstudy.quiz.question import Choice, Ordering, Typed


@pytest.fixture(scope="module")
def items():
    return questions_of(seeds=2)


@pytest.fixture(scope="module")
def rows(items, tmp_path_factory):
    path = tmp_path_factory.mktemp("csv") / "bank.csv"
    assert write(path, items).startswith(f"{path}: {len(items)} questions")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def test_a_row_for_every_item_with_its_texts_as_they_are(items, rows):
    assert list(rows) == [key(item) for item in items]
    for item in items:
        row, asked = rows[key(item)], item.asked
        assert list(row) == list(COLUMNS)
        assert row["stem"].startswith(asked.stem)
        assert row["explanation"] == asked.explanation
        assert row["exam"].split() == list(asked.exam)


def test_the_key_is_right_and_every_option_has_its_reason(items, rows):
    for item in items:
        row, asked = rows[key(item)], item.asked
        if isinstance(asked, Choice):
            assert row["offered"].split("\n") == [option.text for option in asked.options]
            right = [text for text in row["offered"].split("\n") if text in row["key"].split("; ")]
            said = right if asked.type == "multiple" else right[0]
            assert grade(item.question, said, item.seed).verdict == "right"
            for option in asked.options:
                assert f"{option.text}: {option.why}" in row["reasons"]
        if isinstance(asked, Typed):
            assert grade(item.question, row["key"].split(", "), item.seed).verdict == "right"
        if isinstance(asked, Ordering):
            assert row["offered"].split("\n") != list(asked.steps) or asked.steps == tuple(
                sorted(asked.steps)
            )


def test_a_bank_of_one_s_own_and_one_topic(tmp_path, capsys):
    assert main(["export", "csv", str(tmp_path / "reg"), "--topic", "reg", "--seeds", "1"]) == 0
    with (tmp_path / "reg.csv").open(encoding="utf-8-sig", newline="") as file:
        topics = {row["topic"] for row in csv.DictReader(file)}
    assert topics
    assert all(topic.startswith("reg.") for topic in topics)
    assert "reg.csv" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--topic", "regg"], "regg"),
        (["--seeds", "0"], "1 or more"),
        (["--bank", "no-such-folder"], "no-such-folder"),
    ],
)
def test_what_a_user_gets_wrong_is_one_sentence(tmp_path, capsys, options, said):
    assert main(["export", "csv", str(tmp_path / "bank.csv"), *options]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert len(error.splitlines()) == 1
    assert not (tmp_path / "bank.csv").exists()


def test_a_place_that_cannot_be_written(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["export", "csv", str(tmp_path / "file" / "bank.csv")]) == 1
    assert capsys.readouterr().err.endswith("Choose another place.\n")
