"""Makes the learners' notebooks from their sources with the solutions.

    python -m hpstudy.lessons              make and run every lesson in notebooks/ anew
    python -m hpstudy.lessons 07_searching only that one

A source in `notebooks/solutions/` marks its solutions in code:

    def soft_threshold(w, strength):
        # solution: one line with np.sign and np.maximum
        return np.sign(w) * np.maximum(np.abs(w) - strength, 0)
        # end

and the learner finds `...  # your turn: one line with np.sign and np.maximum` in their place; a
long hint stands above the dots.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from hpstudy.places import notebooks

Notebook = dict[str, Any]

_SOLUTION = re.compile(r"^([ \t]*)# solution: (.*)\n(?:.*\n)*?[ \t]*# end$", re.MULTILINE)
_WIDTH = 74  # characters of a cell that a page shows at 150 %
_VIEW = "application/vnd.jupyter.widget-view+json"


def learner_copy(source: Notebook) -> Notebook:
    """Return the lesson with its solutions taken out and no outputs."""
    lesson: Notebook = json.loads(without_outputs(json.dumps(source)))
    for cell in lesson["cells"]:
        if cell["cell_type"] == "code":
            cell["source"] = _SOLUTION.sub(_gap, _text(cell))
    return lesson


def _gap(solution: re.Match[str]) -> str:
    """Return what stands in a solution's place, its hint within the width of a page."""
    indent, hint = solution.groups()
    gap = f"{indent}...  # your turn: {hint}"
    if len(gap) <= _WIDTH:
        return gap
    begin = f"{indent}# "
    words = textwrap.wrap(
        f"your turn: {hint}", _WIDTH, initial_indent=begin, subsequent_indent=begin
    )
    return "\n".join([*words, f"{indent}..."])


def without_outputs(notebook: str) -> str:
    """Return a notebook's text as it is before anyone has run it."""
    bare = json.loads(notebook)
    for cell in bare["cells"]:
        cell["source"] = _text(cell)
        if cell["cell_type"] == "code":
            cell["outputs"] = []
            cell["execution_count"] = None
        cell.get("metadata", {}).pop("execution", None)
    bare["metadata"].pop("widgets", None)
    return dump(bare)


def for_readers(executed: Notebook) -> Notebook:
    """Return an executed lesson as it is kept: pictures stay, live views go.

    A saved view without its state shows an error in place of the picture that lies beside it.
    """
    for cell in executed["cells"]:
        cell.get("metadata", {}).pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(_VIEW, None)
    executed["metadata"].pop("widgets", None)
    return executed


def dump(notebook: Notebook) -> str:
    """Return the notebook's text in the one form in which the kit keeps it."""
    return json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def make(name: str) -> Path:
    """Run lesson `name`, with its solutions and as the learner gets it; keep both."""
    source = notebooks() / "solutions" / f"{name}.ipynb"
    solved = json.loads(source.read_text(encoding="utf-8"))
    target = notebooks() / f"{name}.ipynb"
    with_solutions = _run(json.loads(without_outputs(json.dumps(solved))))
    source.write_text(dump(for_readers(with_solutions)), encoding="utf-8")
    target.write_text(dump(for_readers(_run(learner_copy(solved)))), encoding="utf-8")
    return target


def _run(lesson: Notebook) -> Notebook:
    import nbformat
    from nbclient import NotebookClient

    notebook = nbformat.from_dict(lesson)  # type: ignore[no-untyped-call]
    with tempfile.TemporaryDirectory() as folder:  # for the files that a lesson keeps
        place = {"metadata": {"path": folder}}
        client = NotebookClient(
            notebook, timeout=120, kernel_name="python3", resources=place, coalesce_streams=True
        )  # a progress bar is one output, not one for each of its steps
        client.execute(env=os.environ | {"OPENBLAS_NUM_THREADS": "1"})  # as `hpstudy lab` sets it
    executed: Notebook = json.loads(nbformat.writes(notebook))  # type: ignore[no-untyped-call]
    return executed


def _text(cell: dict[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


if __name__ == "__main__":
    wanted = sys.argv[1:] or sorted(p.stem for p in (notebooks() / "solutions").glob("*.ipynb"))
    for lesson_name in wanted:
        print(make(lesson_name))
