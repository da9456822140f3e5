"""The pages of `hpstudy export site`, opened from the disk in a real browser without a network."""

import pytest

from hpstudy.export import site, site_turns

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PICTURE = "demo => demo.querySelector('.hps-moving').toDataURL()"
# Each control's own positions; all, and runs; a run for each setting; a game; a form and a table.
DEMOS = ("d.valleys", "d.lastline", "d.epochs", "d.box", "d.job")
GAME = [("Train here", {"rate": 0.1}), ("Train here", {"rate": 1.0})]


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """A lesson as it is, one with a demo of each kind in place of its own, and a short lecture."""
    folder = tmp_path_factory.mktemp("site")
    read = site._read

    def one_of_each(name):
        lesson = read(name)
        if name == "09_tuning_job":
            shown = [{"cell_type": "code", "source": f'show_demo("{name}")'} for name in DEMOS]
            lesson["cells"] = [lesson["cells"][0], *shown]
        if name == "lecture":
            first, demo = lesson["cells"][3:5]
            lesson["cells"] = [
                first,
                {**demo, "source": 'show_demo("d.first")'},
                *lesson["cells"][-2:],
            ]
        return lesson

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(site, "_read", one_of_each)
        patch.setitem(site_turns.GAMES, "d.box", (lambda _: GAME, ""))
        site.write(folder, ["00_start", "09_tuning_job", "lecture"])
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
        name, _, slide = name.partition("#")
        page.goto(f"{(pages / name).as_uri()}.html#{slide}")
        page.wait_for_selector("[data-ready]")
        return page

    yield open_it
    for context in contexts:
        context.close()
    assert not errors
    assert all(url.startswith("file:") and ".html" in url for url in asked), asked


def demo_on(page, name):
    """Return a demo by its name, its prediction made."""
    demo = page.locator(f'[data-film="{name}"] .hps')
    for field in demo.locator(".hps-numbers input").all():
        field.fill("3")
    demo.locator(".hps-options button, .hps-numbers button").first.click()
    return demo


def said(demo):
    return demo.locator(".hps-sentence").inner_text()


def press(demo, label):
    """Press a button and wait for the run's end; the pictures seen on the way."""
    demo.get_by_role("button", name=label).click()
    demo.page.wait_for_selector(".hps-busy")
    seen = {demo.evaluate(PICTURE)}
    while demo.page.locator(".hps-busy").count():
        seen.add(demo.evaluate(PICTURE))
        demo.page.wait_for_timeout(50)
    return seen


def test_a_slider_moves_picture_and_sentence_without_a_kernel(open_page):
    page = open_page("00_start")
    demo = page.locator(".hps").first
    slider = demo.get_by_role("slider")
    assert slider.is_disabled()  # until something is predicted
    demo.get_by_role("button", name="far right").click()
    picture, words = demo.evaluate(PICTURE), said(demo)
    for _ in range(5):
        slider.press("ArrowRight")
    assert demo.evaluate(PICTURE) != picture
    assert said(demo) != words
    demo.press("p")
    assert "The runs say: somewhere between" in demo.inner_text()
    demo.get_by_role("button", name="Reset").click()
    assert said(demo) == words
    assert not demo.get_by_role("button", name="New seed").count()  # a page has one seed


def test_a_control_is_locked_where_its_positions_are_not_held(open_page):
    demo = demo_on(open_page("09_tuning_job"), "d.valleys")
    sliders = demo.get_by_role("slider").all()
    assert all(slider.is_enabled() for slider in sliders)
    sliders[0].press("ArrowRight")
    assert sliders[1].is_disabled()
    demo.get_by_role("button", name="Reset").click()
    assert sliders[1].is_enabled()


def test_a_button_plays_its_run_and_one_can_look_around_in_what_it_left(open_page):
    demo = demo_on(open_page("09_tuning_job"), "d.lastline")
    opening = said(demo)
    assert len(press(demo, "Run 40 jobs")) > 3
    trained = said(demo)
    assert trained != opening
    demo.get_by_role("radio", checked=False).first.check()
    aside = said(demo)
    assert aside not in (opening, trained)
    assert "40 jobs" in aside  # still trained
    demo.get_by_role("button", name="Reset").click()
    assert said(demo) == opening


