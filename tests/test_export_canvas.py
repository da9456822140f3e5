"""The questions for Canvas: the package read by other code and marked as the kit marks them."""

import re
from html import unescape
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest

from hpstudy.cli import main
from hpstudy.export import canvas
from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.questions import key, questions_of
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import (
    Case,
    Choice,
    Hotspot,
    List,
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Pair,
    Region,
    Single,
    Typed,
)
from hpstudy.widgets.quiz_text import plain
from tests.canvas_reader import Package, pictures
from tests.test_export_moodle import COMMON, NASTY


@pytest.fixture(scope="module")
def bank():
    return questions_of()


@pytest.fixture(scope="module")
def package(bank, tmp_path_factory):
    path = tmp_path_factory.mktemp("canvas") / "bank.zip"
    assert f"{len(bank)} questions" in canvas.write(path, bank)
    return Package(path)


@pytest.fixture(scope="module")
def asked(bank, package):
    """Each question of the bank, or part of a case, with the items that ask it in Canvas."""
    pairs = []
    for item in bank:
        parts = item.asked.questions if isinstance(item.asked, Case) else [item.asked]
        name = f"hpstudy-{key(item).replace('#', '_v')}"
        for part in parts:
            ident = f"{name}_{part.id}" if isinstance(item.asked, Case) else name
            found = [
                package.items[i] for i in package.items if i in {ident, f"{ident}_x", f"{ident}_y"}
            ]
            pairs.append((part, found))
    return pairs


def right(part, item):
    """Return what is right by the bank, as a user of Canvas would enter it."""
    match part:
        case Multiple():
            wanted = {tex_line(option.text) for option in part.options if option.correct}
            return {"response1": {i for i, text in shown(item).items() if text in wanted}}
        case Choice():
            wanted = next(tex_line(option.text) for option in part.options if option.correct)
            return {"response1": next(i for i, text in shown(item).items() if text == wanted)}
        case Typed() if len(part.answers) == 1:
            return {"response1": part.answers[0][0]}
        case Typed():
            return {gap: names[0] for gap, names in zip(item.menus, part.answers, strict=True)}
        case Numeric():
            return {"response1": part.answer}
        case Hotspot():
            low, high = part.region.y if item.ident.endswith("_y") else part.region.x
            return {"response1": (low + high) / 2}
        case Ordering():
            pairs = {f"{n}.": plain(step) for n, step in enumerate(part.steps, 1)}
        case Matching():
            pairs = {formulae_as_tex(tex_line(p.prompt)): plain(p.response) for p in part.pairs}
    return {
        ident: next(
            i for i, text in item.menus[ident].items() if text == pairs[formulae_as_tex(above)]
        )
        for ident, above in item.above.items()
    }


def shown(item):
    return {ident: formulae_as_tex(text) for ident, text in item.menus["response1"].items()}


def formulae_as_tex(html):
    """Take Canvas's pictures of formulae back: what they draw and what they say has to agree."""

    def tex(match):
        source = unquote(unquote(match["address"]))
        assert unescape(match["said"]) == unescape(match["tex"]) == source
        return rf"\({source}\)".replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    picture = r'<img class="equation_image" title="(?P<tex>[^"]*)" alt="LaTeX: (?P<said>[^"]*)"'
    return re.sub(picture + r' src="/equation_images/(?P<address>[^"]*)"[^>]*>', tex, html)


def of_kind(asked, kind):
    found = [(part, items) for part, items in asked if isinstance(part, kind)]
    assert found
    return found


def test_every_question_is_there_and_nothing_else(asked, package):
    assert all(items for _, items in asked)
    assert [item.ident for _, items in asked for item in items] == list(package.items)
    assert len({ident.casefold() for ident in package.items}) == len(package.items)
    assert all(re.fullmatch(r"[a-z][a-z0-9_-]*", ident) for ident in package.items)


def test_the_key_gets_every_point_and_everybody_the_explanation(asked):
    for part, items in asked:
        for item in items:
            share, said = item.mark(**right(part, item))
            assert share == pytest.approx(1, abs=1e-3), item.ident
            assert item.feedback["general_fb"] in said
            assert tex_blocks(part.explanation) in formulae_as_tex(item.feedback["general_fb"])


def test_an_option_has_its_reason_and_a_wrong_one_no_point(asked):
    for part, (item,) in of_kind(asked, Choice):
        whys = {tex_line(option.text): option for option in part.options}
        for ident, text in shown(item).items():
            share, said = item.mark(response1={ident} if isinstance(part, Multiple) else ident)
            assert tex_line(whys[text].why) in map(formulae_as_tex, said)
            assert share == (isinstance(part, Single) and whys[text].correct)


