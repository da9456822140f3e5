"""Readiness: the posterior is the integral it says it is, its interval as wide as it must be.

HPSTUDY_TEST_SCALE=1 simulates 1,000 learners for each way to differ from the model;
`python -m tests.simulated_learners` prints what it finds.
"""

import math
import os
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from hpstudy.quiz import Record
from hpstudy.quiz.ability import GRID, PRIOR, SPREAD, STEP, Items, floor, posterior, quantiles
from hpstudy.quiz.calibration import Calibration, Level, band, calibration
from hpstudy.quiz.question import Case, Single
from hpstudy.quiz.readiness import (
    COUNTED,
    PASS_MARK,
    Readiness,
    brier,
    estimate,
    exam_forecasts,
    readiness,
    scaled,
    share_of,
    weaknesses,
)
from hpstudy.quiz.session import MARKS
from hpstudy.quiz.verdict import Grade, invalid
from tests.simulated_learners import ASKED, BANK, WAYS, Differs, ask, learners

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))
RIGHT, HALF, WRONG = Grade("right", 1.0), Grade("partial", 0.5), Grade("wrong", 0.0)
START = datetime(2020, 1, 1, 18, tzinfo=UTC)
TYPED, CHOSEN = 0.0, 0.25


def items(*pairs):
    difficulty, guess = zip(*pairs, strict=True)
    return Items(np.array(difficulty, float), np.array(guess, float))


def mean_and_deviation(weights):
    mean = weights @ GRID
    return mean, math.sqrt(weights @ (GRID - mean) ** 2)


# The posterior, against integrals


def normal(x, mean, deviation):
    return math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi))


def chance_by_integral(theta, difficulty, guess):
    b = STEP * (difficulty - 3)

    def integrand(x):
        return normal(x, b, SPREAD) * (guess + (1 - guess) / (1 + math.exp(x - theta)))

    return quad(integrand, b - 8 * SPREAD, b + 8 * SPREAD)[0]


def likelihood_by_integral(theta, asked, right, s, growth):
    def given_gain(gain):
        product = 1.0
        for (difficulty, guess), y, when in zip(asked, right, s, strict=True):
            p = chance_by_integral(theta - gain * (1 - when), difficulty, guess)
            product *= p if y else 1 - p
        return product

    mean, deviation = growth
    if not deviation:
        return given_gain(mean)

    def integrand(gain):
        return normal(gain, mean, deviation) * given_gain(gain)

    return quad(integrand, mean - 6 * deviation, mean + 6 * deviation, epsrel=1e-5)[0]


@pytest.mark.parametrize("theta", [-4.0, -1.0, 0.0, 2.5])
@pytest.mark.parametrize("item", [(1, TYPED), (3, CHOSEN), (5, 0.5)])
def test_a_chance_is_its_integral_over_the_difficulty(theta, item):
    (found,) = items(item).chances([theta])[0]
    assert found == pytest.approx(chance_by_integral(theta, *item), abs=2e-4)


