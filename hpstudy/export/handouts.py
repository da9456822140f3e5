"""Handouts to print: a map of the whole course, a card of a tuning job's JSON, one of EI.

Each is one HTML file that fetches nothing and fits one page, on A4 as on Letter. What is computed
on them is computed when they are written.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from hpstudy.plots.style import ROLES

CSS = (Path(__file__).parent / "handouts.css").read_text(encoding="utf-8")


class Handout(NamedTuple):
    """One page: its title, the sentence below it, and what is on it, as HTML."""

    title: str
    lead: str
    body: str


# The name of each file, and where its page is made.
HANDOUTS = {
    "map": "hpstudy.export.handout_map",
    "json_card": "hpstudy.export.handout_json",
    "ei_card": "hpstudy.export.handout_ei",
}


def write(out: Path) -> str:
    """Write the handouts into the folder `out` and return the sentence that says how to print."""
    out.mkdir(parents=True, exist_ok=True)
    for name in HANDOUTS:
        (out / f"{name}.html").write_text(page(name), encoding="utf-8")
    files = ", ".join(f"{name}.html" for name in HANDOUTS)
    return f"{out}: {files}. Open one in a browser and print it: a page each."


def page(name: str) -> str:
    """Return a handout as a whole HTML file."""
    make: Callable[[], Handout] = import_module(HANDOUTS[name]).handout
    title, lead, body = make()
    colours = "".join(f"--{role.replace('_', '-')}: {it.light}; " for role, it in ROLES.items())
    return f"""<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>
:root {{ {colours}}}
{CSS}</style>
<main class="{name.replace("_", "-")}">
<header><h1>{escape(title)}</h1><p>{escape(lead)}</p></header>
{body}
</main>
</html>
"""
