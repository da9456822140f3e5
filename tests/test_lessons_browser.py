"""Every lesson worked by keyboard alone: run, predict, move every control, press, answer.

What is ours on the page is scanned by axe before and after, on light and on dark paper.
"""

import contextlib
import json
import re

import pytest
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from hpstudy.lessons import without_outputs
from hpstudy.places import notebooks
from hpstudy.widgets.show import find_demo, names
from tests.browser import DARK, LIGHT, run_command
from tests.test_quiz_browser import answer, check, findings

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = sorted(notebooks().glob("[0-9]*.ipynb"))  # the lecture has tests of its own
SHOWN = re.compile(r'show_demo\(\\"(d\.\w+)\\"')
OURS = ".jp-OutputArea-output"  # all that a cell of a lesson shows; the page around is JupyterLab's
CONTROL = ".hps-control :is(input[type=range], [type=checkbox], input:checked, select):visible"
SEEN = """demo => [
    demo.querySelector('.hps-sentence').textContent,
    demo.querySelector('.hps-moving').toDataURL(),
]"""
CHANGED = """([demo, [sentence, picture]]) =>
    demo.querySelector('.hps-sentence').textContent !== sentence ||
    demo.querySelector('.hps-moving').toDataURL() !== picture"""


@pytest.fixture
def run_lesson(lab, open_notebook):
    """Runs all of a lesson, on light paper, and gives the page."""

    def run_it(name, text):
        (lab.folder / name).write_text(text, encoding="utf-8")
        page = open_notebook(name=name, run=False)
        run_command(page, "apputils:change-theme", theme=LIGHT)
        run_command(page, "notebook:run-all-cells")
        return page

    return run_it


def wait_for_answer(page, demo, before, seconds=60):
    """Wait until the demo shows something else than before; a training may take its time."""
    arguments = {"arg": [demo.element_handle(), before], "polling": 50}
    page.wait_for_function(CHANGED, timeout=1000 * seconds, **arguments)


def seen_after_reset(page, demo, ahead):
    """The demo's opening state, come to rest: one control may hide what another would do."""
    page.keyboard.press("r")
    before, now = None, demo.evaluate(SEEN)
    while before != now:
        page.wait_for_timeout(60 if ahead else 300)
        before, now = now, demo.evaluate(SEEN)
    return now


def tab_to(page, wanted, most=40):
    """Press Tab until this element has the focus."""
    for _ in range(most):
        if wanted.evaluate("el => el === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {wanted}")


def predict(page, demo):
    """Make any prediction that the demo asks for; the first control then has the focus."""
    demo.focus()
    if demo.locator(".hps-options button").count():
        tab_to(page, demo.locator(".hps-options button").first)
        page.keyboard.press("Enter")
    elif demo.locator(".hps-numbers").count():
        for field in demo.locator(".hps-numbers input").all():
            tab_to(page, field)
            page.keyboard.type(field.get_attribute("max"))
        page.keyboard.press("Enter")
    demo.locator(".hps-ask").wait_for(state="detached")


def move(page, control):
    """Move a slider a step, back where it stands at the end; choose another option."""
    kind = control.get_attribute("type")
    if kind == "range":
        at_end = control.input_value() == control.get_attribute("max")
        page.keyboard.press("ArrowLeft" if at_end else "ArrowRight")
    else:
        page.keyboard.press("Space" if kind == "checkbox" else "ArrowDown")


def press(page, demo, button):
    """Press a button and see its run."""
    before = demo.evaluate(SEEN)
    tab_to(page, button)
    page.keyboard.press("Enter")
    wait_for_answer(page, demo, before)
    stop_what_runs(demo)


def stop_what_runs(demo):
    """Press Stop while something runs; a run may end by itself before the key comes."""
    running = demo.get_by_role("button", name="Stop", exact=True)
    if running.count():
        with contextlib.suppress(PlaywrightTimeout):
            running.press("Enter", timeout=2_000)
        running.wait_for(state="detached")


def work(page, demo, made):
    """Predict, move each control and press each button, with keys alone."""
    ahead, patience = made.ahead, 0.3 if made.button else 3  # a button waits to be pressed
    predict(page, demo)
    for number in range(demo.locator(CONTROL).count()):
        before = seen_after_reset(page, demo, ahead)
        control = demo.locator(CONTROL).nth(number)
        demo.focus()
        tab_to(page, control)
        move(page, control)
        try:
            wait_for_answer(page, demo, before, seconds=patience)
        except PlaywrightTimeout:  # a demo that trains when asked to, or a busy machine
            for button in demo.locator(".hps-buttons button").all()[:1]:
                button.press("Enter")
            wait_for_answer(page, demo, before)
    seen_after_reset(page, demo, ahead)  # what has been run already would not be seen again
    for button in demo.locator(".hps-buttons button:enabled").all():
        demo.focus()
        press(page, demo, button)
    assert demo.locator(".hps-sentence").inner_text().strip()
    assert demo.get_by_role("img").get_attribute("aria-label").strip()


def without_trials(lesson):
    """A lesson without what takes longest and cannot be worked: nbval runs it in the source."""
    notebook = json.loads(lesson)
    notebook["cells"] = [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] != "code" or cell["metadata"].get("hpstudy", {}).get("beat") != "trial"
    ]
    return json.dumps(notebook)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_worked_by_keyboard_and_has_no_serious_finding(lesson, run_lesson):
    bare = without_trials(without_outputs(lesson.read_text(encoding="utf-8")))
    shown = [name for name in SHOWN.findall(bare) if name in names()]
    page = run_lesson(lesson.name, bare)
    page.wait_for_function(
        "n => document.querySelectorAll('.hps-moving').length === n",
        arg=len(shown),
        timeout=120_000,
    )
    assert not findings(page, OURS)
    for name, demo in zip(shown, page.locator(".hps").all(), strict=True):
        work(page, demo, find_demo(name))
    for card in page.locator(".hpq:has(.hpq-sure)").all()[:1]:
        card.evaluate("el => { el.id = 'the-card'; el.querySelector('input, select')?.focus() }")
        answer(page, "#the-card")
        check(page, "#the-card")
    assert not findings(page, OURS)
    run_command(page, "apputils:change-theme", theme=DARK)
    page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    assert not findings(page, OURS)
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