def test_all_ticked_is_not_right(asked):
    for _, (item,) in of_kind(asked, Multiple):
        assert item.mark(response1=set(shown(item)))[0] == 0


def test_every_name_is_taken_and_no_rival(asked):
    for part, (item,) in of_kind(asked, Typed):
        gaps = list(item.menus) or ["response1"]
        for slot in part.answers:
            for name in slot:
                assert item.mark(**dict.fromkeys(gaps, name.upper()))[0] == pytest.approx(
                    1, abs=1e-3
                )
        for name, why in part.reject.items():
            assert item.mark(**dict.fromkeys(gaps, name))[0] == 0
            assert tex_line(why) in formulae_as_tex(item.feedback["general_fb"])
        if len(gaps) > 1:
            assert all(item.stem.count(f"[{gap.removeprefix('response_')}]") == 1 for gap in gaps)


def test_numbers_are_right_within_the_tolerance(asked):
    for part, (item,) in of_kind(asked, Numeric):
        room = part.tolerance
        for side in (-1, 1):
            assert item.mark(response1=part.answer + side * 0.99 * room)[0] == 1
            beyond = room + 0.01 * max(room, abs(part.answer), 1e-3)
            assert item.mark(response1=part.answer + side * beyond)[0] == 0


def test_matches_and_steps_count_one_by_one_and_no_menu_stands_in_the_right_order(asked):
    for part, (item,) in of_kind(asked, Matching | Ordering):
        key_of_it = right(part, item)
        for ident, menu in item.menus.items():
            wrong = key_of_it | {ident: next(i for i in menu if i != key_of_it[ident])}
            assert item.mark(**wrong)[0] == pytest.approx(1 - 1 / len(item.menus), abs=1e-3)
        if isinstance(part, Ordering):
            assert list(item.menus[ident].values()) != [plain(step) for step in part.steps]


def test_the_list_names_every_file_and_every_picture_is_there(package):
    listed = [file for _, files in package.resources.values() for file in files]
    assert sorted([*listed, "imsmanifest.xml"]) == sorted(package.files)
    needed = set()
    for item in package.items.values():
        texts = [
            item.stem,
            *item.feedback.values(),
            *(t for m in item.menus.values() for t in m.values()),
        ]
        needed |= {picture for text in texts for picture in pictures(text)}
    prefix = "%24IMS-CC-FILEBASE%24/"
    assert needed
    assert all(picture.startswith(prefix) for picture in needed)
    drawn = {picture.removeprefix(prefix) for picture in needed}
    assert drawn == {file for file in listed if file.startswith("images/")}
    for picture in drawn:
        assert ElementTree.fromstring(package.files[picture]).tag.endswith("svg")


def test_nothing_is_lost_between_the_brackets_of_html_and_xml(tmp_path):
    options = (Option(NASTY, NASTY, True), Option("x" + NASTY, "y" + NASTY))
    plot = {"x": NASTY, "y": "loss", "lines": [{"name": NASTY, "points": [[0, 1], [2, 3.5]]}]}
    box = Region(x=(1.0, 2.0), y=(0.5, 1.5))
    kinds = [
        Single(id="single", stem=NASTY, options=options, **COMMON),
        List(id="list", stem=NASTY, answers=(("a & <b>",), ("c",)), **COMMON),
        Matching(id="m", stem=NASTY, pairs=(Pair(NASTY, "p < q"), Pair("o", "r & s")), **COMMON),
        Hotspot(id="a:b/spot", stem=NASTY, plot=plot, region=box, **COMMON),
    ]
    said = canvas.write(tmp_path / "nasty", [Item(question) for question in kinds])
    assert "4 questions (as 5, a case as its parts; 1 to point at as numbers to type)" in said
    items = Package(tmp_path / "nasty.zip").items
    assert list(items)[-2:] == ["hpstudy-a_3ab_2fspot_x", "hpstudy-a_3ab_2fspot_y"]
    for part, item in zip([*kinds, kinds[-1]], items.values(), strict=True):
        assert item.mark(**right(part, item))[0] == pytest.approx(1)
        assert tex_line(NASTY) in formulae_as_tex(item.stem)
    assert "<p>Type its loss.</p>" in item.stem


def test_the_next_export_is_the_same_file_so_that_canvas_can_overwrite(tmp_path, capsys):
    for name in ("one", "two"):
        argv = ["export", "canvas", str(tmp_path / name), "--topic", "search.grid", "--seeds", "1"]
        assert main(argv) == 0
        assert canvas.AGAIN in capsys.readouterr().out
    one, two = ((tmp_path / f"{name}.zip").read_bytes() for name in ("one", "two"))
    assert one == two
    assert Package(tmp_path / "one.zip").assessment.get("ident") == "hpstudy-search-grid"
