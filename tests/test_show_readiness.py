"""What the page says about readiness: from the record, and not from anything else."""

import pytest

from hpstudy.quiz import Record, grade, load_bank
from hpstudy.widgets.readiness import as_markdown, differences, set_exam_date


@pytest.fixture(scope="module")
def bank():
    return load_bank()


def _answer(record, bank, key, text, certainty=None):
    question = bank[key]
    record.add(question, text, grade(question, text), certainty=certainty)


def test_nobody_is_ready_without_answers(tmp_path, bank):
    text = as_markdown(Record(tmp_path), bank)
    assert text.startswith("Too little to say yet")
    assert "|" not in text
    assert not list(tmp_path.iterdir())


def test_certainty_and_weak_topics_come_from_the_answers(tmp_path, bank):
    record = Record(tmp_path)
    _answer(record, bank, "search-name-01", "searching", certainty=3)
    _answer(record, bank, "reg-dropout-01", "underfitting", certainty=3)
    text = as_markdown(record, bank)
    assert "1 of 2" in text
    assert "*Dropout: a new random mask each step*, 0 of 1" in text
    assert "searching" not in text


def test_what_was_missed_comes_first_where_the_guide_differs(tmp_path, bank):
    record = Record(tmp_path)
    differs = [q for q in bank if q.guide_says and type(q).__name__ == "Single"]
    last = differs[-1]
    wrong = next(option.text for option in last.options if not option.correct)
    _answer(record, bank, last.id, wrong)
    rows = differences(record, bank).splitlines()[2:]
    assert rows[0].startswith("| missed")
    assert sum(row.startswith("| missed") for row in rows) == 1
    topics = [row.split(" | ")[1] for row in rows]
    assert len(set(topics)) == len(topics)
    assert "{{" not in "".join(rows)


def test_the_exam_date_is_kept(tmp_path, capsys):
    set_exam_date("2027-03-31", tmp_path)
    assert str(Record(tmp_path).exam_date) == "2027-03-31"
