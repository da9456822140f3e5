"""When to ask what was answered once again: spaced repetition, aimed at the day of the exam.

FSRS, a model of forgetting fitted to hundreds of millions of reviews, says how likely each question
is still known; it is replayed from the answers alone, so there is no second state to fall out of
step. A question is due on the day on which that recall falls below the one wanted, and the one
wanted rises as the exam comes near: cramming wins the day and loses the month after.

A generated question is one card: what comes back is its idea, with other numbers.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from fsrs import Card, Rating, Scheduler

from hpstudy.quiz.record import Answer, Record

# The recall wanted of a question before it is asked again: far from any exam, and on its eve.
WANTED, WANTED_AT_LAST = 0.90, 0.97
_RISES = 30  # days before the exam

_FAST = 15.0  # seconds
_AGAIN = timedelta(minutes=10)  # after a wrong answer

_MODEL = Scheduler(enable_fuzzing=False)  # of its schedule nothing is used, only its memory


def due(
    record: Record, bank: Container[str], now: datetime, exam_date: date | None = None
) -> list[str]:
    """Return the ids of the questions to ask again, the most endangered first.

    now:       with its time zone, which says when a day ends: at four in the morning
    exam_date: if it is not the one in the record; one that is past plays no part
    What is most endangered is least likely to be known on the day of the exam, or else tomorrow.
    """
    today = _day(now, now.tzinfo)
    exam = exam_date or record.exam_date
    exam = exam if exam and exam >= today else None
    aim = max(exam or today, today + timedelta(days=1))
    cards = _replay(record, now)
    asked_again = [
        (_recall(card, aim), question)
        for question, (card, last) in cards.items()
        if question in bank and _is_due(card, last, now, exam)
    ]
    return [question for _, question in sorted(asked_again)]


def recall(record: Record, question: str, at: datetime) -> float | None:
    """Return how likely the question is known at that time, by the answers before; None if none."""
    cards = _replay(record, at)
    return _recall(cards[question][0], _day(at, at.tzinfo)) if question in cards else None


def wanted(today: date, exam: date | None = None) -> float:
    """Return the recall below which a question is asked again: the higher, the nearer the exam."""
    if exam is None or exam < today:
        return WANTED
    left = max((exam - today).days, 1)
    risen = max(0.0, (_RISES - left) / (_RISES - 1))
    return WANTED + (WANTED_AT_LAST - WANTED) * risen


def rating(answer: Answer) -> Rating:
    """Return how well something was known, from the answer and not from what one thinks of it.

    Wrong: again. Half right, at the second try or by a guess: hard. Right: good; at once and sure
    of it: easy.
    """
    if answer.credit < 0.5:
        return Rating.Again
    if answer.credit < 1 or answer.certainty == 1:
        return Rating.Hard
    fast = answer.seconds is not None and answer.seconds <= _FAST
    return Rating.Easy if answer.certainty == 3 and fast else Rating.Good


def forecasts(record: Record, zone: tzinfo = UTC) -> Iterator[tuple[float, bool]]:
    """Give, for each answer on a later day, the recall predicted before it and whether it held."""
    cards: dict[str, Card] = {}
    for answer in record.attempts():
        card, day = cards.get(answer.question, _new()), _day(_time(answer), zone)
        if card.last_review is not None and _moment(day) > card.last_review:
            yield _recall(card, day), rating(answer) is not Rating.Again
        cards[answer.question] = _MODEL.review_card(card, rating(answer), _moment(day))[0]


def log_losses(record: Record, zone: tzinfo = UTC) -> tuple[float, float] | None:
    """Return the log loss of the forecasts, and that of the learner's own mean; None without any.

    The mean is that of the answers before each, so that neither has seen what it predicts.
    """
    ours: list[float] = []
    means: list[float] = []
    held: list[bool] = []
    for predicted, known in forecasts(record, zone):
        mean = (1 + sum(held)) / (2 + len(held))
        for losses, p in ((ours, predicted), (means, mean)):
            p = min(max(p, 0.001), 0.999)
            losses.append(-math.log(p if known else 1 - p))
        held.append(known)
    return (sum(ours) / len(ours), sum(means) / len(means)) if ours else None


def _replay(record: Record, until: datetime) -> dict[str, tuple[Card, Answer]]:
    """Return each question's card, and its last answer, as the answers before `until` leave it."""
    zone = until.tzinfo
    if zone is None:
        raise ValueError(f"{until} has no time zone: give it one, such as datetime.UTC.")
    cards: dict[str, tuple[Card, Answer]] = {}
    for answer in record.attempts():
        if _time(answer) < until:
            card = cards[answer.question][0] if answer.question in cards else _new()
            moment = _moment(_day(_time(answer), zone))
            cards[answer.question] = _MODEL.review_card(card, rating(answer), moment)[0], answer
    return cards


def _new() -> Card:
    # Without an id and a day of its own a card would look at the clock for them.
    return Card(card_id=0, due=datetime.min.replace(tzinfo=UTC))


def _is_due(card: Card, last: Answer, now: datetime, exam: date | None) -> bool:
    if rating(last) is Rating.Again:
        return now >= _time(last) + _AGAIN
    today = _day(now, now.tzinfo)
    # No interval ends after the exam.
    return _recall(card, today) < wanted(today, exam) or today == exam


def _recall(card: Card, day: date) -> float:
    return _MODEL.get_card_retrievability(card, _moment(day))


def _time(answer: Answer) -> datetime:
    return datetime.fromisoformat(answer.at)


def _day(moment: datetime, zone: tzinfo | None) -> date:
    """Return the day of study: what is done after midnight belongs to the evening before."""
    return (moment.astimezone(zone) - timedelta(hours=4)).date()


def _moment(day: date) -> datetime:
    """Return the day as the model wants it; it counts whole days, ours and not spans of 24 hours.

    Yesterday evening and this morning are a night apart, which is what spacing is about.
    """
    return datetime.combine(day, time(), UTC)
