"""What the browser must know about a demo before the first picture: plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hpstudy.plots.style import ROLES
from hpstudy.widgets.demo import Click, Control, Demo, Menu, Number, Options, Point
from hpstudy.widgets.live import LiveDemo


def describe(live: LiveDemo, *, predict: bool) -> dict[str, Any]:
    """The demo as data for `film.js`; without its prediction it opens unlocked."""
    demo = live.demo
    return {
        "name": demo.name,
        "question": demo.question,
        "width": demo.width,
        "height": demo.height,
        "palette": [[role.light, role.dark] for role in ROLES.values()],
        "axes": live.drawing.axes(),
        "controls": [_control(control) | _instead(control, demo) for control in demo.controls],
        "start": [control.start for control in demo.controls],
        "seed": live.seed,
        "ahead": demo.ahead,
        "button": demo.button,
        "actions": [action.label for action in demo.actions],
        "click": _click(demo, demo.click),
        "predict": _prediction(demo.predict) if predict else None,
        "trail": demo.index(demo.trail) if demo.trail else 0,
    }


def _control(control: Control) -> dict[str, Any]:
    return {
        "kind": control.kind,
        "label": control.label,
        "texts": list(control.texts),
        "values": list(control.values) if control.kind == "slider" else [],
    }


def _instead(control: Control, demo: Demo) -> dict[str, Any]:
    """For each option of a menu, what each control looks like: data, False if put away, or None."""
    if not isinstance(control, Menu):
        return {}
    looks = [control.instead.get(value, {}) for value in control.values]
    return {"instead": [[_look(look, other.name) for other in demo.controls] for look in looks]}


def _look(look: Mapping[str, Control | None], name: str) -> Any:
    if name not in look:
        return None
    worn = look[name]
    return False if worn is None else {"label": worn.label, "texts": list(worn.texts)}


def _click(demo: Demo, click: Click | None) -> dict[str, Any] | None:
    if click is None:
        return None
    places = {along: getattr(click, along) for along in ("x", "y")}
    return {
        "axes": click.axes,
        "runs": click.runs or demo.button,
        **{along: None if name is None else demo.index(name) for along, name in places.items()},
    }


def _prediction(predict: Options | Number | Point | None) -> dict[str, Any] | None:
    if predict is None:
        return None
    said: dict[str, Any] = {
        "kind": predict.kind,
        "ask": predict.ask,
        "answers": predict.answer is not None,
    }
    match predict:
        case Options():
            said |= {"options": list(predict.options), "spans": [list(s) for s in predict.spans]}
            said |= {"axes": predict.axes, "along": predict.along}
        case Number():
            said |= {"axes": predict.axes, "along": predict.along, "unit": predict.unit}
            said |= {"between": list(predict.between), "whole": predict.whole}
        case Point():
            said |= {"axes": predict.axes, "x": predict.x, "y": predict.y, "rest": predict.rest}
    return said
