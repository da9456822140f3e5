"""`show_quiz("reg")`: questions below a cell, one at a time.

All state lives here, in the kernel: the page is sent what a question looks like, and its key when
no attempt is left. So a saved notebook holds no answers, and a page that is opened again asks
where it was. Every answer goes into the record at once; a kernel started anew takes it up there.

From the page: `ready`, `draft`, `submit`, `reveal`, `next`, `go`, `flag`, `start`, `finish`,
`fresh`, `demo`. To the page: `view`, and `trouble` with one sentence.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from hpstudy.quiz.session import MODES, Session
from hpstudy.quiz.verdict import Grade
from hpstudy.widgets import page, quiz_view
from hpstudy.widgets.quiz_paper import Paper, draw_paper, unfinished_paper
from hpstudy.widgets.quiz_result import result

if TYPE_CHECKING:
    from hpstudy.widgets.film import Film
    from hpstudy.widgets.job import ShownJob

_HERE = Path(__file__).parent
_OWN = ("text", "plot", "fields", "feedback", "card")  # one ES module in seven files
_SCRIPTS = ("controls", "kernel", *(f"quiz_{name}" for name in _OWN))
SCRIPT = "".join((_HERE / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS)
_GRACE = 5.0  # seconds that an answer may be late after the clock has run out


class Card(anywidget.AnyWidget):
    """What the browser shows; `view` is the question in front, never with its key."""

    _esm = SCRIPT
    _css = (_HERE / "quiz_card.css").read_text(encoding="utf-8")
    view = traitlets.Dict().tag(sync=True)


class Quiz:
    """A quiz on the page: answers what the card says."""

    def __init__(self, paper: Paper) -> None:
        self._take(paper)
        self._demo: Film | ShownJob | None = None
        self.card = Card(view=self.view())
        self.card.on_msg(self._receive)

    def _take(self, paper: Paper) -> None:
        self.paper = paper
        self._draft: Any = None
        self._invalid: Grade | None = None
        self._since = time.monotonic()

    @property
    def session(self) -> Session:
        """Where the reader is."""
        return self.paper.session

    # what the page is shown

    def view(self) -> dict[str, Any]:
        """Return the page as it is to be now, without any key."""
        paper, session = self.paper, self.session
        base = {"mode": paper.mode, "name": paper.name, "resumed": paper.resumed}
        if paper.empty:
            return {**base, "stage": "nothing", "sentence": paper.empty}
        if session.exam and not paper.begun and not session.over:
            return {**base, "stage": "intro", "n": len(session.sittings), "minutes": paper.minutes}
        if session.over and not paper.looking_back:
            return {**base, "stage": "result", **result(paper)}
        here = session.here
        return {
            **base,
            "stage": "question",
            "place": session.place,
            "n": len(session.sittings),
            "guide": here.item.question.guide if paper.mode == "guide" else None,
            "question": quiz_view.ask(here.item),
            "given": here.answers[-1] if here.answers else None,
            "draft": self._draft,
            "attempts": here.attempts_left if session.can_submit and not session.exam else 0,
            "tries": here.tries,
            "exam": self._exam(),
            "over": session.over,
        }

    def _exam(self) -> dict[str, Any] | None:
        """Return what an exam shows around its question: the clock and the navigator."""
        session = self.session
        if not session.exam:
            return None
        return {
            "left": self.paper.seconds_left() if not session.over else None,
            "answered": [bool(one.grades) for one in session.sittings],
            "flagged": [one.flagged for one in session.sittings],
        }

    def feedback(self) -> dict[str, Any] | None:
        """Return what may be said of the answer given, None if nothing yet."""
        session, here = self.session, self.session.here
        if self._invalid is not None:
            return quiz_view.hint(here.item.asked, self._invalid)
        if session.revealed:
            found = here.grades[-1] if here.grades else Grade("invalid")
            answer = here.answers[-1] if here.answers else None
            said = quiz_view.reveal(here.item.asked, answer, found, exam=session.exam)
            return {**said, "final": True, **self._earned(), **self.paper.to_read(here.item)}
        if here.grades and not session.exam:
            return quiz_view.hint(here.item.asked, here.grades[-1])
        return None

    def _earned(self) -> dict[str, Any]:
        here = self.session.here
        return {"credit": here.credit, "mark": here.mark if here.certainty else None}

    # what the page says

    def _receive(self, _widget: Any, message: Any, _buffers: Any) -> None:
        """Do what a message asks, `submit` by `_on_submit`; and tell the reader if it fails."""
        kind = message.get("kind", "") if isinstance(message, dict) else ""
        act = getattr(self, f"_on_{kind}", None)
        if act is None:
            return
        trouble = None
        try:
            if self.paper.is_late(_GRACE):
                self._on_finish()
            elif act(**{name: value for name, value in message.items() if name != "kind"}) is False:
                return
        except Exception as error:
            trouble = str(error)
        self._send(trouble)

    def _send(self, trouble: str | None = None) -> None:
        view = self.view()
        if {**view, "exam": None} != {**self.card.view, "exam": None}:
            self.card.view = view  # what is saved, and shown to a page that is opened again
        shown = self.feedback() if view["stage"] == "question" else None
        self.card.send({"kind": "view", "view": view, "feedback": shown, "trouble": trouble})

    def _on_ready(self) -> None:
        """A page is there: it is sent the question and the feedback as they are now."""

    def _on_draft(self, draft: Any) -> bool:
        self._draft = draft
        return False

    def _on_submit(self, place: int, answer: Any, certainty: int | None = None) -> None:
        session = self.session
        if place != session.place or not session.can_submit:  # a click that was overtaken
            return
        self._draft = None
        seconds, here = time.monotonic() - self._since, session.here
        found = session.submit(answer, certainty)
        self._invalid = found if found.verdict == "invalid" else None
        if self._invalid is None:
            self.paper.keep(here, seconds)
        else:
            self._draft = answer

    def _on_reveal(self) -> None:
        if not self.session.exam and self.session.here.grades and not self.session.revealed:
            self.session.give_up()
            self.paper.keep_given_up(self.session.here)

    def _on_next(self, place: int) -> None:
        if place == self.session.place:  # and no second click on the same button
            self._move()
            self.session.next()
            self._close()

    def _on_go(self, place: int) -> None:
        self._move()
        self.session.go(place)
        self.paper.looking_back = self.session.over

    def _on_result(self) -> None:
        self.paper.looking_back = False

    def _on_flag(self) -> None:
        self.session.flag()

    def _on_start(self) -> None:
        self.paper.begin()

    def _on_finish(self) -> None:
        self.session.finish()
        self._move()
        self._close()

    def _on_fresh(self) -> None:
        self.paper.end()
        self._take(draw_paper(self.paper.request))

    def _on_demo(self, name: str) -> bool:
        """Show the demo in the card, below the explanation."""
        from hpstudy.widgets.show import live_demo

        if self._demo is not None:
            self._demo.screen.close()
        self._demo = live_demo(name)
        self.card.send({"kind": "demo", "model": self._demo.screen.model_id})
        return False

    def _move(self) -> None:
        self._invalid, self._draft, self._since = None, None, time.monotonic()

    def _close(self) -> None:
        if self.session.over:
            self.paper.end()


class ShownQuiz:
    """A quiz on the page; a cell that ends with it shows nothing twice."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz = quiz

    def _ipython_display_(self) -> None:
        pass


def show_quiz(
    topic: str | Iterable[str] | None = None,
    n: int = 10,
    mode: str = "study",
    seed: int | None = None,
) -> ShownQuiz:
    """Show a quiz of at most `n` questions below the cell; it is taken up where it was left.

    topic: an id such as "reg.l1", a prefix such as "reg", a lesson's name, a list of these; or all
    mode:  "study", "exam" (a clock, nothing revealed before the end), "due" (what is due for
           review today), "guide" (the ten questions of the study guide) or "placement" (six that
           find out where to begin)
    seed:  the same seed gives a whole class the same paper
    """
    from hpstudy.widgets.quiz_paper import Request

    request = Request.check(topic, n, mode, seed)
    quiz = Quiz(unfinished_paper(request) or draw_paper(request))
    said = quiz.paper.sentence
    page.put({**page.view_of(quiz.card), "text/markdown": said, "text/plain": said})
    return ShownQuiz(quiz)


__all__ = ["MODES", "Quiz", "show_quiz"]
