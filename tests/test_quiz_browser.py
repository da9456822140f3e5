"""The quiz as a reader meets it: by keyboard alone, in both themes, after a reload or a restart."""

import pytest

from tests.browser import DARK, LIGHT, kill_kernel, run_command

pytestmark = pytest.mark.browser

IMPORT = "from hpstudy import show_quiz; import os, tempfile; os.chdir(tempfile.mkdtemp())"
MIX = ["reg", "search.explore-exploit", "found.perfect", "opt.lr", "bp", "exam.ten"]
HERE = "document.activeElement"
DRAFT = """() => [...document.querySelectorAll('.hpq-body :is(input, select, .hpq-step)')].map(
    el => ['radio', 'checkbox'].includes(el.type) ? el.checked : el.value ?? el.textContent)"""


def card(page):
    page.locator(".hpq-body > *").first.wait_for()
    return page.locator(".hpq")


def at(page, place):
    """Wait for a question, from 1."""
    page.wait_for_function(
        "place => document.querySelector('.hpq-where')?.textContent.includes(`${place} of`)",
        arg=place,
    )


def focused(page, selector):
    return page.evaluate(f"selector => {HERE}.matches(selector)", selector)


def tab_to(page, selector, most=80):
    """Press Tab until something of this kind has the focus."""
    for _ in range(most):
        if focused(page, selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def answer(page, card=".hpq"):
    """Answer the question in front, from its first field on, with keys alone; right or not."""
    parts = [".hpq-part", ".hpq-order", ".hpq-matches", "[type=checkbox]", "[type=radio]"]
    there = (part for part in parts if page.locator(f"{card} .hpq-body {part}").count())
    kind = next(there, None)
    if kind == ".hpq-order":
        page.keyboard.press("ArrowDown")
    elif kind == ".hpq-matches":
        tab_to(page, f"{card} select")
        for _ in range(page.locator(f"{card} select").count()):
            page.keyboard.press("ArrowDown")
            page.keyboard.press("Tab")
    elif kind in ("[type=radio]", "[type=checkbox]"):
        for letter in "ab" if kind == "[type=checkbox]" else "a":
            page.keyboard.press(letter)
    else:  # something to type, in a case the first that is
        tab_to(page, f"{card} :is(input:not([type=radio], [type=checkbox]), [type=radio])")
        if focused(page, "[type=radio]"):
            page.keyboard.press("Space")
        else:
            page.keyboard.type("7")


def check(page, card=".hpq"):
    tab_to(page, f"{card} .hpq-sure")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    page.locator(f"{card} .hpq-feedback").wait_for()


def to_the_end(page):
    """Take the answer, if there is a second try, and go on with the keyboard."""
    if page.get_by_role("button", name="Show the answer").count():
        assert page.locator(".hpq-explanation").count() == 0
        tab_to(page, ".hpq-foot button:last-child")
        page.keyboard.press("Enter")
    page.locator(".hpq-feedback .hpq-explanation").wait_for()
    page.wait_for_function(f"() => {HERE}.matches('.hpq-main')")


def findings(page, context=".hpq"):
    """What axe finds of weight in the card; its script comes with the package, not from the net."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, context=context).response["violations"]
    return [
        (one["id"], [node["html"][:200] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_ten_questions_by_keyboard_alone_and_no_serious_finding(open_notebook, theme):
    page = open_notebook(IMPORT, f"show_quiz({MIX!r}, n=10, seed=11)", run=False)
    run_command(page, "apputils:change-theme", theme=theme)
    run_command(page, "notebook:run-all-cells")
    box = card(page)
    assert not page.evaluate(f"{HERE}.closest('.hpq') !== null")  # it does not take the focus
    tab_to(page, ".hpq input, .hpq select, .hpq-order button")
    for place in range(1, 11):
        at(page, place)
        assert page.evaluate(f"{HERE}.closest('.hpq-body') !== null"), place
        assert not findings(page), place
        answer(page)
        check(page)
        to_the_end(page)
        assert not findings(page), place
        page.keyboard.press("Enter")
    box.locator(".hpq-score").wait_for()
    assert not findings(page)
    assert box.locator(".hpq-topics tbody tr").count() > 3
    assert focused(page, ".hpq-main")


def test_a_reload_and_a_new_kernel_find_the_reader_where_he_was(open_notebook):
    page = open_notebook(IMPORT.partition(";")[0], "show_quiz('reg', n=3, seed=5)")
    box = card(page)
    first_field(page).focus()
    answer(page)
    check(page)
    to_the_end(page)
    page.keyboard.press("Enter")
    at(page, 2)
    answer(page)
    page.wait_for_timeout(500)  # what is typed is kept within a moment
    run_command(page, "docmanager:save")
    typed = page.evaluate(DRAFT)
    page.reload()
    at(page, 2)
    page.wait_for_function(f"typed => String(({DRAFT})()) === String(typed)", arg=typed)
    kill_kernel(page)
    page.get_by_text("you will be where you were").wait_for()
    assert box.locator(".hpq-sure").first.is_disabled()
    run_command(page, "notebook:run-all-cells")
    page.wait_for_function("() => document.querySelector('.hpq-sure:enabled')")
    at(page, 2)
    box.get_by_text("You are where you were").wait_for()


def first_field(page):
    return page.locator(".hpq-body :is(input, select, .hpq-order button:enabled)").first


def test_the_words_left_are_counted_while_one_types(open_notebook):
    page = open_notebook(IMPORT, "show_quiz('found.overfit', n=9, seed=1)")
    box = card(page)
    first_field(page).focus()
    for place in range(1, 10):
        at(page, place)
        if box.locator(".hpq-stem input").count():
            break
        answer(page)
        check(page)
        to_the_end(page)
        page.keyboard.press("Enter")
    left = box.locator(".hpq-left")
    before = left.inner_text()
    assert "left" in before
    box.locator(".hpq-stem input").first.press_sequentially("overfitting is what it is called")
    assert left.inner_text() != before
    assert "more than the key has" in left.inner_text()


def test_an_exam_flags_goes_back_and_reveals_nothing(open_notebook):
    page = open_notebook(IMPORT, "show_quiz(n=4, mode='exam', seed=2)")
    box = card(page)
    assert not findings(page)
    box.get_by_role("button", name="Start the clock").press("Enter")
    at(page, 1)
    assert "left" in box.get_by_role("timer").inner_text()
    answer(page)
    typed = page.evaluate(DRAFT)
    box.get_by_role("button", name="Flag").press("Enter")
    box.get_by_role("button", name="Question 1, answered, flagged").wait_for()
    assert not findings(page)
    box.get_by_role("button", name="Question 3").press("Enter")
    at(page, 3)
    box.get_by_role("button", name="Question 1, answered, flagged").press("Enter")
    at(page, 1)
    assert page.evaluate(DRAFT) == typed
    assert box.locator(".hpq-feedback, .hpq-why").count() == 0
    box.get_by_role("button", name="Finish").press("Enter")
    box.get_by_role("button", name="Finish with 3 open?").wait_for()
    box.get_by_role("button", name="Flagged", exact=True).press("Enter")
    box.get_by_role("button", name="Finish", exact=True).press("Enter")  # it is asked again
    box.get_by_role("button", name="Finish with 3 open?").press("Enter")
    box.locator(".hpq-score").wait_for()
    assert not findings(page)
    box.get_by_role("button", name="Question 1").press("Enter")
    box.locator(".hpq-explanation").last.wait_for()
