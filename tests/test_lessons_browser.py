"""Every lesson as a reader works it: run all, predict, move every control, see the demo answer."""

import pytest
from playwright.sync_api import TimeoutError

from hpstudy.lessons import without_outputs
from hpstudy.places import notebooks

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = sorted(notebooks().glob("*.ipynb"))
SEEN = """demo => ({
    picture: demo.querySelector('.hps-moving').toDataURL(),
    trail: [...demo.querySelectorAll('canvas')].map(canvas => canvas.toDataURL()).join(),
    sentence: demo.querySelector('.hps-sentence').textContent,
})"""


def seen(demo):
    """The picture and the sentence of a demo, as they stand."""
    return demo.evaluate(SEEN)


def seen_after_reset(page, demo):
    """The demo's opening state, come to rest: one control may hide what another would do."""
    demo.get_by_role("button", name="Reset").click()
    before = None
    while before != (now := seen(demo)):
        before = now
        page.wait_for_timeout(400)
    return now


def wait_for_answer(page, demo, before, seconds=60):
    """Wait until the demo shows something else than before; a training may take its time."""
    changed = f"([demo, before]) => JSON.stringify(({SEEN})(demo)) !== JSON.stringify(before)"
    page.wait_for_function(changed, arg=[demo.element_handle(), before], timeout=1000 * seconds)


def predict(demo):
    """Make any prediction that the demo asks for."""
    if demo.locator(".hps-options button").count():
        demo.locator(".hps-options button").first.click()
    elif demo.locator(".hps-numbers").count():
        for field in demo.locator(".hps-numbers input").all():
            field.fill("0.01")
        demo.get_by_role("button", name="Predict").click()


def move(control):
    """Move a slider a step and choose another option; back again where it stood at the end."""
    if control.get_attribute("type") == "range":
        at_end = control.input_value() == control.get_attribute("max")
        control.press("ArrowLeft" if at_end else "ArrowRight")
    else:
        control.click()


def controls(demo):
    """What a reader can move: sliders, toggles, and of each choice an option that is not chosen."""
    groups = demo.locator(".hps-choice").all()
    return [
        *demo.locator(".hps-control input[type=range]").all(),
        *demo.locator(".hps-toggle input").all(),
        *[group.locator("input:not(:checked)").first for group in groups],
    ]


def press(page, demo, button):
    """Press a button and see its run; one that has its price is earned by ten of the first."""
    before = seen(demo)
    button.click()
    try:
        wait_for_answer(page, demo, before, seconds=5)
    except TimeoutError:
        for _ in range(10):
            trained = seen(demo)
            demo.locator(".hps-buttons button").first.click()
            wait_for_answer(page, demo, trained)
        before = seen(demo)
        button.click()
        wait_for_answer(page, demo, before)
    if (running := demo.get_by_role("button", name="Stop", exact=True)).count():
        running.click()


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda path: path.stem)
def test_every_control_of_every_lesson_answers(lesson, lab, open_notebook):
    bare = without_outputs(lesson.read_text(encoding="utf-8"))
    (lab.folder / lesson.name).write_text(bare, encoding="utf-8")
    page = open_notebook(name=lesson.name)
    page.wait_for_function(
        "n => document.querySelectorAll('.hps-moving').length === n",
        arg=bare.count("\nshow_demo(") + bare.count('"show_demo('),
        timeout=120_000,
    )
    demos = page.locator(".hps").all()
    assert demos
    for demo in demos:
        demo.scroll_into_view_if_needed()
        predict(demo)
        for control in controls(demo):
            before = seen_after_reset(page, demo)
            move(control)
            try:
                wait_for_answer(page, demo, before, seconds=3)
            except TimeoutError:  # a demo that trains when asked to, or a busy machine
                for button in demo.locator(".hps-buttons button").all()[:1]:
                    button.click()
                wait_for_answer(page, demo, before)
        for button in demo.locator(".hps-buttons button:enabled").all():
            press(page, demo, button)
        assert demo.locator(".hps-sentence").inner_text().strip()
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
