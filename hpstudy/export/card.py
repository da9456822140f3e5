"""Front and back of a question as HTML: what is asked, and what is right and why."""

from __future__ import annotations

import math
from collections.abc import Iterable

from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.plot import plot_html
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import (
    Case,
    Choice,
    Hotspot,
    Matching,
    Numeric,
    Option,
    Ordering,
    Question,
    Typed,
)
from hpstudy.widgets.quiz_view import View, ask


def front(item: Item) -> str:
    """Return what is asked, in an order that does not give the key away."""
    return _asked(item.asked, ask(item))


def _asked(asked: Question, view: View) -> str:
    html = tex_blocks(asked.stem)
    match asked:
        case Choice():
            html += _list(view["options"])
        case Ordering():
            html += _list(view["steps"])
        case Matching():
            html += _list(view["prompts"]) + "<p>Responses:</p>" + _list(view["responses"])
        case Hotspot():
            html += plot_html(asked)
        case Case():
            parts = zip(asked.questions, view["parts"], strict=True)
            html += f"<ol>{''.join(f'<li>{_asked(part, seen)}</li>' for part, seen in parts)}</ol>"
    hint = view["hint"]
    if isinstance(asked, Numeric) and asked.unit:
        hint = f"In {asked.unit}."
    if isinstance(asked, Hotspot):  # nobody points at a card
        hint = "Say where."
    return html + (f"<p class='hint'>{tex_line(hint)}</p>" if hint else "")


def _list(said: Iterable[View]) -> str:
    return "<ul>" + "".join(f"<li>{tex_line(one['value'])}</li>" for one in said) + "</ul>"


def back(asked: Question) -> str:
    """Return what is right, with the reason of every option."""
    match asked:
        case Choice():
            return f"<ul>{''.join(map(_option, _right_first(asked.options)))}</ul>"
        case Typed():
            return _key(", ".join(names[0] for names in asked.answers)) + _reasons(
                (f"not {name}", why) for name, why in asked.reject.items()
            )
        case Ordering():
            return f"<ol>{''.join(f'<li>{tex_line(step)}</li>' for step in asked.steps)}</ol>"
        case Matching():
            return matches(asked)
        case Numeric():
            key = f"{number(asked.answer)} {asked.unit}".strip()
            return _key(key) + _reasons((_slip(s.value), s.why) for s in asked.slips)
        case Hotspot():
            return _key(where(asked))
        case Case():
            return f"<ol>{''.join(f'<li>{back(part)}</li>' for part in asked.questions)}</ol>"
    raise TypeError(f"{type(asked).__name__} is not a kind of question that can be exported.")


def key_of(asked: Question) -> str:
    """Return what is right in one line of text with marks."""
    match asked:
        case Choice():
            return "; ".join(option.text for option in asked.options if option.correct)
        case Typed():
            return ", ".join(names[0] for names in asked.answers)
        case Ordering():
            return "; ".join(f"{n}. {step}" for n, step in enumerate(asked.steps, 1))
        case Matching():
            return "; ".join(f"{pair.prompt} → {pair.response}" for pair in asked.pairs)
        case Numeric():
            return f"{number(asked.answer)} {asked.unit}".strip()
        case Hotspot():
            return where(asked)
        case Case():
            parts = enumerate(asked.questions, 1)
            return " | ".join(f"({n}) {key_of(part)}" for n, part in parts)
    raise TypeError(f"{type(asked).__name__} is not a kind of question that can be exported.")


def number(value: float) -> str:
    """Return a number as one would write it on a card."""
    return f"{value:.6g}".replace("-", "−")


def where(asked: Hotspot) -> str:
    """Return in words the part of the plot that is right."""
    sides = [
        f"{name} from {number(low)} to {number(high)}"
        for name, (low, high) in (("x", asked.region.x), ("y", asked.region.y))
        if math.isfinite(high - low)
    ]
    return ", ".join(sides)


def _right_first(options: Iterable[Option]) -> list[Option]:
    return sorted(options, key=lambda option: not option.correct)


def _option(option: Option) -> str:
    kind = "right" if option.correct else "wrong"
    said = f"<span class='option'>{tex_line(option.text)}</span>"
    return f"<li class='{kind}'>{said} <span class='reason'>{tex_line(option.why)}</span></li>"


def matches(asked: Matching) -> str:
    """Return the pairs with their reasons as a table."""
    rows = (
        f"<tr><td>{tex_line(pair.prompt)}</td><td class='key'>{tex_line(pair.response)}</td>"
        f"<td class='reason'>{tex_line(pair.why)}</td></tr>"
        for pair in asked.pairs
    )
    return f"<table>{''.join(rows)}</table>"


def _key(text: str) -> str:
    return f"<p class='key'>{tex_line(text)}</p>"


def _reasons(reasons: Iterable[tuple[str, str]]) -> str:
    rows = [
        f"<li class='wrong'><span class='option'>{tex_line(what)}</span> "
        f"<span class='reason'>{tex_line(why)}</span></li>"
        for what, why in reasons
    ]
    return f"<ul>{''.join(rows)}</ul>" if rows else ""


def _slip(value: float | str) -> str:
    return value if isinstance(value, str) else number(value)
