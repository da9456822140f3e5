"""The learner's notebooks are their sources without the solutions, and nothing else."""

import json

import pytest

from hpstudy.lessons import dump, for_readers, learner_copy, without_outputs
from hpstudy.places import notebooks

SOURCES = sorted((notebooks() / "solutions").glob("*.ipynb"))


def notebook(*cells):
    return {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def code(source, outputs=()):
    return {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": source,
        "execution_count": 3,
        "outputs": list(outputs),
    }


def test_solutions_are_taken_out_and_their_hints_stay():
    source = "def f(x):\n    # solution: one line\n    y = x\n\n    return y\n    # end\n\nf(1)"
    copy = learner_copy(notebook(code(source)))
    assert copy["cells"][0]["source"] == "def f(x):\n    ...  # your turn: one line\n\nf(1)"


def test_two_solutions_in_a_cell_are_two_gaps():
    source = "# solution: a\nx = 1\n# end\nkept = 2\n# solution: b\ny = 3\n# end"
    copy = learner_copy(notebook(code(source)))
    assert copy["cells"][0]["source"] == "...  # your turn: a\nkept = 2\n...  # your turn: b"


def test_a_long_hint_stands_above_its_gap_within_a_page():
    hint = "each of the words that say what is to be done, " * 4
    source = f"def f():\n    # solution: {hint.strip()}\n    return 1\n    # end"
    *lines, gap = learner_copy(notebook(code(source)))["cells"][0]["source"].splitlines()[1:]
    assert gap == "    ..."
    assert " ".join(line.strip("# ") for line in lines) == f"your turn: {hint.strip()}"
    assert max(map(len, lines)) <= 80


def test_a_kept_lesson_has_its_pictures_and_no_dead_view():
    data = {"application/vnd.jupyter.widget-view+json": {}, "image/png": "…", "text/plain": "…"}
    output = {"output_type": "display_data", "data": data, "metadata": {}}
    kept = for_readers(notebook(code("x", [output])))
    assert set(kept["cells"][0]["outputs"][0]["data"]) == {"image/png", "text/plain"}


def test_without_outputs_leaves_the_text():
    bare = json.loads(without_outputs(dump(notebook(code(["a\n", "b"], [{"x": 1}])))))
    assert bare["cells"][0]["source"] == "a\nb"
    assert bare["cells"][0]["outputs"] == []
    assert bare["cells"][0]["execution_count"] is None


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_each_lesson_is_made_from_its_source(source):
    solved = json.loads(source.read_text(encoding="utf-8"))
    lesson = (notebooks() / source.name).read_text(encoding="utf-8")
    assert without_outputs(lesson) == dump(learner_copy(solved))


def test_each_lesson_has_a_source():
    assert [p.name for p in SOURCES] == sorted(p.name for p in notebooks().glob("*.ipynb"))
