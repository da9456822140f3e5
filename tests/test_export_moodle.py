"""The questions in Moodle: written, read back by other code, and marked as the kit marks them."""

import itertools
import math
from html import escape

import numpy as np
import pytest

from hpstudy.export import moodle
from hpstudy.export.html import tex_line
from hpstudy.export.questions import key, questions_of
from hpstudy.quiz import grade
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import (
    Blank,
    Case,
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
    Slip,
)
from hpstudy.widgets.quiz_text import plain
from tests.moodle_reader import LISTED, read

# What means something to HTML, XML or the one or the other program.
NASTY = r'a < b & "c" [d] ]]> {1:SHORTANSWER:=x} ~ # } \ * 50% = &lt; $\frac{1}{2} < x$ `code`'
COMMON = {
    "topic": "found.overfit", "objective": "o", "exam": ("MLS-C01/3.4",), "difficulty": 2,
    "explanation": NASTY, "source": NASTY, "demo": "none",
}  # fmt: skip


@pytest.fixture(scope="module")
def bank():
    return questions_of()


@pytest.fixture(scope="module")
def written(bank, tmp_path_factory):
    path = tmp_path_factory.mktemp("moodle") / "bank.xml"
    assert f"{len(bank)} questions" in moodle.write(path, bank)
    return {question.id: question for question in read(path)}


def of_kind(bank, kind):
    found = [item for item in bank if isinstance(item.asked, kind)]
    assert found
    return found


def responses(asked):
    """Return what a Moodle user has to enter to be right, as `moodle_reader` takes it."""
    match asked:
        case Single():
            return next(tex_line(o.text) for o in asked.options if o.correct)
        case Multiple():
            return [tex_line(o.text) for o in asked.options if o.correct]
        case Blank() | List():
            return [names[0] for names in asked.answers]
        case Numeric():
            return asked.answer
        case Ordering():
            return [tex_line(step) for step in asked.steps]
        case Matching():
            return {tex_line(p.prompt): plain(p.response) for p in asked.pairs}
        case Hotspot():
            sides = [s for s in (asked.region.x, asked.region.y) if math.isfinite(s[1] - s[0])]
            return [(low + high) / 2 for low, high in sides]
        case Case():
            return [one for part in asked.questions for one in _gap_responses(part)]


def _gap_responses(part):
    match part:  # a menu holds no marks and no mathematics, only text
        case Matching():
            return [escape(plain(pair.response)) for pair in part.pairs]
        case Ordering():
            return [escape(plain(step)) for step in part.steps]
    found = responses(part)
    return found if isinstance(part, Blank | List | Hotspot) else [found]


def right(question, asked):
    found = responses(asked)
    one_field = question.kind in ("shortanswer", "numerical") and isinstance(found, list)
    return question.mark(found[0] if one_field else found)


def test_every_item_is_there_once_in_the_category_of_its_topic(bank, written):
    assert list(written) == [key(item) for item in sorted_by_topic(bank)]
    for item in bank:
        assert f"/{item.question.topic}" in written[key(item)].category


def sorted_by_topic(bank):
    order = list(dict.fromkeys(item.question.topic for item in bank))
    return sorted(bank, key=lambda item: order.index(item.question.topic))


def test_the_key_gets_the_whole_grade(bank, written):
    for item in bank:
        assert right(written[key(item)], item.asked) == pytest.approx(1), key(item)


def test_every_wrong_option_gets_nothing_and_its_reason(bank, written):
    for item in of_kind(bank, Single):
        for option in item.asked.options:
            share, said = written[key(item)].asked.mark(tex_line(option.text))
            assert (share, said) == (float(option.correct), [tex_line(option.why)])


def test_several_options_are_credited_as_in_the_kit(bank, written):
    for item in of_kind(bank, Multiple):
        texts = [option.text for option in item.asked.options]
        for n in range(1, len(texts) + 1):
            for ticks in itertools.combinations(texts, n):
                share = written[key(item)].mark([tex_line(text) for text in ticks])
                expected = grade(item.question, list(ticks), item.seed).credit
                assert share == pytest.approx(expected, abs=1e-5)


def test_names_are_taken_and_rivals_refused_with_their_reason(bank, written):
    for item in of_kind(bank, Blank):
        question = written[key(item)]
        asked = (
            [question.asked] if question.kind == "shortanswer" else [g for _, g in question.gaps]
        )
        for gap, names in zip(asked, item.asked.answers, strict=True):
            assert all(gap.mark(name.upper())[0] == 1 for name in names)
            for name, why in item.asked.reject.items():
                assert gap.mark(name) == (0, [tex_line(why)])
            assert gap.mark("something else")[0] == 0


def test_numbers_are_right_within_the_tolerance_and_slips_are_named(bank, written):
    for item in of_kind(bank, Numeric):
        question, asked = written[key(item)].asked, item.asked
        room = asked.tolerance
        for value in (asked.answer - 0.99 * room, asked.answer + 0.99 * room):
            assert question.mark(value)[0] == 1
        beyond = room + 0.01 * max(room, abs(asked.answer), 1e-3)
        assert not any("" in question.mark(asked.answer + s * beyond)[1] for s in (-1, 1))
        for slip in asked.slips:
            if not any(other.value == slip.value for other in asked.slips if other is not slip):
                assert tex_line(slip.why) in question.mark(slip.value)[1] or _between(asked, slip)


