"""The pages for readers without an install: what they hold, and that they ask for nothing."""

import base64
import dataclasses
import gzip
import json
import re

import numpy as np
import pytest

from hpstudy.export import (
    EXPORTS,
    site,
    site_cells,
    site_demos,
    site_lecture,
    site_pictures,
    site_quiz,
    site_runs,
    site_turns,
)
from hpstudy.export.site_pictures import Drawn
from hpstudy.places import notebooks
from hpstudy.widgets.demo import Demo, Slider
from hpstudy.widgets.live import LiveDemo
from hpstudy.widgets.show import find_demo
from tests import tiny_demos


def unpacked(html):
    """What a demo on a page holds: its description and its bytes."""
    packed = re.search(r'<script type="text/plain">([^<]+)</script>', html)[1]
    line, _, data = gzip.decompress(base64.b64decode(packed)).partition(b"\n")
    return json.loads(line), data


def code(source, outputs=()):
    return {"cell_type": "code", "source": source, "outputs": list(outputs)}


@pytest.fixture(scope="module")
def first():
    return unpacked(site_demos.in_html("d.first"))


def test_every_position_says_what_the_lesson_would_say(first):
    about, data = first
    frames = {frame["key"]: frame for frame in about["reel"]["frames"]}
    live = LiveDemo(find_demo("d.first"))
    control = live.demo.controls[0]
    assert set(frames) == {f"0:{place}" for place in range(len(control.values))}
    for place in np.random.default_rng(0).choice(len(control.values), 5, replace=False):
        live.set(strength=control.values[place])
        assert frames[f"0:{place}"]["sentence"] == live.sentence
    assert sum(about["reel"]["lengths"]) == len(data)


def test_what_the_runs_say_is_known_to_the_page(first):
    about, _ = first
    assert about["answers"] == {"0": find_demo("d.first").predict.answer(0)}


def test_a_training_is_shown_as_it_ends():
    demo = find_demo("d.memory")
    assert not demo.ahead
    frame, *_ = site_demos.pictures_at(Drawn(demo), (1, 5))
    values = {c.name: c.values[i] for c, i in zip(demo.controls, (1, 5), strict=True)}
    assert frame.sentence == LiveDemo(demo).set(**values).sentence


def knobs(*sizes, **more):
    sliders = [
        Slider(name, label=name, values=range(n), start=0)
        for name, n in zip("abc", sizes, strict=False)
    ]
    return Demo(
        name="d.test", question="?", compute=lambda seed, a=0, b=0, c=0: a, controls=sliders,
        draw=tiny_demos.LINE.draw, sentence=str, alt="", **more,
    )  # fmt: skip


def test_few_positions_are_all_held_and_of_many_each_controls_own():
    assert len(site_demos.positions(knobs(5, 6, 7))) == 5 * 6 * 7
    many = site_demos.positions(knobs(30, 40, 50))
    assert len(many) == len(set(many)) == 30 + 40 + 50 - 2
    assert all(np.count_nonzero(place) <= 1 for place in many)
    pressed = knobs(2, button="Train", opening=lambda seed: 0)
    assert site_demos.positions(pressed) == []


def test_two_controls_move_together_where_that_is_not_too_many():
    places = set(site_demos.positions(knobs(30, 5, 50)))
    assert len(places) < 600
    for a, b, c in np.random.default_rng(0).integers((1, 1, 1), (30, 5, 50), (20, 3)).tolist():
        assert {(a, b, 0), (0, b, c)} <= places
        assert not {(a, 0, c), (a, b, c)} & places


def test_the_note_below_a_demo_is_about_what_it_holds():
    few, many = knobs(5, 6), knobs(30, 40, 50)
    runs = {"Train": {"0": ["Train@0#0"]}}
    assert "Every position" in site_demos._note(few, site_demos.positions(few), {})
    assert "not all controls" in site_demos._note(many, site_demos.positions(many), {})
    assert "<em>Train</em> plays a real run" in site_demos._note(few, [], runs)
    assert "real run" not in site_demos._note(few, [], {})


def test_a_buttons_run_is_the_lessons_and_can_be_looked_around_in():
    demo = find_demo("d.lastline")
    about, _ = unpacked(site_demos.in_html("d.lastline"))
    frames = {frame["key"]: frame for frame in about["reel"]["frames"]}
    label, *_ = about["runs"]
    assert list(about["runs"]) == [action.label for action in demo.actions]
    (keys,) = about["runs"][label].values()
    live = LiveDemo(demo).press(label)
    assert frames[keys[-1]]["sentence"] == live.sentence
    assert frames[keys[0]]["sentence"] != live.sentence
    for place in site_demos.positions(demo):
        settings = {c.name: c.values[i] for c, i in zip(demo.controls, place, strict=True)}
        key = f"{label}/0:{','.join(map(str, place))}"
        assert frames[key]["sentence"] == live.set(**settings).sentence


