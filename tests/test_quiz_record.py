"""The record keeps every answer once and in order, and gives back what it was given."""

import json
import os
import random
import signal
import subprocess
import sys
import textwrap
import time
from datetime import UTC, date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import hpstudy.journal as journal_module
import hpstudy.quiz.record as record_module
from hpstudy.quiz import Record, grade, load_bank
from hpstudy.quiz.record import RecordError, answers_of
from hpstudy.quiz.verdict import Grade, invalid

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))
BANK = load_bank()
QUESTION = BANK["search-bayesian-01"]
RIGHT, WRONG = Grade("right", 1.0), Grade("wrong", 0.0, "no", "random")
NOON = datetime(2030, 1, 1, 12, tzinfo=UTC)

SAID = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=6,
)  # fmt: skip


@pytest.fixture
def record(tmp_path):
    with_file = Record(tmp_path)
    yield with_file
    with_file.close()


def test_an_answer_comes_back_as_it_was_given(record):
    told = grade(QUESTION, "grid")
    kept = record.add(QUESTION, "grid", told, certainty=2, seconds=4.5, seed=7, session="s")
    (answer,) = Record(record.path.parent)
    assert answer == kept
    assert (answer.question, answer.topic, answer.revision) == (QUESTION.id, QUESTION.topic, 1)
    assert (answer.answer, answer.verdict, answer.credit) == ("grid", told.verdict, told.credit)
    assert (answer.certainty, answer.seconds, answer.seed) == (2, 4.5, 7)
    assert (answer.mode, answer.session) == ("study", "s")
    assert datetime.fromisoformat(answer.at).utcoffset() == timedelta(0)
    assert abs(datetime.fromisoformat(answer.at) - datetime.now(UTC)) < timedelta(minutes=5)


def test_an_answer_that_could_not_be_written_goes_with_the_next(record, monkeypatch):
    record.add(QUESTION, 1, WRONG)
    with monkeypatch.context() as full:

        def fail(self, entry):
            raise RecordError("the disk is full")

        full.setattr(journal_module.Journal, "append", fail)
        for told in (2, 3):
            with pytest.raises(RecordError, match="full"):
                record.add(QUESTION, told, WRONG)
    assert [answer.answer for answer in record] == [1]
    record.add(QUESTION, 4, RIGHT)
    assert [answer.answer for answer in record] == [1, 2, 3, 4]


@settings(max_examples=30, deadline=None)
@given(said=SAID)
def test_whatever_was_answered_is_kept(tmp_path_factory, said):
    record = Record(tmp_path_factory.mktemp("record"))
    record.add(QUESTION, said, WRONG)
    (answer,) = record
    assert answer.answer == said
    assert answers_of(record.lines()) == [answer]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (np.float64(0.5), 0.5),
        (np.arange(2), [0, 1]),
        ((1, 2.0), [1, 2.0]),
        ({3: np.int64(4)}, {"3": 4}),
        (float("nan"), "nan"),
        (frozenset({"a"}), ["a"]),
        (date(2030, 1, 2), "2030-01-02"),
    ],
)
def test_what_json_cannot_say_is_kept_in_its_next_best_form(record, said, kept):
    record.add(QUESTION, said, WRONG)
    (answer,) = record
    assert answer.answer == kept
    for line in record.lines():
        json.loads(line, parse_constant=pytest.fail)  # no NaN, which other readers refuse


def test_reading_makes_no_file(record):
    assert (list(record), record.attempts(), record.sessions(), record.predictions()) == (
        [], [], [], [],
    )  # fmt: skip
    assert record.exam_date is None
    assert list(record.lines()) == []
    assert os.listdir(record.path.parent) == []


def test_answers_are_given_oldest_first_by_their_time_and_not_by_their_zone(record):
    zone = timezone(timedelta(hours=9))
    record.add(QUESTION, "b", RIGHT, at=NOON)
    record.add(QUESTION, "a", RIGHT, at=datetime(2030, 1, 1, 20, 59, tzinfo=zone))
    assert [answer.answer for answer in record] == ["a", "b"]
    with pytest.raises(ValueError, match="no time zone"):
        record.add(QUESTION, "c", RIGHT, at=datetime(2030, 1, 1))


def test_a_fourth_certainty_is_refused_and_nothing_written(record):
    with pytest.raises(ValueError, match="1, 2 or 3, not 4"):
        record.add(QUESTION, "grid", WRONG, certainty=4)
    assert not record.path.exists()


