"""The demos of searching as a reader meets them, in a real JupyterLab."""

import re

import pytest

from tests.test_film_browser import first, pixels

pytestmark = pytest.mark.browser

IMPORT = "from hpstudy.widgets.show import show_demo"


def wait_for(page, words):
    page.wait_for_function(
        "words => document.querySelector('.hps-sentence').textContent.includes(words)", arg=words
    )


def box_corner(demo, u, v):
    """A place on the page: u and v from 0 to 1 across the box's axes."""
    left, top, width, height = demo.locator(".hps-stage").evaluate(
        """stage => { const { x, y, width, height } = stage.getBoundingClientRect()
                      return [x, y, width, height] }"""
    )
    return left + width * (0.15 + 0.4 * u), top + height * (0.15 + 0.65 * v)


def at_rest(demo):
    """What the demo says once that no longer changes."""
    before, now = None, demo.locator(".hps-sentence").inner_text()
    while before != now:
        demo.page.wait_for_timeout(500)
        before, now = now, demo.locator(".hps-sentence").inner_text()
    return now


def test_clicks_train_and_the_landscape_is_bought_at_its_price(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.box", predict=False)')
    demo = first(page)
    assert demo.get_by_role("button", name="Buy the landscape").is_disabled()
    for n in range(10):
        page.mouse.click(*box_corner(demo, n / 9, 0.5))
    wait_for(page, "Training 10:")
    priced = demo.get_by_role("button", name=re.compile("400 trainings, about"))
    priced.click()
    page.wait_for_function(
        "() => /\\d+ of the landscape/.test(document.querySelector('.hps-sentence').textContent)"
    )
    demo.get_by_role("slider", name="Learning rate").press("ArrowRight")  # a move stops it
    words = at_rest(demo)
    bought = int(re.search(r"(\d+) of the landscape", words).group(1))
    demo.get_by_role("button", name=f"{400 - bought} trainings").click()
    wait_for(page, "of the landscape, whose lowest is")
    demo.get_by_role("button", name="Reset").click()
    wait_for(page, "Nothing is trained yet")


def test_dots_get_their_colours_and_keep_them_at_the_frame(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.lattice", predict=False)')
    demo = first(page)
    hollow = pixels(demo)
    offset = demo.get_by_role("slider", name="Offset of the grid")
    demo.get_by_role("button", name="Train them all").click()
    wait_for(page, "Lowest loss")
    page.wait_for_timeout(1500)  # drawn ahead again
    coloured = pixels(demo)
    assert coloured != hollow
    offset.press("ArrowRight")
    assert "Lowest loss" not in demo.locator(".hps-sentence").inner_text()
    offset.press("ArrowLeft")
    assert "Lowest loss" in demo.locator(".hps-sentence").inner_text()  # without waiting
    assert pixels(demo) == coloured
    demo.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "() => !document.querySelector('.hps-sentence').textContent.includes('Lowest')"
    )
    assert pixels(demo) == hollow