def test_a_long_run_is_thinned_evenly_and_keeps_its_end():
    def count(seed, a=0):
        yield from range(301)

    demo = knobs(2, button="Count", opening=lambda seed: -1)

    def draw(figure):
        figure.subplots()
        return lambda numbers: []

    drawn = Drawn(dataclasses.replace(demo, compute=count, draw=draw))
    runs, frames = site_runs.recorded(drawn, [])
    assert set(runs["Count"]) == {"0", "1"}  # few settings: each has its run
    numbers = [int(frame.sentence) for key, (frame, *_) in frames if key in runs["Count"]["1"]]
    assert (numbers[0], numbers[-1]) == (0, 300)
    assert 20 < len(numbers) < 60
    assert len(set(np.diff(numbers[:-1]))) == 1


def test_a_game_is_played_turn_by_turn_as_the_lesson_would_play_it(monkeypatch):
    rates = (0.1, 1e-4)
    game = [("Train here", {"rate": rate}) for rate in rates]
    monkeypatch.setitem(site_turns.GAMES, "d.box", (lambda _: game, ""))
    demo = find_demo("d.box")
    turns, frames = site_turns.recorded(Drawn(demo), [])
    sentences = {key: plain.sentence for key, (plain, *_) in frames}
    live = LiveDemo(demo)
    for turn, rate in zip(turns, rates, strict=True):
        assert demo.controls[0].values[turn["position"][0]] == pytest.approx(rate)
        now = live.set(rate=rate).press("Train here").sentence
        assert sentences[turn["keys"][-1]].split(".")[:2] == now.split(".")[:2]  # but for its time


def test_each_game_presses_buttons_that_its_demo_has():
    for name, (play, note) in site_turns.GAMES.items():
        demo = find_demo(name)
        label, settings = next(iter(play(LiveDemo(demo))))
        assert label in [demo.button, *(action.label for action in demo.actions)]
        assert f"<em>{label}</em>" in note
        assert all(demo.index(setting) is not None for setting in settings)


def test_the_tuning_job_on_a_page_has_run():
    job = json.loads(re.search(r"json\">(.*?)</script>", site_demos.in_html("d.job"))[1])
    first, *_, last = job["views"]
    assert first["job"] is None
    assert last["job"]["status"] == "Completed"
    most = json.loads(job["text"])["HyperParameterTuningJobConfig"]["ResourceLimits"]
    assert len(last["job"]["rows"]) == most["MaxNumberOfTrainingJobs"]


def test_a_narrow_screen_has_larger_type_or_moves_along_the_picture():
    one, other = (site_demos.in_html(name) for name in ("d.first", "d.lastline"))
    assert one.count('<script type="text/plain">') == 2
    assert other.count('<script type="text/plain">') == 1
    assert "site-wide" in other
    assert "site-wide" not in one
    slides = site_lecture.slides_of(site._read("lecture")["cells"])
    assert not site_pictures._FULL & {name for slide in slides for name in slide.shows[1]}


def test_a_page_does_not_say_what_only_a_notebook_can_do():
    lessons = [site._read(path.stem) for path in sorted(notebooks().glob("[0-9]*.ipynb"))]
    cells = [cell for lesson in lessons for cell in lesson["cells"]]
    texts = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown"]
    for words in site_cells.AT_A_NOTEBOOK:
        assert any(words in text for text in texts), f"No lesson says {words!r} any more."
    gap = {"output_type": "execute_result", "data": {"text/plain": "Not yet: nothing."}}
    assert "Not yet" not in site_cells.in_html(code("show(lab)", [gap]))
    assert "workbook" in site_cells.in_html(code('check_lab("x", x)', [gap]))


def test_what_is_to_be_guessed_is_folded_away():
    question = {"cell_type": "markdown", "source": "*Before you run the next cell:* how many?"}
    out = {"output_type": "stream", "name": "stdout", "text": "7500\n"}
    assert site_cells.asks_for_a_guess(question)
    assert "<details>" in site_cells.in_html(code("f()", [out]), guessed=True)
    assert "<details>" not in site_cells.in_html(code("f()", [out]))


