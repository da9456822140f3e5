"""Puts something on the page below a cell, in several forms of which the page takes the best."""

from __future__ import annotations

from typing import Any


def put(bundle: dict[str, Any]) -> None:
    """Show a bundle {media type: content}; outside of a notebook, its "text/plain"."""
    from IPython import get_ipython
    from IPython.display import display

    if get_ipython() is None:
        print(bundle["text/plain"])
    else:
        display(bundle, raw=True)  # type: ignore[no-untyped-call]
