"""The quiz card's kernel side: what it tells the page, message by message, without a browser."""

import json
import re
from pathlib import Path

import pytest

from hpstudy import show_quiz
from hpstudy.quiz.choosing import Item, make_item
from hpstudy.quiz.question import Case, Matching, Question, Typed
from hpstudy.quiz.record import Record
from hpstudy.quiz.session import Session
from hpstudy.quiz.topics import placement
from hpstudy.widgets import quiz_paper
from hpstudy.widgets.quiz_card import Card, Quiz
from hpstudy.widgets.quiz_math import math
from hpstudy.widgets.quiz_paper import Paper, Request, draw_paper, kit_bank, unfinished_paper
from hpstudy.widgets.quiz_text import plain, tree
from hpstudy.widgets.quiz_view import ask
from tests.test_quiz_session import right_answer, wrong_answer

BANK = kit_bank()
IDS = [question.id for question in BANK]
TYPES = sorted({(q.type, make_item(q, 1).asked.type) for q in BANK})


class Page:
    """The page's side of a card: what it says, and everything that it was told."""

    def __init__(self, quiz: Quiz) -> None:
        self.quiz, self.told = quiz, [json.dumps(quiz.card.view)]
        quiz.card.send = self._hear

    def _hear(self, message):
        self.told.append(json.dumps(message))
        self.view, self.feedback = message.get("view"), message.get("feedback")
        self.trouble = message.get("trouble")

    def say(self, kind, **more):
        self.quiz._receive(self.quiz.card, {"kind": kind, **more}, [])

    def submit(self, answer, certainty=None):
        place = self.quiz.session.place
        answer = json.loads(json.dumps(answer))  # as it comes over the wire
        self.say("submit", place=place, answer=answer, certainty=certainty)

    @property
    def asked(self) -> Question:
        return self.quiz.session.here.item.asked


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    """A workbook of one's own."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def page_of(*items: Item, exam: bool = False) -> Page:
    request = Request.check(None, len(items), "exam" if exam else "study", 1)
    return Page(Quiz(Paper(request, Session(items, exam=exam), Record(Path.cwd()))))


def page(topic=None, n=10, mode="study", seed=None) -> Page:
    request = Request.check(topic, n, mode, seed)
    return Page(Quiz(unfinished_paper(request) or draw_paper(request)))


def secrets(asked: Question) -> set[str]:
    """Texts that give the key or a reason away: none of them stands in the question itself."""
    parts = asked.questions if isinstance(asked, Case) else [asked]
    texts = {asked.explanation, asked.guide_says}
    for part in parts:
        texts |= {option.why for option in getattr(part, "options", ())}
        texts |= {slip.why for slip in getattr(part, "slips", ())}
        if isinstance(part, Typed):
            texts |= {name for names in part.answers for name in names} | set(part.reject.values())
        if isinstance(part, Matching):
            texts |= {pair.why for pair in part.pairs}
    shown = json.dumps([part.stem for part in (asked, *parts)] + seen_in(parts)).casefold()
    plain_texts = {plain(text) for text in texts if len(text) > 2}
    return {text for text in plain_texts if text.casefold() not in shown}


def seen_in(parts) -> list[str]:
    """What a question shows beside its stem."""
    return [
        text
        for part in parts
        for text in (
            *(option.text for option in getattr(part, "options", ())),
            *getattr(part, "responses", ()),
            *(pair.prompt for pair in getattr(part, "pairs", ())),
        )
    ]


def words_of(message: str) -> str:
    """Every word of a message, whatever tree it stands in."""
    found: list[str] = []

    def walk(node):
        if isinstance(node, str):
            found.append(node)
        elif isinstance(node, list | dict):
            for child in node.values() if isinstance(node, dict) else node:
                walk(child)

    walk(json.loads(message))
    return " ".join("".join(found).split()).casefold()


def told(text: str, message: str) -> bool:
    """Whether a message holds a text; a single word in the question, for the card has its own."""
    if " " in text:
        return text.casefold() in words_of(message)
    view = json.loads(message).get("view", json.loads(message))
    words = words_of(json.dumps(view.get("question")))
    return re.search(rf"(?<!\w){re.escape(text.casefold())}(?!\w)", words) is not None


class TestTheKeyStaysInTheKernel:
    @pytest.mark.parametrize("key", IDS)
    def test_no_message_holds_it_before_the_answer(self, key):
        page = page_of(make_item(BANK[key], 7))
        hidden = secrets(page.asked)
        page.say("ready")
        page.say("submit", place=0, answer=None)
        for message in page.told:
            assert not [text for text in hidden if told(text, message)]
            assert '"correct"' not in message
            assert '"region"' not in message
            assert '"slip' not in message

    @pytest.mark.parametrize("key", IDS[::6])
    def test_nor_after_a_wrong_first_try_and_it_comes_with_the_last(self, key):
        page = page_of(make_item(BANK[key], 7))
        asked = page.asked
        page.submit(wrong_answer(asked), 1)
        if page.quiz.session.here.tries == 2:
            assert not page.feedback.get("final")
            assert plain(asked.explanation).casefold() not in words_of(page.told[-1])
            assert '"correct"' not in page.told[-1]
            page.say("reveal")
        assert page.feedback["final"]
        assert page.feedback["explanation"] == tree(asked.explanation)
        assert page.feedback.get("guide", []) == tree(asked.guide_says)

    def test_no_order_tells_it(self):
        ordered = next(q for q in BANK if q.type == "ordering")
        for seed in range(30):
            steps = [step["value"] for step in ask(Item(ordered, seed))["steps"]]
            assert sorted(steps) == sorted(ordered.steps)
            assert steps != list(ordered.steps)
        single = next(q for q in BANK if q.type == "single" and len(q.options) == 4)
        views = [ask(Item(single, seed))["options"] for seed in range(200)]
        at = [[o["value"] for o in options].index(right_answer(single)) for options in views]
        assert all(20 < at.count(place) < 90 for place in range(4))

    def test_what_is_saved_with_the_notebook_holds_no_feedback(self):
        page = page_of(make_item(BANK["exam-ten-02"], 1), make_item(BANK["opt-lr-01"], 1))
        page.submit(right_answer(page.asked), 3)
        assert page.feedback["final"]
        saved = json.dumps(page.quiz.card.view)
        assert not [text for text in secrets(page.asked) if told(text, saved)]


@pytest.mark.parametrize(("kind", "asked_kind"), TYPES)
def test_each_type_makes_the_round_trip(kind, asked_kind):
    template = next(q for q in BANK if q.type == kind and make_item(q, 1).asked.type == asked_kind)
    page = page_of(make_item(template, 1))
    assert page.quiz.card.view["question"]["kind"] == asked_kind
    page.submit(None)
    assert page.feedback["verdict"] == "invalid"
    assert page.view["attempts"] == page.quiz.session.here.tries
    page.submit(right_answer(page.asked), 2)
    assert page.feedback["verdict"] == "right"
    assert page.feedback["mark"] == 2
    (kept,) = Record(Path.cwd())
    assert (kept.question, kept.verdict, kept.credit, kept.certainty) == (
        template.id,
        "right",
        1,
        2,
    )
    assert kept.seed is not None
    page.say("next", place=0)
    assert page.view["stage"] == "result"
    assert page.view["percent"] == 100


@pytest.mark.parametrize("key", IDS[::4])
def test_every_option_has_its_feedback(key):
    page = page_of(make_item(BANK[key], 2))
    asked = page.asked
    page.submit(right_answer(asked))
    parts = [(asked, page.feedback)]
    if isinstance(asked, Case):
        parts = [(part, page.feedback["parts"][part.id]) for part in asked.questions]
    for part, said in parts:
        if options := getattr(part, "options", ()):
            assert set(said["options"]) == {option.text for option in options}
            assert all(option["why"] for option in said["options"].values())


def test_invalid_keeps_what_was_typed_and_uses_no_attempt(folder):
    page = page_of(make_item(BANK["opt-lr-01"], 1))
    for nothing in ("NaN", "   ", None):
        page.submit(nothing, 3)
        assert page.feedback["verdict"] == "invalid"
        assert page.view["draft"] == nothing
        assert page.view["attempts"] == 2
    assert not list(folder.iterdir())


def test_the_record_is_made_with_the_first_answer(folder):
    page_ = page(n=3, seed=1)
    page_.say("ready")
    page_.say("draft", draft="x")
    assert not list(folder.iterdir())
    page_.submit(wrong_answer(page_.asked))
    assert [file.name for file in folder.iterdir()] == ["record.sqlite"]


def test_a_second_try_is_kept_with_half_its_credit():
    page_ = page_of(make_item(BANK["opt-lr-01"], 1))
    page_.submit(wrong_answer(page_.asked), 3)
    page_.submit(right_answer(page_.asked))
    first, second = Record(Path.cwd())
    assert (first.credit, first.certainty) == (0, 3)
    assert (second.verdict, second.credit, second.certainty) == ("right", 0.5, None)


class TestWhereYouWere:
    def test_a_page_opened_again_is_sent_question_draft_and_feedback(self):
        page_ = page(n=3, seed=1)
        page_.say("draft", draft="half a word")
        page_.say("ready")
        assert page_.view["draft"] == "half a word"
        page_.submit(wrong_answer(page_.asked))
        said = page_.feedback
        page_.say("ready")
        assert page_.feedback == said

    @pytest.mark.parametrize("topic", [None, "reg", ["reg", "found.overfit"]])
    def test_a_new_kernel_takes_the_quiz_up_and_a_finished_one_is_not(self, topic):
        first = page(topic, n=3)
        first.submit(right_answer(first.asked), 2)
        first.say("next", place=0)
        first.submit(wrong_answer(first.asked))
        paper = [one.item for one in first.quiz.session.sittings]
        second = page(topic, n=3)
        assert [one.item for one in second.quiz.session.sittings] == paper
        second.say("ready")
        assert second.view["place"] == 1
        assert second.view["resumed"] == 2
        assert page(topic, n=4).quiz.session.place == 0  # another call, another quiz
        for place in (1, 2):
            second.submit(right_answer(second.asked))
            second.say("next", place=place)
        assert second.view["stage"] == "result"
        third = page(topic, n=3)
        assert third.quiz.session.place == 0
        assert not {one.item.question.id for one in third.quiz.session.sittings} & {
            item.question.id for item in paper
        }

    def test_a_key_that_was_taken_leaves_no_second_try_to_a_new_kernel(self):
        first = page(n=3, seed=5)
        while first.quiz.session.here.tries == 1:
            first.submit(right_answer(first.asked))
            first.say("next", place=first.quiz.session.place)
        place = first.quiz.session.place
        first.submit(wrong_answer(first.asked))
        first.say("reveal")
        again = page(n=3, seed=5).quiz.session
        assert again.place == place + 1
        assert again.sittings[place].attempts_left == 0
        assert [answer.verdict for answer in Record(Path.cwd()).attempts()][-1] == "wrong"

    def test_a_double_click_does_not_skip_a_question(self):
        page_ = page(n=3, seed=2)
        page_.submit(right_answer(page_.asked))
        page_.say("next", place=0)
        page_.say("next", place=0)
        assert page_.view["place"] == 1
        page_.say("next", place=1)  # not answered yet
        assert page_.view["place"] == 1

    def test_a_late_click_on_check_changes_nothing(self):
        page_ = page_of(make_item(BANK["opt-lr-01"], 1))
        page_.submit(wrong_answer(page_.asked))
        page_.say("reveal")
        said = page_.feedback
        page_.submit(right_answer(page_.asked))
        assert page_.feedback == said
        assert page_.quiz.session.here.credit == 0

    def test_a_new_quiz_on_request(self):
        page_ = page(n=3, seed=2)
        before = page_.quiz.session
        page_.submit(right_answer(page_.asked))
        page_.say("fresh")
        assert page_.quiz.session is not before
        assert page(n=3, seed=2).quiz.session.place == 0


class TestExam:
    def test_a_class_sits_the_same_paper_and_nothing_is_revealed(self, monkeypatch, tmp_path):
        papers = []
        for learner in ("a", "b"):
            (tmp_path / learner).mkdir()
            monkeypatch.chdir(tmp_path / learner)
            page_ = page(n=5, mode="exam", seed=42)
            assert page_.quiz.card.view["stage"] == "intro"
            page_.say("start")
            papers.append([])
            for place in range(5):
                page_.say("go", place=place)
                papers[-1].append(page_.view["question"])
                page_.submit(right_answer(page_.asked))
                assert page_.feedback is None
            page_.say("flag")
            assert page_.view["exam"]["flagged"] == [False] * 4 + [True]
            assert page_.view["exam"]["answered"] == [True] * 5
            assert 0 < page_.view["exam"]["left"] <= 60 * page_.quiz.paper.minutes
            page_.say("finish")
            assert page_.view["percent"] == 100
            assert "our own" in page_.view["scaled"]
            assert "Too little to say yet: 5 questions" in page_.view["readiness"]
            page_.say("go", place=2)
            assert page_.feedback["final"]
            page_.say("result")
            assert page_.view["stage"] == "result"
        assert papers[0] == papers[1]

    def test_the_clock_runs_on_and_ends_it(self, monkeypatch):
        page_ = page(n=4, mode="exam", seed=1)
        page_.say("start")
        page_.submit(right_answer(page_.asked))
        again = page(n=4, mode="exam", seed=1)
        again.say("ready")
        assert again.view["place"] == 1
        assert again.view["exam"]["left"] < 60 * again.quiz.paper.minutes
        monkeypatch.setattr(quiz_paper, "minutes_for", lambda n: -1)
        again.submit(right_answer(again.asked))
        assert again.view["stage"] == "result"
        assert again.view["score"] == "1 of 4"
        over = page(n=4, mode="exam", seed=1)
        assert not over.quiz.session.over  # the next paper

    def test_a_changed_answer_counts_as_it_was_last(self):
        page_ = page(n=2, mode="exam", seed=1)
        page_.say("start")
        page_.submit(right_answer(page_.asked))
        page_.submit(wrong_answer(page_.asked))
        again = page(n=2, mode="exam", seed=1)
        assert again.quiz.session.report().credit == 0


class TestModes:
    def test_the_guides_ten_in_order(self):
        page_ = page(mode="guide", n=10)
        numbers = [one.item.question.guide for one in page_.quiz.session.sittings]
        assert numbers == list(range(1, 11))
        assert page_.quiz.card.view["guide"] == 1

    def test_placement_finds_where_to_begin(self):
        page_ = page(mode="placement")
        asked = [one.item.question.id for one in page_.quiz.session.sittings]
        assert asked == placement()
        assert page_.quiz.card.view["name"] == "Where to begin"

    def test_due_says_what_to_do_when_nothing_is(self):
        sentence = page(mode="due").quiz.card.view["sentence"]
        assert "show_quiz()" in sentence

    def test_due_asks_again_what_was_answered_wrong_long_ago(self):
        from datetime import UTC, datetime, timedelta

        from hpstudy.quiz import grade

        record, question = Record(Path.cwd()), BANK["exam-ten-02"]
        answer = wrong_answer(question)
        long_ago = datetime.now(UTC) - timedelta(days=30)
        record.add(question, answer, grade(question, answer), at=long_ago)
        page_ = page(mode="due")
        assert [one.item.question for one in page_.quiz.session.sittings] == [question]

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"mode": "exma"}, "'study', 'exam', 'due', 'guide', 'placement'.*did you mean exam"),
            ({"mode": None}, "'study', 'exam', 'due', 'guide', 'placement'"),
            ({"n": 0}, "n is a whole number from 1"),
            ({"n": True}, "n is a whole number"),
            ({"seed": -1}, "seed is a whole number from 0"),
            ({"topic": "reg.l3"}, "reg.l"),
            ({"topic": []}, "empty"),
            ({"topic": 7}, "topic"),
        ],
    )
    def test_a_wrong_call_is_one_sentence(self, wrong, said):
        with pytest.raises(ValueError, match=said) as caught:
            show_quiz(**wrong)
        assert "\n" not in str(caught.value)


class TestText:
    def test_nothing_of_a_text_becomes_a_tag(self):
        nodes = tree("<script>alert(1)</script> **<b>** `<i>` $<x>$ [a](javascript:b)")
        assert not [tag for tag in tags(nodes) if tag not in TAGS]
        assert "<script>alert(1)</script>" in nodes[0][1]

    @pytest.mark.parametrize("key", IDS[::2])
    def test_all_mathematics_of_the_bank_is_read(self, key):
        for seed in range(2):
            asked = make_item(BANK[key], seed).asked
            for part in (asked, *getattr(asked, "questions", ())):
                for text in (part.stem, part.explanation, *seen_in([part])):
                    assert not [tag for tag in tags(tree(text)) if tag not in TAGS]
                    assert "mtext" not in json.dumps(tree(text))
                    unread = re.sub(r"```.*?```|`[^`]*`", "", plain(text), flags=re.DOTALL)
                    assert "\\" not in unread or "`" in text

    def test_mathematics(self):
        assert math(r"\frac{1}{2}") == ["math", "1/2", ["mfrac", ["mn", "1"], ["mn", "2"]]]
        assert math("w^2")[2] == ["msup", ["mi", "w"], ["mn", "2"]]
        assert math("s_{max}")[2] == ["msub", ["mi", "s"], ["mi", "max"]]
        assert math("a - b")[1] == "a − b"
        for broken in (r"\nosuch{x}", r"\frac{1", "{", "x^"):
            assert math(broken)[2:] == [["mtext", broken]]

    def test_code_stays_as_it_is(self):
        nodes = tree("Run:\n\n```\nx = $a$ * 2 * b\n  y\n```\nand `*b*`")
        assert nodes[1] == ["pre", "x = $a$ * 2 * b\n  y"]
        assert ["code", "*b*"] in nodes[2]
        assert tree("costs $3 and $4") == [["p", "costs $3 and $4"]]


MATH_TAGS = "math mrow mi mn mo mfrac msup msub msubsup msqrt mover mtext"
TAGS = {"p", "pre", "code", "em", "strong", "slot", *MATH_TAGS.split()}


def tags(nodes):
    for node in nodes:
        if isinstance(node, list):
            yield node[0]
            yield from tags(node[2:] if node[0] == "math" else node[1:])


def test_the_output_of_a_cell_is_small_and_says_what_to_do(monkeypatch):
    shown = []
    monkeypatch.setattr("hpstudy.widgets.page.put", shown.append)
    show_quiz("reg", n=6, seed=3)
    (bundle,) = shown
    assert len(json.dumps(bundle)) < 1000
    assert "6 questions" in bundle["text/markdown"]
    assert "Run the cell" in bundle["text/markdown"]


def test_an_answer_that_cannot_be_kept_says_so_and_the_quiz_goes_on(folder, monkeypatch):
    page_ = page(n=3, seed=1)
    (folder / "record.sqlite").write_bytes(b"this is no journal, and never was one" * 50)
    page_.submit(right_answer(page_.asked))
    assert "record.sqlite" in page_.trouble
    assert "\n" not in page_.trouble
    assert page_.feedback["final"]


def test_the_script_is_one_module_without_markup_from_strings():
    script = str(Card._esm)
    assert script.count("export default") == 1
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", script)


def test_nothing_above_the_questions_names_the_topic():
    view = page("search.explore-exploit", n=3, seed=1).quiz.card.view
    assert view["name"] == "Quiz"
    assert "xploration" not in json.dumps({**view, "question": None})
