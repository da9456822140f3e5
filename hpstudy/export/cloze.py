"""Moodle's embedded answers: a text with a gap for every thing to be filled in.

It serves what has several blanks, and cases, whose parts belong together. A gap is
{weight:KIND:=right#reason~%50%half~wrong#reason}; the weights make all parts of a case count the
same. Moodle does not see that one name was given for two slots of a list; the kit does.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from html import escape

from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.plot import plot_html
from hpstudy.quiz.question import (
    Blank,
    Case,
    Choice,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Option,
    Ordering,
    Question,
    Typed,
)
from hpstudy.widgets.quiz_text import plain

# An answer of a gap: its text as Moodle is to read it, its worth in per cent, its feedback as HTML.
Answer = tuple[str, float, str]
Gap = tuple[str, list[Answer]]

_BLANK = "{{blank}}"


def text(asked: Question) -> str:
    """Return a question as a text with gaps."""
    parts = asked.questions if isinstance(asked, Case) else (asked,)
    gaps = [_gaps(part) for part in parts]
    whole = math.lcm(*map(len, gaps))
    written = [[_gap(whole // len(of), gap) for gap in of] for of in gaps]
    bodies = [_body(part, of) for part, of in zip(parts, written, strict=True)]
    if not isinstance(asked, Case):
        return bodies[0]
    return _stem(asked) + f"<ol>{''.join(f'<li>{body}</li>' for body in bodies)}</ol>"


def _body(asked: Question, gaps: list[str]) -> str:
    """Return the stem with the gaps in their places."""
    match asked:
        case Blank() if _BLANK in asked.stem:
            return filled(_stem(asked), gaps)
        case Matching():
            rows = zip([_still(tex_line(pair.prompt)) for pair in asked.pairs], gaps, strict=True)
            return _stem(asked) + _table(rows)
        case Ordering():
            return _stem(asked) + f"<ol>{''.join(f'<li>{gap}</li>' for gap in gaps)}</ol>"
        case Hotspot():
            rows = zip(sides(asked), gaps, strict=True)
            return _stem(asked) + _still(plot_html(asked)) + _table(rows)
    unit = f" {_still(tex_line(asked.unit))}" if isinstance(asked, Numeric) else ""
    return _stem(asked) + f"<p>{', '.join(gaps)}{unit}</p>"


def _stem(asked: Question) -> str:
    return _still(tex_blocks(asked.stem, blank=_BLANK))


def _still(html: str) -> str:
    """Return HTML in which no brace opens a gap."""
    return re.sub(r"\{(?=\d*:)", "&#123;", html)


def filled(html: str, gaps: list[str]) -> str:
    """Put a gap into each blank, and what is left over into the last one."""
    *first, before, after = html.split(_BLANK)
    placed = "".join(piece + gap for piece, gap in zip(first, gaps, strict=False))
    return placed + before + " and ".join(gaps[len(first) :]) + after


def _table(rows: Iterable[tuple[str, str]]) -> str:
    cells = "".join(f"<tr><td>{left}</td><td>{right}</td></tr>" for left, right in rows)
    return f"<table>{cells}</table>"


def _gaps(asked: Question) -> list[Gap]:
    match asked:
        case Choice():
            return [_choice(asked)]
        case Typed():
            return _typed(asked)
        case Numeric():
            return [("NUMERICAL", list(_numbers(asked)))]
        case Matching():
            menu = asked.responses
            return [_menu(menu, pair.response, tex_line(pair.why)) for pair in asked.pairs]
        case Ordering():
            return [_menu(tuple(sorted(asked.steps)), step, "") for step in asked.steps]
        case Hotspot():
            return [("NUMERICAL", [_middle(*side)]) for side in sides(asked).values()]
    raise TypeError(f"{type(asked).__name__} is not a kind of question that can be exported.")


def _choice(asked: Choice) -> Gap:
    kind = "MULTIRESPONSE_S" if isinstance(asked, Multiple) else "MULTICHOICE_VS"
    return kind, [(tex_line(o.text), worth(asked, o), tex_line(o.why)) for o in asked.options]


def worth(asked: Choice, option: Option) -> float:
    """Return what an option counts in per cent; of several: the right ticks, less the wrong."""
    if option.correct:
        return 100 / asked.n_right
    return -100 / asked.n_right if isinstance(asked, Multiple) else 0.0


def _typed(asked: Typed) -> list[Gap]:
    """Return a gap for each slot; the slots may be filled in any order."""
    names = [(literal(name), 100.0, "") for slot in asked.answers for name in slot]
    wrong = [(literal(name), 0.0, tex_line(why)) for name, why in asked.reject.items()]
    return [("SHORTANSWER", names + wrong)] * len(asked.answers)


def literal(name: str) -> str:
    """Return a name in which Moodle takes no star for "anything"."""
    return plain(name).replace("*", r"\*")


def _menu(texts: tuple[str, ...], right: str, why: str) -> Gap:
    return "MULTICHOICE", [(escape(plain(t)), 100.0 * (t == right), why) for t in texts]


def _numbers(asked: Numeric) -> Iterator[Answer]:
    yield f"{float(asked.answer)!r}:{tolerance(asked, asked.answer)!r}", 100.0, ""
    for slip in asked.slips:
        if not isinstance(slip.value, str):
            value = f"{float(slip.value)!r}:{tolerance(asked, slip.value)!r}"
            yield value, 100 * slip.credit, tex_line(slip.why)


def sides(asked: Hotspot) -> dict[str, tuple[float, float]]:
    """Return the sides that matter by their names."""
    sides = {"x": asked.region.x, "y": asked.region.y}
    return {name: side for name, side in sides.items() if math.isfinite(side[1] - side[0])}


def _middle(low: float, high: float) -> Answer:
    return f"{(low + high) / 2!r}:{(high - low) / 2!r}", 100.0, ""


def tolerance(asked: Numeric, value: float) -> float:
    """Return how far a number may lie from `value`, with the kit's room for rounding errors."""
    return asked.tolerance + 1e-9 * abs(value)


def percent(worth: float) -> str:
    """Return a worth as Moodle lists it: 33.33333, with five digits behind the point at most."""
    return f"{round(worth, 5):.10g}"


def _gap(weight: int, gap: Gap) -> str:
    kind, answers = gap
    written = []
    for said, worth, why in answers:
        mark = "=" if worth == 100 and kind != "MULTIRESPONSE_S" else f"%{percent(worth)}%"
        written.append(mark + _safe(said) + (f"#{_safe(why)}" if why else ""))
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _safe(said: str) -> str:
    """Write as entities what would end an answer or a gap; Moodle reads entities once more."""
    return said.translate({ord("&"): "&amp;"} | {ord(sign): f"&#{ord(sign)};" for sign in "#~{}\\"})
