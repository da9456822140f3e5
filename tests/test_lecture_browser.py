"""The presenter's view in a real JupyterLab: it fits, it is large, its keys work, it outlives."""

import shutil

import pytest

from hpstudy.places import notebooks
from tests.browser import kill_kernel

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PRESENT = "from hpstudy.widgets.presenter import ask_class, present, warm_up; present()"
SHOW = "from hpstudy import show_demo"
ASK = 'ask_class("opt-lr-05")'  # among those with the most to say
PICTURE = "demo => demo.querySelector('.hps-moving').toDataURL()"
# The type of what a class reads, in pixels of the screen: 20 points are 26.7 of them.
SIZES = """slide => ['.hps-question', '.hps-sentence', '.hps-ask', '.hps-votes', '.hps-control']
    .flatMap(part => [...slide.querySelectorAll(part)])
    .map(el => parseFloat(getComputedStyle(el).fontSize) * devicePixelRatio)"""
# And of what is drawn: the smallest type and the thinnest line since each canvas was cleared last.
WATCH = """() => {
    const { clearRect, fillText, stroke } = CanvasRenderingContext2D.prototype
    const drawn = new Map(), none = { type: Infinity, line: Infinity }
    const note = ({ canvas }, what, size) => {
        const so_far = drawn.get(canvas) ?? none
        drawn.set(canvas, { ...so_far, [what]: Math.min(so_far[what], size) })
    }
    window.smallest = what => Math.min(...[...drawn].map(([canvas, size]) =>
        canvas.closest('.hps-slide') ? size[what] : Infinity))
    Object.assign(CanvasRenderingContext2D.prototype, {
        clearRect(...area) {
            drawn.delete(this.canvas)
            return clearRect.apply(this, area)
        },
        fillText(...text) {
            note(this, 'type', parseFloat(/([\\d.]+)px/.exec(this.font)[1]))
            return fillText.apply(this, text)
        },
        stroke(...path) {
            note(this, 'line', this.lineWidth)
            return stroke.apply(this, path)
        },
    })
}"""
# The page's own drawing is shown larger until the kernel has drawn for the slide.
LARGE = """() => [['type', 26.6], ['line', 2.5]].every(([what, least]) =>
    least <= smallest(what) && smallest(what) < Infinity)"""
FITS = """slide => slide.scrollWidth <= innerWidth && slide.scrollHeight <= innerHeight + 1
    && slide.getBoundingClientRect().width === innerWidth
    && [...slide.querySelectorAll('.hps-side, .hps-note span')].every(part =>
        part.scrollHeight <= part.clientHeight + 1 && part.scrollWidth <= part.clientWidth + 1)"""


def present(page, demos):
    """Begin, once all is drawn; the slide that is shown."""
    page.wait_for_function(
        "n => document.querySelectorAll('.hps-moving').length === n", arg=demos, timeout=120_000
    )
    page.get_by_role("button", name="Present", exact=True).click()
    page.wait_for_selector(".hps-slide")
    return page.locator(".hps-slide")


def count_hands(slide, *hands):
    for field, votes in zip(slide.locator(".hps-votes input").all(), hands, strict=True):
        field.fill(str(votes))
    slide.get_by_role("button", name="Keep the votes").click()


@pytest.mark.parametrize("zoom", [1.0, 1.5, 2.0])
def test_a_slide_fits_a_projector_in_large_type(open_notebook, zoom):
    page = open_notebook(PRESENT, SHOW, 'show_demo("d.step")', ASK, zoom=zoom)
    page.wait_for_selector(".hps-moving", state="attached")
    page.evaluate(WATCH)
    slide = present(page, 1)
    page.wait_for_function(LARGE)
    assert slide.evaluate(FITS)
    assert min(slide.evaluate(SIZES)) >= 26.6
    count_hands(slide, 3, 14, 5)
    page.keyboard.press("p")
    page.get_by_text("The runs say").wait_for()
    assert slide.evaluate(FITS)
    assert min(slide.evaluate(SIZES)) >= 26.6
    stage = slide.locator(".hps-stage").bounding_box()
    assert stage["width"] * zoom > 800
    page.keyboard.press("n")
    page.wait_for_selector(".hpq.hps-slide")
    assert page.locator(".hps-slide").evaluate(FITS)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="a guess").click()
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_selector(".hpq-guide")
    assert page.locator(".hps-slide").evaluate(FITS)


