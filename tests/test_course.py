"""The map follows the lessons that are there and what the reader has run."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output

from hpstudy.course import as_markdown, lessons, next_lesson
from hpstudy.places import notebooks
from hpstudy.quiz import Record, load_bank
from hpstudy.quiz.agenda import agenda
from hpstudy.quiz.topics import load_topics
from hpstudy.quiz.verdict import Grade
from hpstudy.widgets.course_map import show_map
from hpstudy.workbook import lay_out

BANK = load_bank()
IDS = {question.id for question in BANK}
WRONG = Grade("wrong", 0.0)

DAMAGE = ["{", "[]", '{"cells": 3}', '{"cells": [1]}']


def run_a_cell(path: Path) -> None:
    """Mark one code cell of a notebook as run, as JupyterLab saves it."""
    notebook = json.loads(path.read_text())
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["execution_count"] = 1
    path.write_text(json.dumps(notebook))


def test_the_map_has_every_lesson_in_order_and_its_minutes(tmp_path):
    course = lessons(tmp_path)
    assert [one.name for one in course] == sorted(p.stem for p in notebooks().glob("[0-9]*.ipynb"))
    assert all(one.minutes > 0 and one.title and one.question for one in course)
    assert as_markdown(course).count(".ipynb)") == len(course) + 1


def test_next_is_the_first_lesson_not_begun(tmp_path):
    lay_out(tmp_path)
    course = lessons(tmp_path)
    assert next_lesson(course) == course[0]
    run_a_cell(tmp_path / f"{course[0].name}.ipynb")
    assert next_lesson(lessons(tmp_path)) == course[1]
    for one in course:
        run_a_cell(tmp_path / f"{one.name}.ipynb")
    assert next_lesson(lessons(tmp_path)) is None
    assert "begun every lesson" in as_markdown(lessons(tmp_path))


def test_reading_the_kit_itself_begins_nothing():
    assert not any(one.begun for one in lessons(notebooks()))


def test_a_file_that_is_no_notebook_is_not_begun(tmp_path):
    for one, damage in zip(lessons(tmp_path), DAMAGE, strict=False):
        (tmp_path / f"{one.name}.ipynb").write_text(damage)
    assert not any(one.begun for one in lessons(tmp_path))


# What the record adds


@pytest.fixture
def here(tmp_path, monkeypatch):
    """A workbook's record, in a notebook that runs there."""
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    InteractiveShell.instance()
    record = Record(tmp_path)
    yield record
    record.close()
    InteractiveShell.clear_instance()


def shown():
    """Return the first line of the map as the reader gets it, and what was printed above."""
    with capture_output() as captured:
        show_map()
    (output,) = captured.outputs
    return output.data["text/markdown"].splitlines()[0], captured.stdout


def study(record, topic, questions, days_ago=0, grade=WRONG):
    session = record.begin({"mode": "study", "topic": topic})
    at = datetime.now(UTC) - timedelta(days=days_ago)
    for question in questions:
        record.add(question, "said", grade, seed=0, session=session, at=at)


@pytest.mark.parametrize(
    ("due", "days_left", "said"),
    [
        (0, None, r"^Next: \[[^\]]+\]\([^)]+\.ipynb\), \d+ minutes\. All the lessons"),
        (1, None, r'^Next: 1 review is due, run `show_quiz\(mode="due", n=1\)`; then \['),
        (8, 12, r"^Next: 8 reviews are due, run .*n=8\)`; then \[.*Your exam is in 12 days\.$"),
        (0, 0, r"Your exam is today\.$"),
        (0, 1, r"Your exam is tomorrow\.$"),
    ],
)
def test_the_map_says_one_next_thing(tmp_path, due, days_left, said):
    first, *_ = as_markdown(lessons(tmp_path), due, days_left).splitlines()
    assert re.search(said, first)
    assert first.count("Next:") == 1


def test_the_minutes_left_are_those_of_the_lessons_not_begun(tmp_path):
    course = lessons(tmp_path)
    for n in range(len(course)):
        begun = {one.name for one in course[:n]}
        left = sum(one.minutes for one in course[n:])
        assert f"about {left} minutes" in as_markdown(lessons(tmp_path, begun))


def test_reviews_are_said_also_when_every_lesson_is_begun(tmp_path):
    course = lessons(tmp_path, {one.name for one in lessons(tmp_path)})
    first, *_ = as_markdown(course, due=3).splitlines()
    assert first == 'Next: 3 reviews are due, run `show_quiz(mode="due", n=3)`. ' + (
        "You have begun every lesson."
    )


def test_the_map_without_a_record_makes_none(here):
    assert "review" not in shown()[0]
    assert not here.path.exists()


def test_what_the_reader_got_wrong_is_on_the_map(here):
    study(here, None, list(BANK)[:5], days_ago=3)
    here.plan((datetime.now() + timedelta(days=9)).date())
    first, _ = shown()
    assert first.startswith("Next: 5 reviews are due")
    assert "then [" in first
    assert first.endswith("Your exam is in 9 days.")


def test_a_quiz_on_a_lesson_begins_it_and_one_on_everything_does_not(here):
    topic = next(t for t in load_topics().values() if t.id in {q.topic for q in BANK})
    asked = [question for question in BANK if question.topic == topic.id]
    study(here, None, list(BANK))
    assert agenda(here, IDS, datetime.now(UTC)).begun == frozenset()
    study(here, topic.id, asked)
    begun = agenda(here, IDS, datetime.now(UTC)).begun
    assert begun == {topic.lessons[0]}
    names = {one.name for one in lessons(here.path.parent, begun) if one.begun}
    assert names == begun & {one.name for one in lessons()}


def test_an_exam_that_is_past_is_not_waited_for(here):
    here.plan("2001-01-01")
    assert agenda(here, IDS, datetime.now(UTC)).days_left is None


def test_a_damaged_record_is_said_and_the_map_is_shown(here):
    here.path.write_bytes(b"no database" * 100)
    first, printed = shown()
    assert first.startswith("Next: [")
    assert "damaged" in printed
