"""Reviews follow the model of forgetting, aim at the exam, and need nothing but the answers."""

import statistics
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.quiz import Record, load_bank
from hpstudy.quiz.choosing import History, make_item
from hpstudy.quiz.question import Generated
from hpstudy.quiz.review import due, forecasts, log_losses, rating, recall, wanted
from hpstudy.quiz.verdict import Grade, by_credit, invalid

BANK = load_bank()
IDS = [question.id for question in BANK]
FIRST, SECOND, THIRD = IDS[:3]
RIGHT, HALF, WRONG = Grade("right", 1.0), Grade("partial", 0.5), Grade("wrong", 0.0)
START = datetime(2030, 1, 1, 18, tzinfo=UTC)
EXAM = date(2030, 1, 31)


def day(n, hour=18):
    return START.replace(hour=hour) + timedelta(days=n)


@pytest.fixture
def record(tmp_path):
    with_file = Record(tmp_path)
    yield with_file
    with_file.close()


def answer(record, days, grade=RIGHT, question=FIRST, **options):
    for n in days:
        record.add(BANK[question], "said", grade, at=day(n), **options)


def learn(record, question=FIRST, *, exam=EXAM, days=30, most=4, grade=RIGHT):
    """Answer whatever is due, every evening, `most` times; return the days."""
    answer(record, [0], grade, question)
    answered = [0]
    for n in range(1, days):
        if len(answered) < most and question in due(record, BANK, day(n), exam):
            answer(record, [n], grade, question)
            answered.append(n)
    return answered


# The model of forgetting, driven directly

GIVEN = {Rating.Again: WRONG, Rating.Hard: HALF, Rating.Good: RIGHT}


@settings(max_examples=40, deadline=None)
@given(
    gaps=st.lists(st.integers(0, 40), min_size=1, max_size=8),
    ratings=st.lists(st.sampled_from(list(GIVEN)), min_size=8, max_size=8),
    later=st.integers(0, 100),
)
def test_recall_is_that_of_the_model(tmp_path_factory, gaps, ratings, later):
    record = Record(tmp_path_factory.mktemp("record"))
    scheduler, card, n = Scheduler(enable_fuzzing=False), Card(card_id=1), 0
    for gap, given_rating in zip(gaps, ratings, strict=False):
        n += gap
        answer(record, [n], GIVEN[given_rating])
        card, _ = scheduler.review_card(card, given_rating, day(n))
    expected = scheduler.get_card_retrievability(card, day(n + later))
    assert recall(record, FIRST, day(n + later, hour=19)) == pytest.approx(expected, rel=1e-12)


def test_recall_knows_only_what_was_before(record):
    answer(record, [3, 5])
    assert recall(record, FIRST, day(3)) is None
    assert recall(record, SECOND, day(9)) is None
    early = recall(record, FIRST, day(5))
    answer(record, [6])
    assert recall(record, FIRST, day(5)) == early


@pytest.mark.parametrize(
    ("grade", "certainty", "seconds", "expected"),
    [
        (WRONG, 3, 1, Rating.Again),
        (by_credit(0.4, ""), None, None, Rating.Again),
        (HALF, 3, 1, Rating.Hard),
        (RIGHT, 1, 1, Rating.Hard),
        (Grade("right", 0.5), None, 1, Rating.Hard),  # at the second try
        (RIGHT, None, 1, Rating.Good),
        (RIGHT, 2, 1, Rating.Good),
        (RIGHT, 3, None, Rating.Good),
        (RIGHT, 3, 60, Rating.Good),
        (RIGHT, 3, 5, Rating.Easy),
    ],
)
def test_the_rating_is_read_off_the_answer(record, grade, certainty, seconds, expected):
    answer(record, [0], grade, certainty=certainty, seconds=seconds)
    assert rating(next(iter(record))) is expected


def test_the_better_known_the_later(record):
    for question, grade, certainty in [(FIRST, WRONG, 3), (SECOND, RIGHT, 1), (THIRD, RIGHT, 3)]:
        answer(record, [0], grade, question, certainty=certainty, seconds=5)
    known = [recall(record, question, day(5)) for question in (FIRST, SECOND, THIRD)]
    assert known == sorted(known)
    assert len(set(known)) == 3
    assert due(record, BANK, day(40)) == [FIRST, SECOND, THIRD]


# What is due, and when


def test_what_was_never_answered_is_not_due_and_invalid_is_no_answer(record):
    answer(record, [0], invalid("Nothing was said."))
    assert due(record, BANK, day(99)) == []


def test_wrong_comes_back_in_ten_minutes_and_right_not_on_the_same_day(record):
    answer(record, [0], WRONG)
    answer(record, [0], RIGHT, SECOND)
    assert due(record, BANK, day(0) + timedelta(minutes=9)) == []
    assert due(record, BANK, day(0) + timedelta(minutes=10)) == [FIRST]
    record.add(BANK[FIRST], "", RIGHT, at=day(0) + timedelta(minutes=11))
    assert due(record, BANK, day(0) + timedelta(hours=3)) == []
    assert due(record, BANK, day(1))[0] == FIRST