def test_keys_go_on_reset_reveal_and_draw_anew_and_the_hands_stay(open_notebook):
    page = open_notebook(PRESENT, SHOW, 'show_demo("d.step")', 'show_demo("d.first")')
    slide = present(page, 2)
    count_hands(slide, 3, 14, 5)
    assert "14 it swings" in slide.locator(".hps-said").first.inner_text()
    opening = slide.locator(".hps-sentence").inner_text()
    slide.get_by_role("slider").press("End")
    page.wait_for_function(
        "said => document.querySelector('.hps-slide .hps-sentence').textContent !== said",
        arg=opening,
    )
    page.keyboard.press("r")
    page.wait_for_function(
        "said => document.querySelector('.hps-slide .hps-sentence').textContent === said",
        arg=opening,
    )
    assert "14 it swings" in slide.locator(".hps-said").first.inner_text()
    page.keyboard.press("s")
    assert slide.get_by_label("Seed").input_value() == "1"
    page.keyboard.press("n")
    assert "held back" in page.locator(".hps-slide .hps-question").inner_text()
    page.keyboard.press("PageUp")
    assert "step" in page.locator(".hps-slide .hps-question").inner_text()
    page.keyboard.press("Escape")
    assert page.locator(".hps-slide").count() == 0
    assert page.locator(".jp-Notebook .jp-Cell").count() == 4  # no key was JupyterLab's


def test_slides_go_on_when_the_kernel_is_dead(open_notebook):
    page = open_notebook(PRESENT, SHOW, 'show_demo("d.first")', 'show_demo("d.step")')
    slide = present(page, 2)
    page.wait_for_timeout(1500)  # the film is drawn ahead
    kill_kernel(page)
    count_hands(slide, 1, 2, 3)
    before = slide.evaluate(PICTURE)
    slide.get_by_role("slider").press("ArrowRight")
    assert slide.evaluate(PICTURE) != before
    page.keyboard.press("n")
    assert "step" in page.locator(".hps-slide .hps-question").inner_text()
    page.evaluate("() => { jupyterapp.commands.execute('application:close') }")
    page.wait_for_selector(".jp-Dialog")  # "save your work"
    page.keyboard.press("k")  # and on with a new one, at this slide
    page.wait_for_selector(".hps-slide .hps-control input:disabled", state="attached")
    page.wait_for_function(
        "() => document.querySelectorAll('.hps-slide').length === 1"
        " && document.querySelector('.jp-Notebook .hps-slide')?.textContent.includes('step')"
    )
    page.evaluate("() => document.querySelector('.jp-Dialog .jp-mod-reject').click()")
    page.wait_for_selector(".jp-Dialog", state="detached")
    count_hands(page.locator(".hps-slide"), 1, 2, 3)
    page.keyboard.press("p")
    page.get_by_text("The runs say").wait_for()


def test_the_lecture_runs_and_each_of_its_slides_fits(open_notebook, lab):
    shutil.copy(notebooks() / "lecture.ipynb", lab.folder)
    page = open_notebook(name="lecture.ipynb")
    assert not [one for one in page.locator(".jp-CodeCell .cm-content").all() if one.is_visible()]
    demos = (notebooks() / "lecture.ipynb").read_text(encoding="utf-8").count('"show_demo(\\"')
    slide = present(page, demos)
    page.wait_for_selector(".hpq", state="attached")
    for place in range(demos + 1):
        assert slide.evaluate(FITS), place
        page.keyboard.press("n")
    assert page.locator(".hps-slide").count() == 0
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