def test_invalid_is_no_attempt_and_in_an_exam_the_last_answer_counts(record):
    session = record.begin({"mode": "exam", "asks": [[QUESTION.id, None]]})
    record.add(QUESTION, "", invalid("Nothing was said."))
    record.add(QUESTION, "grid", WRONG, at=NOON)
    for said, told in [("a", WRONG), ("b", RIGHT)]:
        record.add(QUESTION, said, told, mode="exam", session=session)
    assert len(list(record)) == 4
    assert [answer.answer for answer in record.attempts()] == ["b", "grid"]


def test_a_session_is_kept_until_it_ends(record):
    first = record.begin({"mode": "exam", "asks": [("grid-size", 3), ("x", None)]})
    second = record.begin({"mode": "study"})
    record.end(first)
    one, two = record.sessions()
    assert (one.uuid, two.uuid) == (first, second)
    assert one.content == {"mode": "exam", "asks": [["grid-size", 3], ["x", None]]}
    assert one.at <= one.ended
    assert two.ended is None


def test_predictions_are_kept_beside_the_answers(record):
    record.add(QUESTION, "grid", WRONG)
    record.predicted("d.ravine", 3, np.float64(4.0))
    (prediction,) = record.predictions()
    assert (prediction.demo, prediction.given, prediction.seen) == ("d.ravine", 3, 4.0)
    assert len(list(record)) == 1


def test_the_last_plan_holds(record):
    record.plan("2030-05-17")
    assert record.exam_date == date(2030, 5, 17)
    record.plan(NOON)
    assert record.exam_date == NOON.date()
    record.plan(None)
    assert record.exam_date is None
    with pytest.raises(ValueError, match="such as 2030-05-17"):
        record.plan("17 May")
    with pytest.raises(ValueError, match="such as 2030-05-17"):
        record.plan(20300517)


def test_exported_lines_are_the_record_and_twice_is_once(record):
    for n in range(3):
        record.add(QUESTION, n, WRONG)
    record.predicted("d.ravine", 1, 2)
    lines = list(record.lines())
    assert answers_of(lines) == answers_of([*lines, "", *lines]) == list(record)


def test_two_records_of_one_folder_see_each_other(record):
    other = Record(record.path.parent)
    record.add(QUESTION, 1, WRONG)
    other.add(QUESTION, 2, WRONG)
    record.add(QUESTION, 3, WRONG)
    assert [a.answer for a in record] == [a.answer for a in other] == [1, 2, 3]


@pytest.mark.skipif(os.name == "nt", reason="an open file cannot be deleted there")
def test_a_file_taken_away_is_not_written_to(record):
    record.add(QUESTION, 1, WRONG)
    aside = record.path.with_name("aside.sqlite")
    record.path.rename(aside)
    record.add(QUESTION, 2, WRONG)
    assert [answer.answer for answer in record] == [2]
    aside.rename(record.path)
    assert [answer.answer for answer in record] == [1]


def test_a_missing_folder_is_named_only_when_there_is_something_to_keep(tmp_path):
    record = Record(tmp_path / "nowhere")
    assert list(record) == []
    with pytest.raises(RecordError, match="see that the folder exists"):
        record.add(QUESTION, 1, RIGHT)


def test_a_file_of_something_else_is_refused_and_left(record):
    record.path.write_bytes(b"no database" * 100)
    before = record.path.read_bytes()
    with pytest.raises(RecordError, match="damaged or no journal"):
        list(record)
    with pytest.raises(RecordError, match="damaged or no journal"):
        record.add(QUESTION, 1, RIGHT)
    assert record.path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_only_be_read_is_read_and_says_so_when_written(tmp_path, what):
    folder = tmp_path / "closed"
    folder.mkdir()
    with_one = Record(folder)
    with_one.add(QUESTION, 1, RIGHT)
    before = with_one.path.read_bytes()
    with_one.path.chmod(0o444 if what == "file" else 0o666)
    folder.chmod(0o555 if what == "folder" else 0o777)
    code = """
        import os, sys
        from hpstudy.quiz import Record, load_bank
        from hpstudy.quiz.record import RecordError
        from hpstudy.quiz.verdict import Grade
        question = load_bank()["search-bayesian-01"]
        if not os.geteuid():  # nothing is read-only to root
            os.setuid(65534)
        record = Record(sys.argv[1])
        print([answer.answer for answer in record])
        try:
            record.add(question, 2, Grade("right", 1.0))
        except RecordError as problem:
            print(problem)
        print([answer.answer for answer in record])
    """
    opened = [p for p in folder.parents if not p.stat().st_mode & 0o001]
    modes = [p.stat().st_mode for p in opened]
    for parent in opened:  # let the other user through
        parent.chmod(parent.stat().st_mode | 0o011)
    try:
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(folder)],
            capture_output=True, text=True,
        )  # fmt: skip
    finally:
        for parent, mode in zip(opened, modes, strict=True):
            parent.chmod(mode)
        folder.chmod(0o777)
    first, sentence, last = done.stdout.splitlines() or [done.stderr, "", ""]
    assert first == last == "[1]"
    assert "cannot be written" in sentence
    assert with_one.path.read_bytes() == before