def test_calls_that_show_something_are_replaced_and_other_code_is_kept():
    assert "data-film" in site_cells.in_html(code('show_demo("d.first")'))
    out = {"output_type": "stream", "name": "stdout", "text": "2 < 3\n"}
    html = site_cells.in_html(code("print(a < b)", [out]))
    assert "2 &lt; 3" in html
    assert 'class="code"' in html
    shown = {"output_type": "display_data", "data": {"text/markdown": "```python\nx = 1\n```"}}
    html = site_cells.in_html(code("show_source(f)", [shown]))
    assert "show_source" not in html
    assert 'class="code"' in html
    assert "<details>" in site_cells.in_html(code("import numpy as np"))


def test_text_has_its_links_and_its_mathematics():
    html = site_cells.markdown("See [that](07_searching.ipynb): $1 - \\eta L$ and `a $ b $`.")
    assert 'href="07_searching.html"' in html
    assert "<math" in html
    assert "η" in html
    assert "<code>a $ b $</code>" in html


def test_practice_holds_questions_that_a_page_can_compare():
    html = site_quiz.in_html("reg", n=6)
    paper = json.loads(re.search(r"json\">(.*?)</script>", html, re.DOTALL)[1])
    assert len(paper["items"]) == 6
    for item in paper["items"]:
        kind = item["question"]["kind"]
        assert kind not in ("case", "hotspot")
        if kind == "single":
            offered = [option["value"] for option in item["question"]["options"]]
            assert len(item["right"]) == 1
            assert item["right"][0] in offered
            assert item["reveal"]["options"].keys() == set(offered)
    assert site_quiz.in_html("reg", n=6) == html  # the same questions each time
    assert "the workbook" in site_quiz.in_html(mode="exam", n=40)


def test_no_question_ends_the_script_that_holds_it(monkeypatch):
    monkeypatch.setattr(site_quiz, "_paper", lambda *_: {"items": "</script><b>"})
    html = site_quiz.in_html()
    assert html.count("</script>") == 1
    assert json.loads(re.search(r"json\">(.*?)</script>", html)[1]) == {"items": "</script><b>"}


def test_every_lesson_has_its_page(monkeypatch):
    """All that costs nothing of it: each call is read, each demo found, each text written."""
    shown = []

    def found(name, **_):
        assert name == "d.job" or find_demo(name)
        shown.append(name)
        return f"<p>{name}</p>"

    monkeypatch.setattr(site_demos, "in_html", found)
    names = [path.stem for path in sorted(notebooks().glob("[0-9]*.ipynb"))]
    lessons = {name: site._read(name) for name in names}
    pages = [site._lesson(name, lessons) for name in names]
    assert len(pages) == 13
    assert len(shown) > 30
    pages.append(site_lecture.lecture(site._read("lecture")))
    for page in pages:
        text = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", page, flags=re.DOTALL)
        for words in ("Run the cell", "Not yet:", "&lt;IPython", "show_quiz(", "```"):
            assert words not in text


def test_the_lecture_has_a_slide_for_each_heading_and_notes_to_each():
    notebook = site._read("lecture")
    slides = site_lecture.slides_of(notebook["cells"])
    source = "".join("".join(cell["source"]) for cell in notebook["cells"])
    assert len(slides) == source.count("## ") > 5
    demos = [given for name, given in (slide.shows for slide in slides) if name == "show_demo"]
    assert [name for (name,) in demos] == re.findall(r'show_demo\("([^"]+)"', source)
    starts = [int(slide.minutes.split()[0]) for slide in slides]
    assert starts == sorted(starts)
    assert all("<details>" in slide.notes for slide in slides)
    paper = json.loads(
        re.search(r"json\">(.*?)</script>", site_quiz.for_a_class(*slides[-1].shows[1]))[1]
    )
    assert len(paper["items"]) == len(slides[-1].shows[1])


def test_a_site_is_a_folder_of_pages_that_fetch_nothing(tmp_path):
    said = site.write(tmp_path / "pages", ["00_start"])
    assert "site" in EXPORTS
    assert said.startswith("2 pages")
    for path in (tmp_path / "pages").iterdir():
        html = path.read_text(encoding="utf-8")
        assert path.stat().st_size < 3e6
        assert "default-src 'none'" in html
        markup = re.sub(r"<(script|style)[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
        assert not re.search(r"<(link|iframe|object)\b|\bsrc=\"(?!data:)", markup)
