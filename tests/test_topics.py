"""The one list of topics is complete and points at what exists."""

from collections import Counter

import yaml

from hpstudy.places import quizzes
from hpstudy.quiz import load_bank
from hpstudy.quiz.topics import placement

PARTS = {"A": 19, "B": 15, "C": 14, "D": 15, "E": 14}


def topics():
    return yaml.safe_load((quizzes() / "topics.yaml").read_text(encoding="utf-8"))["topics"]


def test_every_topic_of_the_guide_is_there_once():
    ids = [topic["id"] for topic in topics()]
    assert len(ids) == len(set(ids)) == 77
    assert Counter(topic["part"] for topic in topics()) == PARTS


def test_every_topic_has_a_title_a_lesson_and_an_exam_task():
    for topic in topics():
        assert topic["title"]
        assert topic["lesson"]
        assert topic["exam"]
        assert set(topic) == {"id", "title", "part", "lesson", "demo", "labs", "exam"}


def test_placement_asks_about_every_part():
    part = {topic["id"]: topic["part"] for topic in topics()}
    bank = load_bank()
    assert [part[bank[key].topic] for key in placement()] == list("ABBCDE")