def test_the_bank_says_what_can_be_asked(record):
    answer(record, [0])
    assert due(record, BANK, day(50)) == [FIRST]
    assert due(record, {SECOND}, day(50)) == []


def test_a_day_ends_at_four_in_the_morning_where_the_learner_is(record):
    tokyo = ZoneInfo("Asia/Tokyo")
    for n in range(0, 12, 2):
        record.add(BANK[FIRST], "", HALF, at=datetime(2030, 1, 1 + n, 23, tzinfo=tokyo))
    due_on = next(
        moment
        for moment in (datetime(2030, 1, 12, tzinfo=tokyo) + timedelta(hours=h) for h in range(999))
        if due(record, BANK, moment)
    )
    assert due_on.hour == 4
    assert due(record, BANK, due_on.astimezone(UTC) - timedelta(hours=12)) == []


def test_a_time_without_a_zone_is_refused(record):
    answer(record, [0])
    with pytest.raises(ValueError, match="no time zone"):
        due(record, BANK, datetime(2030, 1, 9))


def test_it_looks_at_no_clock_and_draws_no_lots(record):
    for n, question in enumerate(IDS[:30]):
        answer(record, range(0, n % 7 + 1, 2), WRONG if n % 3 else RIGHT, question)
    once = due(record, BANK, day(20))
    assert once == due(Record(record.path.parent), BANK, day(20))
    assert len(once) == len(set(once)) > 10
    known = [recall(record, question, day(21)) for question in once]
    assert known == sorted(known)


# Aimed at the exam


def test_the_recall_wanted_rises_towards_the_exam_and_forgets_it_afterwards():
    path = [wanted(EXAM - timedelta(days=left), EXAM) for left in range(60, 0, -1)]
    assert path == sorted(path)
    assert path[0] == wanted(EXAM + timedelta(days=1), EXAM) == wanted(EXAM) == 0.9
    assert path[-1] == pytest.approx(0.97)


def test_the_date_in_the_record_is_the_exam_unless_another_is_given(record):
    answer(record, [0, 3, 12])
    assert due(record, BANK, day(27)) == []
    record.plan(EXAM)
    assert due(record, BANK, day(27)) == [FIRST]
    assert due(record, BANK, day(27), date(2031, 1, 1)) == []


@pytest.mark.parametrize("days", [8, 14, 30, 60, 120])
def test_whatever_is_answered_is_known_on_the_day(record, days):
    exam = (START + timedelta(days=days)).date()
    learn(record, exam=exam, days=days, most=99)
    assert recall(record, FIRST, day(days)) >= 0.95


def test_no_interval_ends_after_the_exam(record):
    answer(record, [0, 3, 12, 29])
    assert due(record, BANK, day(29, 19), EXAM) == []
    assert due(record, BANK, day(30), EXAM) == [FIRST]


def test_four_answers_by_this_schedule_beat_four_on_the_eve(record):
    """The goal: known on the day, and 0.20 above the crammer a month later."""
    assert len(learn(record)) == 4
    answer(record, [29] * 4, question=SECOND)
    answer(record, [0] * 4, question=THIRD)
    assert recall(record, FIRST, day(30)) >= 0.95
    assert recall(record, FIRST, day(60)) >= recall(record, SECOND, day(60)) + 0.20
    assert recall(record, FIRST, day(30)) >= recall(record, THIRD, day(30)) + 0.20


# Generated questions


def test_a_generated_question_is_one_card_and_comes_back_with_another_seed(record):
    template = next(question for question in BANK if isinstance(question, Generated))
    asked = []
    for n in range(20):
        item = make_item(template, 0, History.of(answer.question for answer in record))
        asked.append(item.seed)
        record.add(template, "said", RIGHT, seed=item.seed, at=day(n * n))
    assert len(set(asked)) == 20
    assert due(record, BANK, day(5000)) == [template.id]


# What the forecasts are worth


def test_forecasts_are_made_before_the_answer_and_for_later_days_only(record):
    answer(record, [0, 0, 4])
    answer(record, [9], WRONG)
    ((first, held), (second, failed)) = forecasts(record)
    assert (held, failed) == (True, False)
    assert second == recall(record, FIRST, day(9))
    assert 0 < first < 1


def test_where_the_model_is_true_it_beats_the_learners_mean(tmp_path):
    rng = np.random.default_rng(0)
    gained = []
    for learner in range(3):
        folder = tmp_path / str(learner)
        folder.mkdir()
        record = Record(folder)
        for question in IDS[:25]:
            n = 0
            answer(record, [0], RIGHT, question)
            for gap in rng.integers(1, 40, size=5):
                n += int(gap)
                known = rng.random() < recall(record, question, day(n))
                answer(record, [n], RIGHT if known else WRONG, question)
        ours, means = log_losses(record)
        gained.append(means - ours)
    assert statistics.mean(gained) > 0


def test_nothing_answered_twice_gives_no_forecast(record):
    answer(record, [0, 0])
    assert log_losses(record) is None
