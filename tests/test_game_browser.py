"""The tuning game in a real JupyterLab: a scripted learner plays it by keyboard to the end."""

import pytest

from hpstudy.demos.game import standings
from tests.test_film_browser import first, pixels

pytestmark = pytest.mark.browser

IMPORT = "from hpstudy import show_demo"
RESTED = """words => { const said = document.querySelector('.hps-sentence').textContent
                       return said !== words && !document.querySelector('.hps-busy') }"""


def said(demo):
    return demo.locator(".hps-sentence").inner_text()


def press(page, demo, button):
    """Press a button by keyboard, and wait for its run to end; what is said then."""
    words = said(demo)
    demo.get_by_role("button", name=button).press("Enter")
    page.wait_for_function(RESTED, arg=words)
    return said(demo)


def below_the_fold(page, demo):
    """By how many pixels the demo is higher than the screen."""
    demo.evaluate("el => el.scrollIntoView({ block: 'start' })")
    screen, box = page.locator(".jp-Notebook").bounding_box(), demo.bounding_box()
    return box["height"] - screen["height"]


def test_a_learner_plays_to_the_end_by_keyboard_on_one_screen(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.game")', zoom=1.5)
    demo = first(page)
    assert demo.get_by_role("button", name="Train it").is_disabled()
    assert below_the_fold(page, demo) <= 0
    demo.get_by_role("button", name="Bayesian", exact=True).press("Enter")
    rate = demo.get_by_role("slider", name="Learning rate")
    for job in range(1, 12):
        for _ in range(3):
            rate.press("ArrowRight")
        demo.get_by_role("switch", name="my lowest").set_checked(job % 2 == 0)
        assert f"Job {job}: loss" in press(page, demo, "Train it")
        assert demo.get_by_role("button", name="Judge it").is_disabled()
    end = press(page, demo, "Train it")
    assert "one knob at a time, rate most" in end
    (row,) = standings(end.split()[-1]).rows
    assert f"You {row[1].you:.3f}, Bayesian {row[1].bayesian:.3f}" in end
    assert demo.get_by_role("button", name="Train it").is_disabled()
    assert "jobs called your lowest" in end
    curves = pixels(demo)
    judged = press(page, demo, "Judge it")
    assert "of 4,000 random players" in judged
    assert judged.split()[-1] == end.split()[-1]
    assert pixels(demo) != curves
    assert below_the_fold(page, demo) <= 0


def test_the_rules_rename_and_put_away_knobs_and_begin_anew(open_notebook):
    page = open_notebook(IMPORT, 'show_demo("d.game", predict=False)')
    demo = first(page)
    press(page, demo, "Train it")
    rules = demo.get_by_label("Rules")
    rules.select_option("blind")
    page.wait_for_function(RESTED, arg="Job 1")
    page.wait_for_function(
        "() => document.querySelector('.hps-sentence').textContent.includes('without names')"
    )
    assert demo.get_by_role("slider").count() == 4
    knob = demo.get_by_role("slider", name="Knob A")
    knob.press("End")
    assert knob.get_attribute("aria-valuetext") == "100"
    press(page, demo, "Train it")
    demo.get_by_role("button", name="New seed").click()
    page.wait_for_function(
        "() => document.querySelector('.hps-sentence').textContent.includes('without names')"
    )
    rules.focus()
    rules.press("ArrowDown")
    page.wait_for_function(
        "() => document.querySelector('.hps-sentence').textContent.includes('Two knobs')"
    )
    assert demo.get_by_role("slider").count() == 2
    demo.get_by_role("button", name="Reset").click()
    page.wait_for_function(
        "() => document.querySelector('.hps-sentence').textContent.includes('four knobs')"
    )
    assert demo.get_by_role("slider", name="Momentum").get_attribute("aria-valuetext") == "0.50"
