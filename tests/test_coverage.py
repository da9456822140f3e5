"""Every topic that is taught so far has its text, its demo and its lab, by the cells' metadata."""

import json
from collections import defaultdict

import pytest
import yaml

from hpstudy import demos, labs
from hpstudy.places import notebooks, quizzes

PARTS_TAUGHT = "ABE"  # and of the others, the topics of these lessons
LESSONS_TAUGHT = {
    "07_searching",
    "08_guess_measure_update",
    "09_tuning_job",
    "11_capstone",
    "12_exam_room",
}
BEATS = {"text", "demo", "lab", "trial"}


def topics():
    listed = yaml.safe_load((quizzes() / "topics.yaml").read_text(encoding="utf-8"))["topics"]
    return [
        topic
        for topic in listed
        if topic["part"] in PARTS_TAUGHT or LESSONS_TAUGHT & set(topic["lesson"])
    ]


def beats():
    """The beats that cells claim for each topic, in all lessons."""
    found = defaultdict(set)
    for path in notebooks().glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            about = cell["metadata"].get("hpstudy")
            for topic in about["topics"] if about else ():
                found[topic].add(about["beat"])
    return found


BEATS_OF = beats()


@pytest.mark.parametrize("topic", topics(), ids=lambda topic: topic["id"])
def test_a_topic_that_is_taught_has_what_it_needs(topic):
    needed = {"text"} | {"demo" for _ in topic["demo"][:1]} | {"lab" for _ in topic["labs"][:1]}
    assert needed <= BEATS_OF[topic["id"]]
    assert set(topic["demo"]) <= set(demos.names())
    assert set(topic["labs"]) <= set(labs.names())


def test_cells_name_topics_and_beats_that_exist():
    listed = yaml.safe_load((quizzes() / "topics.yaml").read_text(encoding="utf-8"))["topics"]
    assert set(BEATS_OF) <= {topic["id"] for topic in listed}
    assert set().union(*BEATS_OF.values()) <= BEATS