def _between(asked, slip):
    """Say whether an earlier slip is so near that it answers first, in the kit too."""
    return tex_line(slip.why) not in tex_line(grade(asked, slip.value).feedback)


def test_orders_and_matches_are_credited(bank, written):
    for item in of_kind(bank, Ordering):
        steps = responses(item.asked)
        swapped = [steps[1], steps[0], *steps[2:]]
        assert written[key(item)].mark(swapped) == pytest.approx(1 - 1 / len(steps))
    for item in of_kind(bank, Matching):
        pairs = responses(item.asked)
        wrong = dict(zip(pairs, np.roll(list(pairs.values()), 1), strict=True))
        expected = np.mean([wrong[prompt] == pairs[prompt] for prompt in pairs])
        assert written[key(item)].mark(wrong) == pytest.approx(expected)
        assert all(tex_line(pair.why) in written[key(item)].feedback for pair in item.asked.pairs)


def test_grades_are_those_that_an_import_takes(written):
    for question in written.values():
        if question.kind != "ordering":  # there it is the place
            assert all(abs(answer.percent) in LISTED for answer in question.answers)
        assert len(question.name) <= 255
        assert len(question.id) <= 100
        if question.kind == "ordering":
            assert question.settings["gradingtype"] == "LONGEST_ORDERED_SUBSET"


def test_every_part_of_a_case_counts_the_same(bank, written):
    for item in of_kind(bank, Case):
        question = written[key(item)]
        parts = [len(_gap_responses(part)) for part in item.asked.questions]
        ends = np.cumsum(parts)
        weights = [weight for weight, _ in question.gaps]
        sums = {sum(weights[end - n : end]) for n, end in zip(parts, ends, strict=True)}
        assert len(sums) == 1


def nasty():
    options = (Option(NASTY, NASTY, True), Option("x" + NASTY, "y" + NASTY), Option("z", NASTY))
    two = (options[0], Option("b" + NASTY, NASTY, True), *options[1:])
    names = (("a~b#c}d\\e & <f>", "other"), ("second *",))
    plot = {"x": NASTY, "y": "loss", "lines": [{"name": NASTY, "points": [[0, 1], [2, 3.5]]}]}
    kinds = [
        Single(id="single", stem=NASTY, options=options, **COMMON),
        Multiple(id="multiple", stem=NASTY, options=two, **COMMON),
        Blank(id="blank", stem="A {{blank}} b", answers=names[:1], reject={"r~": NASTY}, **COMMON),
        Blank(id="two", stem="{{blank}}, {{blank}}", answers=names, **COMMON),
        Blank(id="both", stem=r"$\frac{1}{x_{1}}$ {{blank}}.", answers=names, **COMMON),
        List(id="list", stem=NASTY, answers=names, **COMMON),
        Ordering(id="ordering", stem=NASTY, steps=(NASTY, "b~#", "c}"), **COMMON),
        Matching(
            id="matching", stem=NASTY, extra=("e" + NASTY,), **COMMON,
            pairs=(Pair(NASTY, "m" + NASTY, NASTY), Pair("q", "r}", ""), Pair("s", "r}", "")),
        ),
        Numeric(
            id="numeric", stem=NASTY, answer=-1.5e-7, rtol=0.01, unit="%", **COMMON,
            slips=(Slip(3e9, "big", NASTY, 0.5), Slip(-1e-9, "small", NASTY)),
        ),
        Hotspot(id="spot", stem=NASTY, plot=plot, region=Region((0.5, 1), (2, 3)), **COMMON),
        Hotspot(id="band", stem=NASTY, plot=plot, region=Region((0.5, 1)), **COMMON),
    ]  # fmt: skip
    return [*kinds, Case(id="case", stem=NASTY, questions=tuple(kinds), **COMMON)]


def test_nothing_in_a_text_breaks_the_file_or_is_lost(tmp_path):
    moodle.write(tmp_path / "nasty.xml", [Item(question) for question in nasty()])
    back = {question.id: question for question in read(tmp_path / "nasty.xml")}
    for question in nasty():
        assert right(back[question.id], question) == pytest.approx(1), question.id
    assert back["single"].asked.mark(tex_line("x" + NASTY)) == (0, [tex_line("y" + NASTY)])
    wrong = responses(nasty()[-1])
    wrong[0] = tex_line("x" + NASTY)
    n = len(nasty()) - 1
    assert back["case"].mark(wrong) == pytest.approx(1 - 1 / n)
    gaps = [gap for _, gap in back["case"].gaps]
    assert gaps[0].mark(wrong[0])[1] == [tex_line("y" + NASTY)]


def test_a_name_without_ending_gets_one(tmp_path, bank):
    moodle.write(tmp_path / "deep" / "bank", bank[:3])
    assert (tmp_path / "deep" / "bank.xml").is_file()
