"""Demos as a reader meets them: in a real JupyterLab, by keyboard and mouse, without a kernel."""

import base64
import io
import json

import numpy as np
import pytest
from PIL import Image

from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo
from tests.browser import DARK, LIGHT, kill_kernel, run_command, write_notebook

pytestmark = pytest.mark.browser

IMPORT = "from hpstudy.widgets.show import ShownDemo, show_demo; from tests import tiny_demos"
SLIDER = "Strength of the penalty"


def first(page):
    """The first demo on the page, once it has drawn something."""
    page.locator(".hps canvas").first.wait_for()
    page.wait_for_function("() => document.querySelector('.hps-moving').width > 300")
    return page.locator(".hps").first


def tiny(name, predict=False):
    return f"demo = ShownDemo(tiny_demos.{name}, seed=0, predict={predict}); demo.show()"


def pixels(demo, layer="moving"):
    """The picture's pixels, as text that can be compared."""
    return demo.locator(f".hps-{layer}").evaluate("canvas => canvas.toDataURL()")


def wait_until(page, holds, seconds=30):
    """Wait for what no selector can say."""
    for _ in range(20 * seconds):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s")


def test_arrow_keys_move_picture_and_sentence_and_say_the_value(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.first", predict=False)')
    demo = first(page)
    slider = demo.get_by_role("slider", name=SLIDER)
    before, words = pixels(demo), demo.locator(".hps-sentence").inner_text()
    slider.press("ArrowRight")
    page.wait_for_function(
        "words => document.querySelector('.hps-sentence').textContent !== words", arg=words
    )
    assert pixels(demo) != before
    said = demo.locator("output").inner_text()
    assert slider.get_attribute("aria-valuetext") == said
    assert f"Strength {said}" in demo.locator(".hps-sentence").inner_text()
    assert demo.get_by_role("img").get_attribute("aria-label")
    shown = pixels(demo)
    demo.press("s")
    page.wait_for_function("() => document.querySelector('.hps-seed input').value === '1'")
    wait_until(page, lambda: pixels(demo) != shown)
    demo.press("r")
    assert slider.get_attribute("aria-valuetext") != said
    assert demo.get_by_label("Seed").input_value() == "0"


def test_zoomed_it_fits_one_screen_and_is_the_picture_that_matplotlib_draws(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.first")', zoom=1.5)
    demo = first(page)
    demo.evaluate("el => el.scrollIntoView({ block: 'start' })")
    screen = page.locator(".jp-Notebook").bounding_box()
    box = demo.bounding_box()
    assert box["y"] + box["height"] <= screen["y"] + screen["height"]
    assert box["x"] + box["width"] <= screen["x"] + screen["width"]
    for part in ("sentence", "stage", "side"):
        inner = demo.locator(f".hps-{part}").bounding_box()
        assert inner["x"] + inner["width"] <= box["x"] + box["width"] + 1, part

    live = LiveDemo(find_demo("d.first"))
    live.frame()
    expected = coarse(live.drawing.png())
    drawn = coarse(base64.b64decode(both_layers(demo)))
    assert expected.std() > 10
    assert np.abs(drawn - expected).mean() < 2
    assert np.abs(drawn - expected).max() < 60


def both_layers(demo):
    """The picture as a PNG file on white paper."""
    return demo.locator(".hps-stage").evaluate(
        """stage => {
            const [still, moving] = stage.querySelectorAll('canvas')
            const all = document.createElement('canvas')
            all.width = still.width; all.height = still.height
            const ctx = all.getContext('2d')
            ctx.fillStyle = 'white'; ctx.fillRect(0, 0, all.width, all.height)
            ctx.drawImage(still, 0, 0); ctx.drawImage(moving, 0, 0)
            return all.toDataURL().split(',')[1]
        }"""
    )


def coarse(png):
    """A picture in 60 x 36 grey cells: fonts and edges may differ, the picture not."""
    image = Image.open(io.BytesIO(png)).convert("L").resize((60, 36), Image.Resampling.BOX)
    return np.asarray(image).astype(float)


def test_a_prediction_opens_the_demo_and_stays_on_the_picture(open_notebook):
    page = open_notebook(IMPORT, 'demo = show_demo("d.first")')
    demo = first(page)
    slider = demo.get_by_role("slider", name=SLIDER)
    assert slider.is_disabled()
    demo.press("s")
    assert demo.get_by_label("Seed").input_value() == "0"
    demo.get_by_role("button", name="far right").click()
    assert slider.is_enabled()
    assert "You said: far right" in demo.inner_text()
    assert demo.locator(".hps-stage .hps-said").count() == 1
    demo.press("p")
    page.get_by_text("The runs say: somewhere between").wait_for()
    assert demo.locator(".hps-stage .hps-found").count() == 1


def test_the_trail_stays_while_the_film_starts_afresh(open_notebook):
    page = open_notebook(
        IMPORT,
        "from hpstudy.widgets import reels; reels._MOST_BYTES = 20_000",
        'show_demo("d.first", predict=False)',
    )
    demo = first(page)
    slider = demo.get_by_role("slider", name=SLIDER)
    inks = []
    for _ in range(3):
        for _ in range(8):
            slider.press("ArrowRight")
        page.wait_for_timeout(500)  # a rest, and more is drawn
        inks.append(ink_right_of_the_middle(demo))
    assert inks[0] < inks[1] < inks[2]


def ink_right_of_the_middle(demo):
    """How many pixels the moving layer has painted in the right third of the picture."""
    return demo.locator(".hps-moving").evaluate(
        """canvas => {
            const left = Math.round(canvas.width * 0.66)
            const ctx = canvas.getContext('2d')
            const { data } = ctx.getImageData(left, 0, canvas.width - left, canvas.height)
            return data.filter((value, i) => i % 4 === 3 && value > 20).length
        }"""
    )


def test_the_dark_theme_is_followed_at_once_and_back(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.first", predict=False)')
    demo = first(page)
    light = pixels(demo, "still")
    run_command(page, "apputils:change-theme", theme=DARK)
    page.wait_for_selector(".hps-dark")
    assert pixels(demo, "still") != light
    run_command(page, "apputils:change-theme", theme=LIGHT)
    page.wait_for_selector(".hps:not(.hps-dark)")
    wait_until(page, lambda: pixels(demo, "still") == light)


def test_without_a_kernel_what_is_held_still_moves_and_the_rest_is_disabled(open_notebook):
    page = open_notebook(IMPORT, tiny("LINE", predict=True))
    demo = first(page)
    page.wait_for_timeout(1500)  # the film is drawn ahead
    kill_kernel(page)
    page.get_by_text("The kernel is gone").wait_for()
    demo.get_by_role("button", name="up", exact=True).click()  # the lock needs no kernel
    slider = demo.get_by_role("slider", name="Slope")
    assert slider.is_disabled()  # one of its places could not be computed
    assert demo.get_by_role("button", name="New seed").is_disabled()
    before = pixels(demo)
    demo.get_by_label("Ten times steeper").press("Space")
    assert pixels(demo) != before
    assert "Slope 40" in demo.locator(".hps-sentence").inner_text()
    assert demo.get_by_label("high").is_disabled()  # at this slope it was never drawn
    demo.get_by_role("button", name="Reset").click()
    assert pixels(demo) == before


def test_a_saved_notebook_opens_as_a_live_page_without_being_run(open_notebook, lab):
    name = write_notebook(lab.folder, IMPORT, 'show_demo("d.first", predict=False)')
    page = open_notebook(name=name)
    demo = first(page)
    slider = demo.get_by_role("slider", name=SLIDER)
    slider.press("ArrowLeft")
    page.wait_for_timeout(1500)
    still, words = pixels(demo, "still"), demo.locator(".hps-sentence").inner_text()
    run_command(page, "docmanager:save")
    saved = json.loads((lab.folder / name).read_text())
    output = saved["cells"][1]["outputs"][0]["data"]
    assert {"image/png", "text/plain"} < set(output)
    page.evaluate("() => window.jupyterapp.serviceManager.sessions.shutdownAll()")
    page.close()

    page = open_notebook(name=name, run=False)
    demo = first(page)
    assert "Error displaying widget" not in page.locator("body").inner_text()
    assert (pixels(demo, "still"), demo.locator(".hps-sentence").inner_text()) == (still, words)
    picture = pixels(demo)
    demo.get_by_role("slider", name=SLIDER).press("Home")
    assert pixels(demo) != picture
    assert "Strength 0.0001" in demo.locator(".hps-sentence").inner_text()


def test_a_training_streams_and_leaves_its_curve(open_notebook):
    page = open_notebook(IMPORT, tiny("WALK", predict=True))
    demo = first(page)
    assert demo.get_by_text("A number from 0 to 100.").is_visible()
    demo.get_by_label("your number").fill("101")
    demo.get_by_label("your number").press("Enter")
    assert demo.locator(".hps-said").count() == 0
    demo.get_by_label("your number").fill("30")
    demo.get_by_label("your number").press("Enter")
    assert demo.locator(".hps-line-y.hps-said").count() == 1
    demo.get_by_role("button", name="Reveal").press("Enter")
    demo.get_by_text("The runs say: 38").wait_for()
    assert page.evaluate("document.activeElement.matches('.hps')")  # the keys have not gone with it
    sentence = demo.locator(".hps-sentence")
    sentence.get_by_text("38 after 20 steps, 0 walks before.").wait_for()
    demo.get_by_role("slider", name="Rate").press("ArrowRight")
    sentence.get_by_text("57 after 20 steps, 1 walks before.").wait_for()
    demo.get_by_role("button", name="Reset").click()
    sentence.get_by_text("38 after 20 steps, 0 walks before.").wait_for()


def test_clicks_keys_and_actions_fill_the_box(open_notebook):
    page = open_notebook(IMPORT, tiny("BOX", predict=True), tiny("BOX"))
    demo = first(page)
    stage, sentence = demo.locator(".hps-stage"), demo.locator(".hps-sentence")
    size = stage.bounding_box()

    def click(x, y):
        stage.click(position={"x": x * size["width"], "y": y * size["height"]})

    click(0.02, 0.5)  # beside the axes
    assert demo.get_by_role("slider", name="X").is_disabled()
    click(0.5, 0.3)
    assert "You said: x 0." in demo.inner_text()
    click(0.8, 0.4)
    sentence.get_by_text("1 dots").wait_for()
    assert float(demo.locator("output").first.inner_text()) > 0.6
    demo.get_by_role("slider", name="Y").press("End")
    demo.get_by_role("button", name="Put it here").press("Enter")
    sentence.get_by_text("2 dots").wait_for()
    before = pixels(demo)
    demo.get_by_role("button", name="Show the land").click()
    demo.get_by_role("button", name="Stop").wait_for()
    sentence.get_by_text("2 dots, land").wait_for()
    demo.get_by_role("button", name="Show the land").wait_for()
    assert pixels(demo) != before
