"""A sitting without a page or a clock: choosing, attempts, credit, taking it up again."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.quiz import load_bank
from hpstudy.quiz.choosing import History, Item, choose, make_item
from hpstudy.quiz.question import (
    Case,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Question,
    Single,
    Typed,
)
from hpstudy.quiz.session import MARKS, Session, minutes_for
from hpstudy.quiz.topics import find_topics, load_topics

BANK = load_bank()
IDS = [question.id for question in BANK]
SEEDS = st.integers(0, 2**31 - 1)
CERTAINTIES = st.sampled_from([None, 1, 2, 3])


def right_answer(asked: Question):
    """The answer that the page would send for full credit."""
    match asked:
        case Single():
            return next(option.text for option in asked.options if option.correct)
        case Multiple():
            return [option.text for option in asked.options if option.correct]
        case Typed():
            return [names[0] for names in asked.answers]
        case Ordering():
            return list(asked.steps)
        case Matching():
            return {pair.prompt: pair.response for pair in asked.pairs}
        case Numeric():
            return repr(asked.answer)
        case Hotspot():
            sides = (asked.region.x, asked.region.y)
            return [(low + high) / 2 for low, high in sides if np.isfinite(high - low)]
        case Case():
            return {part.id: right_answer(part) for part in asked.questions}


def wrong_answer(asked: Question):
    """An answer that is wrong, not invalid."""
    match asked:
        case Single():
            return next(option.text for option in asked.options if not option.correct)
        case Multiple():
            return [option.text for option in asked.options if not option.correct]
        case Typed():
            return ["quixotic marmalade"]
        case Ordering():
            return list(asked.steps)[::-1]
        case Matching():
            # A response that is not the prompt's own.
            others = {
                pair.prompt: [r for r in asked.responses if r != pair.response]
                for pair in asked.pairs
            }
            return {prompt: responses[0] for prompt, responses in others.items()}
        case Numeric():
            return repr(asked.answer + 1e6 + 10 * asked.tolerance)
        case Hotspot():
            return [1e6, 1e6]
        case Case():
            return {part.id: wrong_answer(part) for part in asked.questions}


def a_session(seed: int = 0, n: int = 6, exam: bool = False) -> Session:
    return Session(choose(BANK, n, seed), exam=exam)


class TestTopics:
    def test_an_id_a_prefix_a_pattern_a_lesson_a_list_and_all(self):
        assert [topic.id for topic in find_topics("reg.l1")] == ["reg.l1"]
        reg = {topic.id for topic in find_topics("reg")}
        assert reg == {key for key in load_topics() if key.startswith("reg.")}
        assert {topic.id for topic in find_topics("reg.*")} == reg
        lesson = {topic.id for topic in find_topics("06_holding_back")}
        assert reg <= lesson
        assert all("06_holding_back" in load_topics()[key].lessons for key in lesson)
        both = find_topics(["reg.l1", "reg"])
        assert len(both) == len(set(both)) == len(reg)
        assert len(find_topics(None)) == len(load_topics())

    @pytest.mark.parametrize(
        ("wrong", "nearest"),
        [("reg.l3", "reg.l"), ("06_holding_bak", "06_holding_back"), (["reg", "serch"], "search")],
    )
    def test_an_unknown_one_names_the_nearest_in_one_sentence(self, wrong, nearest):
        with pytest.raises(ValueError, match=nearest) as caught:
            find_topics(wrong)
        assert "\n" not in str(caught.value)

    @pytest.mark.parametrize("wrong", ["", "  ", ".", [3], "no such thing at all"])
    def test_what_names_nothing_is_refused(self, wrong):
        with pytest.raises(ValueError, match="topic"):
            find_topics(wrong)


class TestChoosing:
    @given(SEEDS, st.integers(1, 70), st.lists(st.sampled_from(IDS), max_size=60))
    @settings(max_examples=40, deadline=None)
    def test_the_same_seed_and_history_give_the_same_paper_of_distinct_questions(
        self, seed, n, answered
    ):
        papers = [choose(BANK, n, seed, History.of(answered)) for _ in range(2)]
        assert papers[0] == papers[1]
        ids = [item.question.id for item in papers[0]]
        assert len(ids) == len(set(ids)) == min(n, len(BANK))

    @given(SEEDS, st.integers(1, 40), st.sets(st.sampled_from(IDS), min_size=1))
    @settings(max_examples=40, deadline=None)
    def test_never_seen_comes_first_then_what_was_not_seen_for_longest(self, seed, n, seen):
        order = sorted(seen)
        chosen = {item.question.id for item in choose(BANK, n, seed, History.of(order))}
        fresh = len(BANK) - len(seen)
        assert len(chosen - seen) == min(n, fresh)
        missing = max(0, n - fresh)
        assert len(chosen & seen) == missing

    def test_the_longest_unseen_of_one_topic_comes_back_first(self):
        pool = [question for question in BANK if question.topic == "reg.l1"]
        order = [question.id for question in pool]
        for n in range(1, len(pool)):
            (again,) = choose(pool, 1, n, History.of([*order[n:], *order[:n]]))
            assert again.question.id == order[n]

    @given(SEEDS)
    @settings(max_examples=30, deadline=None)
    def test_topics_are_mixed_and_look_alikes_side_by_side_are_others(self, seed):
        pool = [question for question in BANK if question.topic.startswith("reg.")]
        topics = [item.question.topic for item in choose(pool, 10, seed)]
        counts = [topics.count(topic) for topic in set(topics)]
        assert max(counts) - min(counts) <= 1
        assert all(a != b for a, b in itertools.pairwise(topics))

    def test_a_generated_question_comes_back_with_other_numbers(self):
        question = BANK["opt-lr-01"]
        seeds = {
            make_item(question, 5, History.of([question.id] * times)).seed for times in range(20)
        }
        assert len(seeds) == 20

    @given(st.sampled_from(IDS), SEEDS)
    @settings(max_examples=40, deadline=None)
    def test_options_keep_their_order_in_an_item_and_lose_nothing(self, key, seed):
        texts = ["alpha", "beta", "gamma", "delta"]
        item = Item(BANK[key], seed)
        assert item.shuffled(texts) == item.shuffled(texts)
        assert sorted(item.shuffled(texts)) == sorted(texts)
        assert item.shuffled(["1 job", "3 jobs", "10 jobs"]) == ["1 job", "3 jobs", "10 jobs"]

    def test_over_many_seeds_every_option_stands_first(self):
        texts = ["alpha", "beta", "gamma", "delta"]
        firsts = [Item(BANK[IDS[0]], seed).shuffled(texts)[0] for seed in range(200)]
        assert all(20 < firsts.count(text) < 80 for text in texts)


class TestStudy:
    @pytest.mark.parametrize("key", IDS)
    def test_each_question_takes_its_right_answer_and_refuses_a_wrong_one(self, key):
        item = make_item(BANK[key], 1)
        for answer, verdict in ((right_answer, "right"), (wrong_answer, "wrong")):
            session = Session([item])
            found = session.submit(answer(item.asked), 2)
            assert found.verdict == verdict
            assert session.here.mark == MARKS[2][verdict == "wrong"]
            assert session.revealed is (verdict == "right" or session.here.tries == 1)

    def test_a_second_try_counts_half_and_keeps_the_first_certainty(self):
        session = Session([make_item(BANK["opt-lr-01"], 1)])
        asked = session.here.item.asked
        assert session.here.attempts_left == 2
        session.submit(wrong_answer(asked), 3)
        assert session.here.attempts_left == 1
        assert not session.revealed
        session.submit(right_answer(asked), 1)
        assert session.here.credit == 0.5
        assert session.here.mark == -6
        assert session.revealed
        assert not session.can_submit

    @pytest.mark.parametrize("nothing", ["", None, [], {}, "   ", object()])
    def test_invalid_is_no_attempt(self, nothing):
        for key in IDS[::20]:
            session = Session([make_item(BANK[key], 1)])
            assert session.submit(nothing, 3).verdict == "invalid"
            assert session.here.attempts_left == session.here.tries
            assert session.here.certainty is None

    def test_it_goes_on_only_from_a_question_that_is_done(self):
        session = a_session()
        session.next()
        session.give_up()
        assert session.place == 0
        session.submit(wrong_answer(session.here.item.asked))
        session.give_up()
        assert session.revealed
        session.next()
        assert session.place == 1
        session.go(4)
        assert session.place == 1

    @given(st.data())
    @settings(max_examples=40, deadline=None)
    def test_whatever_happens_the_numbers_hold(self, data):
        session = a_session(data.draw(SEEDS), 4)
        for _ in range(data.draw(st.integers(0, 25))):
            if session.over:
                break
            asked = session.here.item.asked
            step = data.draw(st.sampled_from(["right", "wrong", "nothing", "give up", "next"]))
            left = session.here.attempts_left
            if step in ("right", "wrong"):
                answer = (right_answer if step == "right" else wrong_answer)(asked)
                found = session.submit(answer, data.draw(CERTAINTIES))
                assert (found.verdict == "invalid") is (left == 0)
            elif step == "nothing":
                session.submit("")
                assert session.here.attempts_left == left
            else:
                {"give up": session.give_up, "next": session.next}[step]()
            report = session.report()
            assert 0 <= report.credit <= report.n
            assert 0 <= report.interval[0] <= report.share <= report.interval[1] <= 1
            assert sum(n for _, n in report.by_topic().values()) == report.n

    @given(st.data())
    @settings(max_examples=30, deadline=None)
    def test_an_interrupted_session_is_taken_up_where_it_was(self, data):
        first, kept = a_session(data.draw(SEEDS), 5), []
        for _ in range(data.draw(st.integers(0, 12))):
            if first.over:
                break
            here = first.here
            if not here.attempts_left:
                first.next()
                continue
            how = data.draw(st.sampled_from([right_answer, wrong_answer]))
            certainty = data.draw(CERTAINTIES) if not here.grades else None
            first.submit(how(here.item.asked), certainty)
            kept.append((here.item.question.id, here.item.seed, here.answers[-1], certainty))
        if not first.over and first.here.grades and not first.here.attempts_left:
            first.next()
        second = Session([one.item for one in first.sittings])
        second.replay(kept)
        assert (second.over, second.place) == (first.over, first.place)
        assert second.report().credit == first.report().credit
        assert second.report().marks == first.report().marks


class TestExam:
    def test_any_order_any_change_all_or_nothing_and_nothing_before_the_end(self):
        session = a_session(3, 5, exam=True)
        for place in (3, 0, 3):
            session.go(place)
            asked = session.here.item.asked
            session.submit(wrong_answer(asked))
            assert not session.revealed
            session.submit(right_answer(asked))
            session.flag()
        assert [one.flagged for one in session.sittings] == [True, False, False, False, False]
        assert session.report().credit == 2
        for _ in range(9):
            session.next()
        assert not session.over
        session.finish()
        assert session.revealed
        assert session.submit(right_answer(session.here.item.asked)).verdict == "invalid"

    def test_part_of_an_answer_has_no_credit(self):
        question = next(question for question in BANK if question.type == "matching")
        answer = dict(list(right_answer(question).items())[:-1])
        assert Session([Item(question)]).submit(answer).verdict == "partial"
        assert Session([Item(question)], exam=True).submit(answer).credit == 0

    def test_taken_up_it_stands_at_the_first_open_question(self):
        first = a_session(4, 4, exam=True)
        kept = []
        for place in (0, 2):
            item = first.sittings[place].item
            kept.append((item.question.id, item.seed, right_answer(item.asked), None))
        second = Session([one.item for one in first.sittings], exam=True)
        second.replay(kept)
        assert second.place == 1
        assert second.report().credit == 2

    def test_time_is_that_of_the_real_exam(self):
        assert (minutes_for(65), minutes_for(40)) == (130, 50)
        assert all(minutes_for(n) <= minutes_for(n + 1) for n in range(1, 130))


def test_nothing_to_ask_is_over_at_once():
    session = Session([])
    assert session.over
    assert session.report().share == 0
    assert session.report().interval == (0.0, 1.0)
