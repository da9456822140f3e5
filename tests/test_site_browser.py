"""The pages of `hpstudy export site`, opened from the disk in a real browser without a network."""

import pytest

from hpstudy.export import site

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURE = "demo => demo.querySelector('.hps-moving').toDataURL()"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Three lessons: all positions held, each control's own, trained ahead, trained at a button."""
    folder = tmp_path_factory.mktemp("site")
    site.write(folder, ["00_start", "01_always_right", "07_searching"])
    return folder


@pytest.fixture
def open_page(pages, chrome):
    """Opens a page by its name; whatever it asks of the network, or fails at, fails the test."""
    asked, errors, contexts = [], [], []

    def open_it(name, *, scheme="light", width=1280):
        context = chrome.new_context(
            viewport={"width": width, "height": 720}, color_scheme=scheme, offline=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(error.message))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        page.goto((pages / f"{name}.html").as_uri())
        page.wait_for_selector("[data-ready]")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not errors
    assert all(url.startswith("file:") and url.endswith(".html") for url in asked), asked


def test_a_slider_moves_picture_and_sentence_without_a_kernel(open_page):
    page = open_page("00_start")
    demo = page.locator(".hps").first
    slider = demo.get_by_role("slider")
    assert slider.is_disabled()  # until something is predicted
    demo.get_by_role("button", name="far right").click()
    picture, words = demo.evaluate(PICTURE), demo.locator(".hps-sentence").inner_text()
    for _ in range(5):
        slider.press("ArrowRight")
    assert demo.evaluate(PICTURE) != picture
    assert demo.locator(".hps-sentence").inner_text() != words
    demo.press("p")
    assert "The runs say: somewhere between" in demo.inner_text()
    demo.get_by_role("button", name="Reset").click()
    assert demo.locator(".hps-sentence").inner_text() == words
    assert demo.get_by_role("button", name="New seed").is_disabled()


def test_every_control_whose_positions_are_held_answers(open_page):
    page = open_page("01_always_right")
    for demo in page.locator(".hps").all():
        options = demo.locator(".hps-options button")
        if options.count():
            options.first.click()
        for field in demo.locator(".hps-numbers input").all():
            field.fill("3")
        if demo.get_by_role("button", name="Predict").count():
            demo.get_by_role("button", name="Predict").click()
        assert not demo.locator(".hps-control input:disabled").count()
        for control in demo.locator("input[type=range], .hps-choice input:not(:checked)").all():
            before = demo.evaluate(PICTURE)
            if control.get_attribute("type") == "range":
                at_end = control.input_value() == control.get_attribute("max")
                control.press("ArrowLeft" if at_end else "ArrowRight")
            else:
                control.check()
            assert demo.evaluate(PICTURE) != before


def test_a_control_is_locked_where_its_positions_are_not_held(open_page):
    page = open_page("07_searching")
    box, lattice = (page.locator(f'[data-film="{name}"] .hps') for name in ("d.box", "d.lattice"))
    box.locator(".hps-stage").click(position={"x": 120, "y": 120})  # its prediction is a place
    assert box.locator(".hps-control input:enabled").count() == 0
    assert box.get_by_role("button", name="Train here").is_disabled()
    assert (
        page.locator('[data-film="d.box"] + .site-note').inner_text().startswith("This demo trains")
    )
    lattice.locator(".hps-options button").first.click()
    sliders = lattice.get_by_role("slider").all()
    assert all(slider.is_enabled() for slider in sliders)
    end = sliders[0].get_attribute("max") == sliders[0].input_value()
    sliders[0].press("ArrowLeft" if end else "ArrowRight")
    assert sliders[1].is_disabled()
    lattice.get_by_role("button", name="Reset").click()
    assert sliders[1].is_enabled()


def test_practice_says_why_and_counts(open_page):
    page = open_page("00_start")
    card = page.locator(".hpq").first
    n = int(card.locator(".hpq-where").inner_text().split(" of ")[1])
    for _ in range(n):
        answer(card)
    assert card.get_by_text("%").first.is_visible()
    assert card.locator(".hpq-dot").count() == n
    card.locator(".hpq-dot").first.click()
    assert card.locator(".hpq-explanation").count() == 1


def answer(card):
    """Give some answer, take the key, and go on."""
    if card.locator(".hpq-option").count():
        hint = card.locator(".hpq-hint")
        n = int(hint.inner_text().split()[1].strip(".")) if hint.count() else 1
        for box in card.locator(".hpq-option input").all()[:n]:
            box.check()
    for select in card.locator("select").all():
        select.select_option(index=1)
    for field in card.locator("input[type=text]").all():
        field.fill("7")
    card.locator(".hpq-sure").first.click()
    card.locator(".hpq-feedback").wait_for()
    if card.get_by_role("button", name="Show the answer").count():
        card.get_by_role("button", name="Show the answer").click()
    assert card.locator(".hpq-explanation").inner_text()
    card.locator(".hpq-main").click()


def test_dark_is_the_readers_own_setting_and_a_phone_shows_it_all(open_page):
    page = open_page("00_start", scheme="dark", width=390)
    assert page.locator(".hps-dark").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.emulate_media(color_scheme="light")
    page.wait_for_selector(".hps:not(.hps-dark)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "01_always_right", "07_searching"])
def test_pages_have_no_barriers(open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, scheme=scheme)
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]