# Killed while answering


def kill_two_learners(folder, begun, rng):
    """Let two processes answer side by side and kill both; return what each called answered."""
    learners = {
        who: subprocess.Popen(
            [sys.executable, "-m", "tests.record_to_kill", str(folder), who, str(begun[who])],
            stdout=subprocess.PIPE, text=True,
        )
        for who in "ab"
    }  # fmt: skip
    for learner in learners.values():
        assert learner.stdout.readline()
    for learner in learners.values():
        time.sleep(rng.uniform(0, 0.15))
        assert learner.poll() is None
        learner.kill()
    counts = {}
    for who, learner in learners.items():
        *whole, _cut = learner.communicate()[0].split("\n")
        counts[who] = begun[who] + 1 + len(whole)  # the first was read above
    return counts


@pytest.mark.slow
def test_two_learners_killed_again_and_again_lose_and_double_nothing(tmp_path):
    """Killed at random moments until 1,000 answers are there, by HPSTUDY_TEST_SCALE."""
    rng = random.Random(0)
    begun, kills = dict.fromkeys("ab", 0), 0
    while sum(begun.values()) < 1000 * SCALE or kills < 60 * SCALE:
        answered = kill_two_learners(tmp_path, begun, rng)
        kills += 2
        answers = list(Record(tmp_path))
        assert len({answer.uuid for answer in answers}) == len(answers)
        for who, count in answered.items():
            kept = [answer.answer[1] for answer in answers if answer.answer[0] == who]
            assert kept == list(range(len(kept))), "an answer is lost, doubled or out of order"
            # One may have been written and not yet called so.
            assert count <= len(kept) <= count + 1
            begun[who] = len(kept)
    print(f"{kills} kills, {sum(begun.values())} answers, none lost, none doubled")


def answer_until_line(line, folder, acknowledge):
    """Answer three times; die at the given line of the record or its journal, counted from 1."""
    files = {record_module.__file__, journal_module.__file__}
    passed = 0

    def trace(frame, event, _argument):
        nonlocal passed
        if frame.f_code.co_filename not in files:
            return None
        if event == "line":
            passed += 1
            if passed == line:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    try:
        record = Record(folder)
        for n in range(3):
            record.add(QUESTION, n, RIGHT)
            acknowledge(n)
    finally:
        sys.settrace(None)
    return passed


def die_at_line(line, folder):
    """Have a child process die at the given line; return what it called answered."""
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        try:
            answer_until_line(line, folder, lambda n: os.write(writer, bytes([n])))
        finally:
            os._exit(1)  # not reached if all is well
    os.close(writer)
    with open(reader, "rb") as pipe:
        answered = list(pipe.read())
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    return answered


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_learner_killed_at_any_line_goes_on(tmp_path):
    whole = tmp_path / "whole"
    whole.mkdir()
    lines = answer_until_line(None, whole, lambda n: None)
    for line in range(1, lines + 1, max(1, round(0.3 / SCALE))):
        folder = tmp_path / str(line)
        folder.mkdir()
        answered = die_at_line(line, folder)
        record = Record(folder)
        kept = [answer.answer for answer in record]
        assert kept == list(range(len(kept)))
        assert len(answered) <= len(kept) <= len(answered) + 1
        record.add(QUESTION, "on", RIGHT)
        assert [answer.answer for answer in record] == [*kept, "on"]
        record.close()
