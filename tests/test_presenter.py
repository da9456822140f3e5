"""Demos for the last row of a class: larger type, and nothing in its way."""

import json
import re
from itertools import pairwise

import pytest
from matplotlib.lines import Line2D
from matplotlib.text import Text

from hpstudy.places import notebooks
from hpstudy.plots.presenting import LARGER
from hpstudy.quiz.question import Single
from hpstudy.widgets import presenter
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.quiz_class import ClassQuiz
from hpstudy.widgets.quiz_paper import kit_bank
from hpstudy.widgets.show import find_demo, names, show_demo

LECTURE = json.loads((notebooks() / "lecture.ipynb").read_text(encoding="utf-8"))
CODE = [cell for cell in LECTURE["cells"] if cell["cell_type"] == "code"]
DEMOS = [
    "".join(cell["source"]).split('"')[1]
    for cell in CODE
    if "".join(cell["source"]).startswith("show_demo(")
]


@pytest.fixture
def presenting(capsys):
    presenter.present()
    yield
    presenter.present(False)


def shown(demo):
    """Pixels of a screen of 1280 x 720 for one of the picture, as presenter.css has it."""
    return min(0.685 * 1280 / demo.width, (720 - 7.4 * 80 / 3) / demo.height)


def test_a_demo_is_as_it_is_until_someone_presents():
    demo = find_demo("d.first")
    assert presenter.for_a_class(demo) is demo


def test_from_then_on_type_is_larger_next_to_its_picture(presenting):
    demo = show_demo("d.first", predict=False).demo
    plain = find_demo("d.first")
    assert plain.width / demo.width == pytest.approx(LARGER, rel=0.01)
    assert LiveDemo(demo).sentence == LiveDemo(plain).sentence


@pytest.mark.parametrize("name", names())
def test_titles_stay_large_within_the_picture_and_out_of_each_others_way(presenting, name):
    demo = presenter.for_a_class(find_demo(name))
    figure = LiveDemo(demo).figure
    boxes = []
    for axes in figure.axes:
        for text in (axes.title, axes._left_title, axes._right_title):
            if text.get_text().strip() and text.get_visible():
                boxes.append(text.get_window_extent())
                assert text.get_fontsize() * shown(demo) >= 80 / 3
    assert all(box.x1 <= figure.bbox.x1 + 1 and box.y1 <= figure.bbox.y1 + 1 for box in boxes)
    assert not [1 for i, a in enumerate(boxes) for b in boxes[:i] if a.overlaps(b)]


@pytest.mark.parametrize("name", DEMOS)
def test_no_two_labels_of_an_axis_touch(presenting, name):
    figure = LiveDemo(presenter.for_a_class(find_demo(name))).figure
    for axes in figure.axes:
        labels = [one for one in axes.xaxis.get_majorticklabels() if one.get_visible()]
        boxes = sorted((one.get_window_extent() for one in labels), key=lambda box: box.x0)
        seen = [b for b in boxes if axes.bbox.x0 - 1 <= (b.x0 + b.x1) / 2 <= axes.bbox.x1 + 1]
        assert all(a.x1 <= b.x0 + 1 for a, b in pairwise(seen))


@pytest.mark.parametrize("name", DEMOS)
def test_all_type_is_twenty_points_and_all_lines_are_seen_from_afar(presenting, name):
    demo = presenter.for_a_class(find_demo(name))
    live = LiveDemo(demo)
    texts = [text for text in live.figure.findobj(Text) if text.get_text().strip()]
    assert min(text.get_fontsize() for text in texts) * shown(demo) >= 80 / 3
    lines = [line.get_linewidth() for line in live.figure.findobj(Line2D)]
    assert min(width for width in lines if width) * shown(demo) >= 2.5


def test_warming_up_says_how_long_it_took():
    assert presenter.warm_up("d.first", "d.memory").startswith("2 demos are ready, after ")


def test_the_lecture_hides_its_code_and_folds_its_notes():
    assert all(cell["metadata"]["jupyter"]["source_hidden"] for cell in CODE)
    text = ["".join(c["source"]) for c in LECTURE["cells"] if c["cell_type"] == "markdown"]
    assert all(cell.count("<details>") == cell.count("</details>") == 1 for cell in text)
    assert len(DEMOS) >= 10


@pytest.mark.parametrize("name", DEMOS)
def test_notes_call_what_is_on_the_slide_by_its_name(name):
    """What a note has in italics is a control, a choice or a button of the demo below it."""
    texts = ["".join(cell["source"]) for cell in LECTURE["cells"]]
    notes = texts[texts.index(f'show_demo("{name}")') - 1]
    demo = find_demo(name)
    buttons = [demo.button or "", *(action.label for action in demo.actions)]
    choices = [text for control in demo.controls for text in (control.label, *control.texts)]
    for called in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", notes):
        assert any(shown.startswith(called) for shown in [*buttons, *choices]), called


def test_its_five_questions_can_be_answered_by_a_show_of_hands():
    asked = "".join(CODE[-1]["source"])
    ids = asked.split('"')[1::2]
    assert len(ids) == 5
    for question in ids:
        assert isinstance(kit_bank()[question], Single)


def test_questions_for_a_class_touch_nobodys_record(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    presenter.ask_class("found-perfect-01")
    assert "1 questions" in capsys.readouterr().out
    quiz = ClassQuiz(["found-perfect-01"])
    for _ in range(2):  # to the end, and asked again
        quiz._on_submit(0, 0, 1)
        quiz._on_reveal()
        quiz._on_next(0)
        assert quiz.view()["stage"] == "result"
        quiz._on_fresh()
        assert quiz.session.here.item.question.id == "found-perfect-01"
        assert not quiz.session.here.grades
    assert not list(tmp_path.iterdir())
