"""What each picture shows is also said, in words that a screen reader reads and a run computes."""

import base64
import io
import json
from functools import cache

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from hpstudy.places import notebooks
from hpstudy.widgets import show
from hpstudy.widgets.live import LiveDemo

LESSONS = sorted(notebooks().rglob("*.ipynb"))
FEWER = {"d.bench": ("hpstudy.demos.bench.REPLAYS", 8)}  # enough for all that it says
EVERY_DEMO = pytest.mark.parametrize("name", show.names())


def words(live):
    """What is said of the picture as it stands."""
    frame = live.frame()
    assert frame.sentence.strip()
    assert frame.alt.strip()
    return frame.sentence, frame.alt


def run(live, label):
    for _ in live.play(label):
        pass


@cache
def begun(name, *position):
    """The first answer of the run that begins at a position."""
    live = LiveDemo(show.find_demo(name))
    live.go(position, live.seed)
    next(live.play(live.demo.button), None)
    return words(live)


@cache
def ended(name, *position):
    """The last one."""
    live = LiveDemo(show.find_demo(name))
    live.go(position, live.seed)
    run(live, live.demo.button)
    return words(live)


@cache
def worked(name):
    """A demo whose run, and whose first action if it is on offer, have been made."""
    live = LiveDemo(show.find_demo(name))
    run(live, live.demo.button)
    for action, offer in zip(live.demo.actions[:1], live.frame().offers, strict=False):
        if offer is not None:
            run(live, action.label)
    return live


def moved(name, *position):
    """A position to which a reader comes after all that."""
    live = worked(name)
    live.go(position, live.seed)
    run(live, live.demo.button)
    return words(live)


@pytest.mark.slow
@EVERY_DEMO
def test_every_control_changes_what_is_said_of_the_picture(name, monkeypatch):
    if name in FEWER:
        monkeypatch.setattr(*FEWER[name])
    demo = show.find_demo(name)
    start = LiveDemo(demo).position
    for axis, control in enumerate(demo.controls):
        far = max(0, len(control.values) - 1, key=lambda end: abs(end - start[axis]))
        there = (*start[:axis], far, *start[axis + 1 :])
        for said in (begun, ended, moved):  # some have more to say after a run, or an action
            pairs = zip(said(name, *start), said(name, *there), strict=True)
            if changed := all(here != other for here, other in pairs):
                break
        assert changed, control.label


@EVERY_DEMO
def test_the_still_picture_is_described(name):
    InteractiveShell.instance()
    with capture_output() as captured:
        demo = show.show_demo(name)
    InteractiveShell.clear_instance()
    (output,) = captured.outputs
    assert Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))).format == "PNG"
    assert demo.sentence in output.metadata["image/png"]["alt"]


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_picture_that_a_lesson_keeps_is_described(lesson):
    for cell in json.loads(lesson.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                said = "".join(output["data"]["text/plain"])
                assert output["metadata"]["image/png"]["alt"] == said
                assert not said.startswith("<")  # such as <Figure size 640x480 with 1 Axes>
