"""Puts something on the page below a cell, in several forms of which the page takes the best."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ipywidgets import Widget


def put(bundle: dict[str, Any]) -> None:
    """Show a bundle {media type: content}; outside of a notebook, its "text/plain".

    A picture in it is described by the same words, to who cannot see it.
    """
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(bundle["text/plain"])
    else:
        alt = {"image/png": {"alt": bundle["text/plain"]}} if "image/png" in bundle else None
        display(bundle, metadata=alt, raw=True)  # type: ignore[no-untyped-call]


def view_of(widget: Widget) -> dict[str, Any]:
    """The part of a bundle that shows a widget, where the page is live."""
    view = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
    return {"application/vnd.jupyter.widget-view+json": view}
