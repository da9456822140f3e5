"""The map follows the lessons that are there and what the reader has run."""

import json
from pathlib import Path

from hpstudy.course import as_markdown, lessons, next_lesson
from hpstudy.places import notebooks
from hpstudy.workbook import lay_out

DAMAGE = ["{", "[]", '{"cells": 3}', '{"cells": [1]}']


def run_a_cell(path: Path) -> None:
    """Mark one code cell of a notebook as run, as JupyterLab saves it."""
    notebook = json.loads(path.read_text())
    next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")["execution_count"] = 1
    path.write_text(json.dumps(notebook))


def test_the_map_has_every_lesson_in_order_and_its_minutes(tmp_path):
    course = lessons(tmp_path)
    assert [one.name for one in course] == sorted(p.stem for p in notebooks().glob("*.ipynb"))
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