@pytest.mark.parametrize("growth", [(0.0, 0.0), (0.5, 0.5)])
def test_the_posterior_is_the_integral_over_all_that_is_not_known(growth):
    asked = [(2, TYPED), (4, CHOSEN), (3, CHOSEN), (1, 0.5), (5, TYPED)]
    right, s = [True, False, True, True, False], np.linspace(0, 1, 5)
    at = np.linspace(-6, 6, 25)
    expected = np.array(
        [
            normal(theta, 0, PRIOR) * likelihood_by_integral(theta, asked, right, s, growth)
            for theta in at
        ]
    )
    found = posterior(items(*asked), right, s, growth)[:: len(GRID) // 24]
    assert np.allclose(found / found.sum(), expected / expected.sum(), atol=3e-4)


def test_without_answers_it_is_the_prior():
    weights = posterior(Items(np.array([]), np.array([])), [], [])
    mean, deviation = mean_and_deviation(weights)
    assert mean == pytest.approx(0, abs=1e-9)
    assert deviation == pytest.approx(PRIOR, rel=0.01)
    assert quantiles(weights, [0.05, 0.5, 0.95]) == pytest.approx(
        [-1.645 * PRIOR, 0, 1.645 * PRIOR], abs=0.03
    )


# The posterior, by its properties

ANSWERED = st.lists(
    st.tuples(st.integers(1, 5), st.sampled_from([TYPED, CHOSEN, 0.5]), st.booleans()),
    min_size=1,
    max_size=25,
)


@settings(max_examples=40, deadline=None)
@given(answered=ANSWERED, flipped=st.integers(0, 24))
def test_a_right_answer_more_never_lowers_it(answered, flipped):
    asked = items(*((difficulty, guess) for difficulty, guess, _ in answered))
    right = [y for _, _, y in answered]
    s = np.linspace(0, 1, len(right))
    better = list(right)
    better[flipped % len(right)] = True
    low = quantiles(posterior(asked, right, s, (0.5, 0.5)), [0.05, 0.5, 0.95])
    high = quantiles(posterior(asked, better, s, (0.5, 0.5)), [0.05, 0.5, 0.95])
    assert (high >= low - 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(answered=ANSWERED, seed=st.integers(0, 100))
def test_where_nothing_is_learned_the_order_does_not_matter(answered, seed):
    order = np.random.default_rng(seed).permutation(len(answered))

    def found(answered):
        asked = items(*((difficulty, guess) for difficulty, guess, _ in answered))
        return posterior(asked, [y for _, _, y in answered], np.linspace(0, 1, len(answered)))

    assert np.allclose(found(answered), found([answered[i] for i in order]))


def test_a_typed_answer_says_more_than_a_chosen_one_and_many_say_more_than_few():
    def deviation(n, guess):
        right = [i % 2 == 0 for i in range(n)]
        weights = posterior(items(*[(3, guess)] * n), right, np.linspace(0, 1, n))
        return mean_and_deviation(weights)[1]

    assert deviation(20, TYPED) < deviation(20, CHOSEN) < deviation(10, CHOSEN)


def test_a_right_answer_that_could_be_a_guess_lifts_less_and_a_hard_one_lifts_more():
    def mean(difficulty, guess):
        return mean_and_deviation(posterior(items((difficulty, guess)), [True], [1.0]))[0]

    assert mean(3, TYPED) > mean(3, CHOSEN) > mean(3, 0.5) > 0
    assert mean(5, TYPED) > mean(1, TYPED)


def test_what_was_learned_on_the_way_counts():
    asked, right = items(*[(3, TYPED)] * 40), [False] * 20 + [True] * 20
    s = np.linspace(0, 1, 40)
    still, learning = posterior(asked, right, s), posterior(asked, right, s, (0.5, 0.5))
    assert learning @ GRID > still @ GRID + 0.3
    assert mean_and_deviation(learning)[1] > mean_and_deviation(still)[1]


@pytest.mark.parametrize("kind", sorted({q.type for q in ASKED}))
def test_the_floor_is_how_often_a_blind_answer_is_right(kind):
    floors = [floor(question) for question in ASKED if question.type == kind]
    assert all(0 <= one <= 0.5 for one in floors)
    if kind in ("blank", "list", "numeric"):
        assert set(floors) == {0.0}


def test_a_blind_choice_is_as_often_right_as_the_floor_says():
    from hpstudy.quiz import grade

    single = next(question for question in ASKED if isinstance(question, Single))
    verdicts = [grade(single, place).verdict for place in range(len(single.options))]
    assert floor(single) == verdicts.count("right") / len(verdicts)
    cases = [question for question in ASKED if isinstance(question, Case)]
    for case in cases:
        assert floor(case) <= min(map(floor, case.questions))


# The interval, on learners who differ from the model


@pytest.mark.slow
@pytest.mark.parametrize("name", WAYS)
def test_the_interval_holds_the_truth_as_often_as_it_says(name):
    """The goal: 87 to 93 % of 1,000; with fewer learners, give or take three standard errors."""
    found = ask(WAYS[name], round(1000 * SCALE))
    slack = 3 * found.error if SCALE < 1 else 0.0
    # Differences that come together cancel in part: the interval is then wider than it need be.
    most = 0.96 if name.startswith("all") else 0.93
    assert 0.87 - slack <= found.coverage <= most + slack
    assert found.false <= 0.05 + slack


@pytest.mark.slow
def test_the_chance_to_pass_is_how_often_one_passes():
    rng = np.random.default_rng(1)
    mark = math.ceil(share_of(PASS_MARK) * COUNTED)
    said, passed = [], []
    for one in learners(Differs(items=1.0), round(2000 * SCALE), 40):
        said.append(estimate(one.answers, BANK).p_pass)
        passed.append(rng.binomial(COUNTED, one.truth) >= mark)
    deviation = math.sqrt(sum(p * (1 - p) for p in said))
    assert abs(sum(said) - sum(passed)) <= 3 * deviation + 0.03 * len(said)
    mean = sum(passed) / len(passed)
    assert brier(list(zip(said, passed, strict=True))) < brier([(mean, p) for p in passed])


# What is said


def said(**changed):
    known = {
        "answers": 60, "topics": 40, "of_topics": 59, "score": 0.8, "low": 0.72, "high": 0.87,
        "mark": 0.69, "p_pass": 0.93,
    }  # fmt: skip
    return Readiness(**known | changed)


@pytest.mark.parametrize(
    ("changed", "verdict", "begins"),
    [
        ({}, "ready", "Ready: "),
        ({"low": 0.68}, "open", "No verdict yet: "),
        ({"low": 0.4, "high": 0.68}, "not yet", "Not yet: "),
        ({"answers": 19}, "too little", "Too little to say yet: 19 questions"),
        ({"topics": 29}, "too little", "Too little to say yet: 60 questions"),
    ],
)
def test_there_is_a_sentence_for_each_case_and_no_verdict_while_the_mark_is_inside(
    changed, verdict, begins
):
    found = said(**changed)
    assert found.verdict == verdict
    assert found.sentence.startswith(begins)
    if verdict != "too little":
        assert "90 % interval" in found.sentence
        assert "line of our own" in found.sentence
    if verdict == "open":
        assert "chance to pass" not in found.sentence


def test_the_scale_is_a_straight_line_through_the_pass_mark():
    assert (scaled(0), scaled(1)) == (100, 1000)
    assert scaled(share_of(PASS_MARK)) == pytest.approx(PASS_MARK)


@pytest.fixture
def record(tmp_path):
    with_file = Record(tmp_path)
    yield with_file
    with_file.close()


def answer_many(record, n, grade, *, days=0.0, **options):
    chosen = list(BANK)[:: max(1, len(BANK) // n)][:n]
    for i, question in enumerate(chosen):
        at = START + timedelta(days=days * i / n, seconds=i)
        record.add(question, "said", grade, seed=0, at=at, **options)
    return chosen


@pytest.mark.parametrize(("grade", "verdict"), [(RIGHT, "ready"), (WRONG, "not yet")])
def test_all_right_is_ready_and_all_wrong_is_not_yet(record, grade, verdict):
    assert readiness(record, BANK).verdict == "too little"
    answer_many(record, 60, grade)
    found = readiness(record, BANK)
    assert found.verdict == verdict
    assert found.low <= found.score <= found.high
    assert (found.p_pass > 0.95) == (grade is RIGHT)


def test_only_first_answers_count_and_invalid_ones_and_unknown_questions_do_not(record):
    chosen = answer_many(record, 40, WRONG)
    before = readiness(record, BANK)
    for question in chosen:
        record.add(question, "said", RIGHT, seed=1, at=START + timedelta(minutes=30))
    record.add(next(q for q in BANK if q not in chosen), "", invalid("Nothing was said."))
    gone = Single(
        id="gone-01", topic="gone", objective="o", exam=(), difficulty=3, stem="s",
        explanation="e", source="s", demo="none", options=(),
    )  # fmt: skip
    record.add(gone, "said", RIGHT)
    assert readiness(record, BANK) == before


def test_a_part_of_the_answer_is_not_right_in_an_exam(record, tmp_path):
    answer_many(record, 40, HALF)
    other = tmp_path / "other"
    other.mkdir()
    answer_many(Record(other), 40, WRONG)
    assert readiness(record, BANK) == readiness(Record(other), BANK)


def test_a_longer_study_leaves_room_for_what_was_learned(record, tmp_path):
    answer_many(record, 40, RIGHT)
    other = tmp_path / "other"
    other.mkdir()
    answer_many(Record(other), 40, RIGHT, days=14)
    assert readiness(Record(other), BANK).score > readiness(record, BANK).score


def test_another_pass_mark_asks_for_another_share(record):
    answer_many(record, 40, RIGHT)
    easy, hard = (readiness(record, BANK, pass_mark=mark) for mark in (500, 900))
    assert easy.mark < hard.mark
    assert easy.p_pass > hard.p_pass
    assert (easy.low, easy.high) == (hard.low, hard.high)


# Which topics


def test_weak_topics_come_weakest_first_with_the_demos_of_what_went_wrong(record):
    by_topic = {}
    for question in BANK:
        by_topic.setdefault(question.topic, []).append(question)
    (good, bad, so_so) = [key for key, asked in by_topic.items() if len(asked) >= 4][:3]
    for topic, n_right in ((good, 4), (bad, 0), (so_so, 2)):
        for i, question in enumerate(by_topic[topic][:4]):
            record.add(question, "said", RIGHT if i < n_right else WRONG, seed=0)
    found = weaknesses(record, BANK)
    assert [(one.topic, one.right, one.answered) for one in found] == [(bad, 0, 4), (so_so, 2, 4)]
    demos = {question.demo for question in by_topic[bad][:4]} - {"none"}
    assert set(found[0].demos) == demos
    wrong_first = by_topic[so_so][2].demo
    assert wrong_first == "none" or found[1].demos[0] == wrong_first


def test_a_topic_is_weak_no_more_once_its_last_answers_are_right(record):
    question = next(iter(BANK))
    record.add(question, "said", WRONG, seed=0)
    assert [one.topic for one in weaknesses(record, BANK)] == [question.topic]
    record.add(question, "said", RIGHT, seed=0)
    assert weaknesses(record, BANK) == []


# Forecasts of exams


def test_an_exam_is_forecast_from_what_was_before_it(record):
    answer_many(record, 60, RIGHT)
    before = readiness(record, BANK)
    asked = list(BANK)[:20]
    exam = record.begin({"mode": "exam", "items": [[question.id, 0] for question in asked]})
    for question in asked[:10]:  # the rest stays open
        record.add(question, "said", RIGHT, seed=0, mode="exam", session=exam)
    assert exam_forecasts(record, BANK) == []
    record.end(exam)
    assert exam_forecasts(record, BANK) == [(before.p_pass, False)]
    assert brier(exam_forecasts(record, BANK)) == pytest.approx(before.p_pass**2)


def test_an_exam_out_of_the_blue_is_not_forecast(record):
    record.end(record.begin({"mode": "exam", "items": []}))
    record.end(record.begin({"mode": "study", "items": []}))
    assert exam_forecasts(record, BANK) == []
    assert brier([]) is None


# Certainty


def test_each_level_pays_best_within_its_band():
    for p in np.linspace(0.01, 0.99, 197):
        earned = {level: p * right + (1 - p) * wrong for level, (right, wrong) in MARKS.items()}
        best = max(earned, key=earned.get)
        low, high = band(best)
        assert low - 1e-9 <= p <= high + 1e-9
    assert [band(level)[0] for level in MARKS] == pytest.approx([0, 2 / 3, 0.8])


def test_calibration_counts_right_answers_at_each_level(record):
    question = next(iter(BANK))
    stated = [(1, RIGHT), (1, WRONG), (2, RIGHT), (2, HALF), (3, WRONG), (None, WRONG)]
    for certainty, grade in stated:
        record.add(question, "said", grade, certainty=certainty)
    found = calibration(record)
    assert [(one.certainty, one.right, one.answers) for one in found.levels] == [
        (1, 1, 2), (2, 1, 2), (3, 0, 1),
    ]  # fmt: skip
    guess, rather, sure = found.levels
    assert guess.off == 0
    assert rather.off == pytest.approx(0.5 - 2 / 3)
    assert sure.off == pytest.approx(-0.8)
    assert found.error == pytest.approx((2 * (2 / 3 - 0.5) + 0.8) / 5)


def test_without_answers_nothing_is_said_of_certainty(record):
    found = calibration(record)
    assert found.error is None
    assert [(one.share, one.low, one.high) for one in found.levels] == [(None, 0, 1)] * 3


@pytest.mark.parametrize("p", [0.3, 0.75, 0.95])
def test_the_share_at_a_level_lies_in_its_interval_nine_times_in_ten(p):
    rng = np.random.default_rng(0)
    counts = rng.binomial(40, p, 4000)
    levels = [Level(3, 40, int(right), band(3)) for right in counts]
    covered = np.mean([level.low <= p <= level.high for level in levels])
    assert 0.86 <= covered <= 0.96  # counts are whole numbers


def test_whoever_bets_as_they_know_is_calibrated():
    rng = np.random.default_rng(0)
    right = [(level, np.mean(band(level))) for level in MARKS]
    levels = [Level(one, 400, int(rng.binomial(400, p)), band(one)) for one, p in right]
    assert Calibration(tuple(levels)).error == 0