def test_a_game_is_played_turn_by_turn_and_its_player_moves_the_sliders(open_page):
    demo = open_page("09_tuning_job").locator('[data-film="d.box"] .hps')
    demo.press("p")  # without a prediction
    train = demo.get_by_role("button", name="Train here")
    for number, rate in enumerate(("0.1", "1"), start=1):
        train.click()
        assert said(demo).startswith(f"Training {number}")
        assert demo.locator("output").first.inner_text() == rate
    assert train.is_disabled()  # it is over
    demo.get_by_role("button", name="Reset").click()
    assert said(demo).startswith("Nothing is trained")
    assert train.is_enabled()


def test_stop_stops_a_run_where_it_is(open_page):
    demo = demo_on(open_page("09_tuning_job"), "d.epochs")
    demo.get_by_role("button", name="Play to the end").click()
    demo.get_by_role("button", name="Stop", exact=True).click()
    assert "hps-busy" not in demo.get_attribute("class")
    assert not said(demo).startswith("Epoch 80")


def test_each_of_a_few_settings_has_its_run_and_no_motion_for_who_wants_none(open_page):
    page = open_page("09_tuning_job")
    page.emulate_media(reduced_motion="reduce")
    demo = demo_on(page, "d.epochs")
    demo.get_by_role("button", name="Play to the end").click()
    assert "hps-busy" not in demo.get_attribute("class")
    before = said(demo)
    assert before.startswith("Epoch 80")
    demo.get_by_role("slider").press("ArrowLeft")
    demo.get_by_role("button", name="Play to the end").click()
    assert said(demo).startswith("Epoch 80")
    assert said(demo) != before


def test_the_tuning_job_plays_and_says_what_a_page_cannot(open_page):
    desk = open_page("09_tuning_job").locator(".hpj")
    desk.get_by_role("button", name="twelve").click()
    strategy = desk.get_by_label("Strategy").first
    strategy.select_option("Random")
    assert '"Strategy": "Random"' in desk.locator(".hpj-json").input_value()
    desk.get_by_text("A page cannot check a request").wait_for()
    desk.get_by_role("button", name="Reset").click()
    desk.get_by_text("Nothing runs yet").wait_for()
    desk.get_by_role("button", name="Create tuning job").click()
    desk.get_by_text("is Completed: 12 training jobs").wait_for()
    assert desk.locator("tbody").is_visible()  # the page has turned to it
    assert desk.locator("tbody tr").count() == 12


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


def test_the_lecture_is_clicked_through_and_presented(open_page):
    page = open_page("index")
    page.get_by_role("link", name="The lecture, as slides").click()
    page.get_by_role("button", name="Click through it").click()
    slide = page.locator("section.site-here")
    demo = slide.locator(".hps")
    assert demo.is_visible()
    assert not slide.get_by_text("The usual wrong answer").is_visible()
    slide.get_by_text("Notes: minutes").click()
    assert slide.get_by_text("The usual wrong answer").is_visible()
    page.keyboard.press("f")
    assert demo.evaluate("card => card.getBoundingClientRect().width === innerWidth")
    for field in demo.locator(".hps-votes input").all():
        field.fill("7")
    demo.get_by_role("button", name="Keep the votes").click()
    assert "7" in demo.locator(".hps-said").first.inner_text()
    page.keyboard.press("p")
    assert "The runs say" in demo.inner_text()
    page.keyboard.press("PageDown")
    page.wait_for_selector(".hpq.hps-slide")
    page.keyboard.press("Escape")
    assert not page.locator(".hps-slide").count()
    assert page.get_by_text("3 of 3").is_visible()
    page.keyboard.press("ArrowLeft")
    demo.wait_for()


def test_dark_is_the_readers_own_setting_and_a_phone_shows_it_all(open_page):
    page = open_page("00_start", scheme="dark", width=390)
    assert page.locator(".hps-dark").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".hps-dark").count() == 0  # paper is white
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".hps-dark").count() == 1
    page.emulate_media(color_scheme="light")
    page.wait_for_selector(".hps:not(.hps-dark)")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["index", "00_start", "09_tuning_job", "lecture#2"])
def test_pages_have_no_barriers(open_page, name, scheme):
    from axe_playwright_python.sync_playwright import Axe

    page = open_page(name, scheme=scheme)
    for option in page.locator(".hpj-options button:first-child").all():
        option.click()  # what is locked until then is pale
    found = Axe().run(page).response["violations"]
    assert not [(one["id"], one["nodes"][0]["html"]) for one in found]
