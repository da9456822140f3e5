"""The map of the lessons, as the reader sees it."""

from __future__ import annotations


def show_map() -> None:
    """Show every lesson with its question and minutes, and the one to open next."""
    from IPython.display import Markdown, display

    from hpstudy.course import as_markdown, lessons

    display(Markdown(as_markdown(lessons())))  # type: ignore[no-untyped-call]
