"""show_demo: what lands on the page, and what is returned."""

import base64
import io

import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from PIL import Image

from hpstudy.widgets.film import Screen
from hpstudy.widgets.show import show_demo


@pytest.fixture
def notebook():
    yield InteractiveShell.instance()
    InteractiveShell.clear_instance()


def test_the_output_is_a_live_page_a_picture_and_a_sentence(notebook):
    with capture_output() as captured:
        demo = show_demo("d.first", seed=4)
    (output,) = captured.outputs
    view, png, text = (
        output.data[kind]
        for kind in ("application/vnd.jupyter.widget-view+json", "image/png", "text/plain")
    )
    assert view["model_id"] == demo.film.screen.model_id
    assert Image.open(io.BytesIO(base64.b64decode(png))).size == (900, 540)
    assert text == f"{demo.demo.question} {demo.sentence}"
    assert demo.seed == 4


def test_what_is_returned_is_not_shown_again(notebook):
    with capture_output() as captured:
        notebook.run_cell("from hpstudy.widgets.show import show_demo\nshow_demo('d.first')")
    assert len(captured.outputs) == 1


def test_with_a_prediction_it_opens_locked_and_without_unlocked(notebook):
    with capture_output():
        locked, free = show_demo("d.first"), show_demo("d.first", predict=False)
    assert locked.film.screen.spec["predict"]["kind"] == "options"
    assert free.film.screen.spec["predict"] is None


def test_what_is_saved_holds_the_opening_picture(notebook):
    with capture_output():
        demo = show_demo("d.first")
    state = Screen.get_state(demo.film.screen)
    (reel,) = state["reels"]
    assert reel["fresh"]
    assert [frame["key"] for frame in reel["frames"]] == [f"0:{demo.position[0]}"]
    assert sum(reel["lengths"]) == len(reel["data"])


def test_outside_of_a_notebook_it_is_said_and_usable(capsys):
    demo = show_demo("d.first")
    assert demo.sentence in capsys.readouterr().out
    assert demo.set(strength=100).numbers.seen_error > 40


@pytest.mark.parametrize("seed", [-1, 1.5, "0", None, True])
def test_a_seed_that_is_none_is_refused_in_one_sentence(seed):
    with pytest.raises(ValueError, match="a seed is a whole number from 0 on, not"):
        show_demo("d.first", seed=seed)
