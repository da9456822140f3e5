"""Questions for a class: one paper for all, answered by a show of hands.

What a class answers is nobody's: it is kept in a folder that goes with the kernel, and the next
class finds the same questions, not those that the teacher's own record would choose.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hpstudy.quiz.choosing import make_item
from hpstudy.quiz.record import Record
from hpstudy.quiz.session import Session
from hpstudy.widgets.quiz_card import Quiz
from hpstudy.widgets.quiz_paper import Paper, Request, kit_bank


class ClassQuiz(Quiz):
    """These questions, by their ids; asked again, they begin anew."""

    def __init__(self, questions: Sequence[str]) -> None:
        self._questions = questions
        super().__init__(self._paper())

    def _paper(self) -> Paper:
        items = [make_item(kit_bank()[question], seed=0) for question in self._questions]
        request = Request.check(None, max(len(items), 1), "study", None)
        self._folder = TemporaryDirectory(prefix="hpstudy-class-")
        return Paper(request, Session(items), Record(Path(self._folder.name)))

    def view(self) -> dict[str, Any]:
        """Return the page as it is to be now; at the end a class may be asked again."""
        return {**super().view(), "again": "Ask them again"}

    def _on_fresh(self) -> None:
        self._take(self._paper())
