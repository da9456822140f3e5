"""The kit's own bank: nothing gives the answer away, everything has its reason, the schema fits."""

import difflib
import itertools
import json
import re
from collections import Counter

import jsonschema
import pytest
import yaml

from hpstudy import places
from hpstudy.quiz import grade, load_bank
from hpstudy.quiz.check import concrete
from hpstudy.quiz.fields import KINDS, OPTIONAL, REQUIRED
from hpstudy.quiz.generators.variant import names
from hpstudy.quiz.question import (
    Case,
    Choice,
    Generated,
    Hotspot,
    Matching,
    Multiple,
    Numeric,
    Ordering,
    Single,
    Typed,
)

BANK = load_bank()
ASKED = list(concrete(BANK))
CHOICES = [question for question in ASKED if isinstance(question, Choice)]
SINGLES = [question for question in CHOICES if isinstance(question, Single)]
FILES = sorted(f for f in places.quizzes().glob("*.yaml") if f.name != "topics.yaml")
TOPICS = yaml.safe_load((places.quizzes() / "topics.yaml").read_text())["topics"]
SCHEMA = json.loads((places.quizzes() / "schema.json").read_text())


def texts_of(question):
    """Yield every text that a learner may read."""
    yield from (question.stem, question.explanation, question.guide_says)
    if isinstance(question, Choice):
        for option in question.options:
            yield from (option.text, option.why)
    if isinstance(question, Typed):
        yield from question.reject.values()
    if isinstance(question, Numeric):
        yield from (slip.why for slip in question.slips)
    if isinstance(question, Matching):
        for pair in question.pairs:
            yield from (pair.prompt, pair.response, pair.why)
    if isinstance(question, Ordering):
        yield from question.steps


def test_every_topic_has_three_items():
    counts = Counter(question.topic for question in BANK)
    assert {t["id"]: counts[t["id"]] for t in TOPICS if counts[t["id"]] < 3} == {}


def test_the_bank_is_large_enough_without_its_generators():
    assert sum(not isinstance(question, Generated) for question in BANK) >= 240
    assert sum("-scenario-" in question.id for question in BANK) >= 30
    assert sum(isinstance(question, Case) for question in BANK) >= 6


def test_a_scenario_tells_a_story_and_asks_for_a_choice():
    for question in BANK:
        if "-scenario-" in question.id and not isinstance(question, Matching):
            assert len(question.stem.split()) >= 20, question.id


def test_a_topic_is_a_file():
    for file in FILES:
        assert {question.topic for question in load_bank(file)} == {file.stem}


def test_the_guide_s_ten_are_there_once_each():
    assert sorted(q.guide for q in BANK if q.guide) == list(range(1, 11))


THE_TEN = {
    1: ["Getting stuck in a local minimum", "Oscillating on the way to the minimum"],
    2: [
        "A name for the tuning job",
        "A config for the tuning job",
        "A training job definition",
    ],
    3: ["Grid search", "Random search", "Bayesian search"],
    4: "From the user",
    5: ["Model", "Optimizer", "Data"],
    6: "overfitting",
    7: "Bayesian",
    8: "Settings with the best metric on unseen data",
    9: "L1 and L2",
    10: "searching",
}


@pytest.mark.parametrize("number", THE_TEN)
def test_the_guide_s_answer_is_right(number):
    (question,) = [q for q in BANK if q.guide == number]
    assert grade(question, THE_TEN[number], exam=True).verdict == "right"


def test_two_of_five_are_answered_without_options():
    typed = [q for q in ASKED if isinstance(q, Typed | Numeric | Ordering | Matching | Hotspot)]
    assert len(typed) >= 0.4 * len(ASKED)


def test_every_option_has_its_reason_and_every_wrong_one_its_misconception():
    for question in CHOICES:
        for option in question.options:
            assert option.why
            assert bool(option.slip) != option.correct, (question.id, option.text)


@pytest.mark.parametrize("most", [max, min])
def test_length_does_not_give_the_answer_away(most):
    """The right option is the longest, or the shortest, as often as chance has it: not less."""
    generated = {question.id for question in BANK if isinstance(question, Generated)}
    hits, chances = [], []
    for question in SINGLES:
        if question.id not in generated:
            lengths = [len(option.text) for option in question.options]
            (right,) = [len(option.text) for option in question.options if option.correct]
            hits.append((right == most(lengths)) / lengths.count(most(lengths)))
            chances.append(1 / len(lengths))
    spread = sum(p * (1 - p) for p in chances) ** 0.5
    assert abs(sum(hits) - sum(chances)) < 1.5 * spread


def test_places_of_right_options_are_balanced():
    places_ = Counter(
        [option.correct for option in question.options].index(True)
        for question in SINGLES
        if len(question.options) == 4
    )
    n = sum(places_.values())
    assert all(0.15 * n <= places_[place] <= 0.35 * n for place in range(4))


def test_right_and_wrong_options_of_a_multiple_choice_are_as_long():
    generated = {question.id for question in BANK if isinstance(question, Generated)}
    for question in CHOICES:
        if isinstance(question, Multiple) and question.id not in generated:
            right, wrong = (
                [len(option.text) for option in question.options if option.correct is which]
                for which in (True, False)
            )
            ratio = sum(right) / len(right) / (sum(wrong) / len(wrong))
            assert 0.6 < ratio < 1.4, (question.id, ratio)


ABSOLUTE = re.compile(r"\b(always|never|only|all|any|every|no|none|nothing|must|exactly)\b", re.I)
HEDGED = re.compile(r"\b(may|can|might|often|some|nearly|slightly|depends?|likely)\b", re.I)


def long_words(text):
    """Return the beginnings of the words that say something."""
    return {word[:5] for word in re.findall(r"[a-z]{4,}", text.lower())}


def likeness(question):
    """Return how many words each option shares with the other options."""
    words = [long_words(option.text) for option in question.options]
    return [sum(len(a & b) for b in words if b is not a) for a in words]


# What somebody would go by who knows nothing of the matter: the option with most of it is taken.
CUES = {
    "longest": lambda q: [len(option.text) for option in q.options],
    "shortest": lambda q: [-len(option.text) for option in q.options],
    "careful": lambda q: [-len(ABSOLUTE.findall(option.text)) for option in q.options],
    "hedged": lambda q: [len(HEDGED.findall(option.text)) for option in q.options],
    "echo": lambda q: [len(long_words(q.stem) & long_words(o.text)) for o in q.options],
    "no echo": lambda q: [-len(long_words(q.stem) & long_words(o.text)) for o in q.options],
    "like the others": likeness,
    "unlike the others": lambda q: [-shared for shared in likeness(q)],
}


@pytest.mark.parametrize("cue", CUES)
def test_no_cue_beats_guessing_by_ten_points(cue):
    generated = {question.id for question in BANK if isinstance(question, Generated)}
    hits = []
    for question in SINGLES:
        if question.id in generated:
            continue
        worth = CUES[cue](question)
        taken = [i for i, value in enumerate(worth) if value == max(worth)]
        right = [option.correct for option in question.options].index(True)
        hits.append((right in taken) / len(taken) - 1 / len(question.options))
    assert sum(hits) / len(hits) < 0.1


def test_no_option_says_all_or_none_of_the_others():
    pattern = re.compile(r"\b(all|none|both|neither) of (the|these|them)\b|\ball the above\b", re.I)
    for question in CHOICES:
        assert not any(pattern.search(option.text) for option in question.options), question.id


def test_no_two_stems_are_alike():
    parts = [
        (f"{q.id}.{part.id}", part) for q in BANK if isinstance(q, Case) for part in q.questions
    ]
    stems = [(question.id, question.stem) for question in BANK]
    stems += [(key, part.stem) for key, part in parts]
    for (one, a), (other, b) in itertools.combinations(stems, 2):
        matcher = difflib.SequenceMatcher(None, a, b)
        if matcher.real_quick_ratio() > 0.8 and matcher.quick_ratio() > 0.8:
            assert matcher.ratio() < 0.8, (one, other)


def test_texts_hold_no_markup_that_a_page_would_run():
    for question in ASKED:
        for text in texts_of(question):
            outside = re.sub(r"```.*?```|`[^`]*`|\$[^$]*\$", "", text, flags=re.S)
            assert not re.search(r"<\s*[/!a-zA-Z]", outside), (question.id, text)
            assert "javascript:" not in text
            assert text.count("```") % 2 == 0
            assert outside.count("$") == 0, (question.id, text)


def test_every_listed_name_is_accepted_and_no_rejected_one():
    for question in ASKED:
        if isinstance(question, Typed):
            for slot in question.answers:
                for name in slot:
                    assert grade(question, name).verdict in ("right", "partial"), (
                        question.id,
                        name,
                    )
            for name in question.reject:
                assert grade(question, name).slip == name, (question.id, name)
            whole = [slot[0] for slot in question.answers]
            assert grade(question, whole, exam=True).verdict == "right"


def test_a_rival_may_be_denied_and_the_key_may_not():
    for question in ASKED:
        if not isinstance(question, Typed) or len(question.answers) > 1:
            continue
        key = question.answers[0][0]
        assert grade(question, f"not {key}").verdict == "wrong", question.id
        for rival in question.reject:
            for text in (f"{key}, not {rival}", f"{key} and not {rival}", f"not {rival} but {key}"):
                assert grade(question, text).verdict == "right", (question.id, text)
            for text in (f"{rival}, not {key}", f"not {key} but {rival}", f"not {rival}"):
                assert grade(question, text).verdict == "wrong", (question.id, text)
            assert grade(question, f"not {rival} or {key}").verdict == "wrong", question.id


def test_no_comma_has_cut_a_response_in_two():
    for question in ASKED:
        if isinstance(question, Matching):
            assert len(question.extra) <= 1, (question.id, question.extra)


def test_every_key_is_right():
    for question in ASKED:
        if isinstance(question, Numeric):
            assert grade(question, question.answer).verdict == "right"
            assert grade(question, str(question.answer)).verdict == "right", question.id
            for slip in question.slips:
                assert grade(question, slip.value).slip == slip.name, question.id
        elif isinstance(question, Ordering):
            assert 3 <= len(question.steps) <= 5
            assert grade(question, list(question.steps)).verdict == "right"
        elif isinstance(question, Matching):
            assert 3 <= len(question.pairs) <= 7
            pairs = {pair.prompt: pair.response for pair in question.pairs}
            assert grade(question, pairs).verdict == "right"
        elif isinstance(question, Multiple):
            assert 2 <= question.n_right <= len(question.options) - 1
        elif isinstance(question, Single):
            assert 3 <= len(question.options) <= 5


def test_demos_are_those_of_the_topic_or_named_on_purpose():
    known = {demo for topic in TOPICS for demo in topic["demo"]}
    assert {question.demo for question in BANK} <= known | {"none", "d.first"}


# Where the guide is wrong, loose or dated: a topic whose items have to say so, and by which word.
SAID = [
    ("bp.count", "30 today"),
    ("search.strategies", "Hyperband"),
    ("search.bayesian", "linear is not"),
    ("bp.bayesian", "typically ten times"),
    ("opt.lr", "oscillation"),
    ("opt.lr", "less time"),
    ("opt.minima", "global minimum"),
    ("opt.momentum", "no setting guarantees"),
    ("bp.log", "ScalingType"),
    ("tune.manual", "training *run*"),
    ("search.grid", "as many dimensions"),
    ("search.random", "pairs"),
    ("tune.objective", "objective metric"),
    ("reg.why", "biases *data*"),
    ("reg.why", "reduces the parameters"),
    ("reg.l2", "limits no coefficient"),
    ("hp.definition", "schedule"),
    ("hp.metaphor", "instruments"),
    ("hp.types", "Three types"),
    ("hp.aim", "chosen objective"),
    ("hp.why-tune", "*derive*"),
    ("hp.vs-param", "not part of the trained model"),
    ("reg.dropout", "cancelling"),
    ("bp.concurrency", "lose nothing"),
    ("bp.instances", "communication issue"),
    ("sm.inputs", "three inputs"),
    ("sm.json-four", "built-in"),
    ("sm.training-def", "test data"),
    ("exam.subdomain", "retired"),
]


@pytest.mark.parametrize(("topic", "word"), SAID)
def test_where_the_guide_is_wrong_or_dated_an_item_says_so(topic, word):
    said = " ".join(question.guide_says for question in BANK if question.topic == topic)
    assert word in said


def test_templates_use_what_their_generator_gives():
    for question in BANK:
        if isinstance(question, Generated):
            assert names(question.stem) or question.type == "matching", question.id


def test_the_schema_accepts_the_bank_and_knows_its_fields():
    validator = jsonschema.Draft202012Validator(SCHEMA)
    validator.check_schema(SCHEMA)
    for file in FILES:
        assert list(validator.iter_errors(yaml.safe_load(file.read_text()))) == [], file.name
    common = SCHEMA["$defs"]["question"]
    assert set(common["properties"]) == {*REQUIRED, *OPTIONAL}
    assert set(common["required"]) == set(REQUIRED)
    for branch in common["allOf"]:
        kind = KINDS[branch["if"]["properties"]["type"]["const"]]
        assert set(branch["then"]["required"]) == set(kind.required)
        own = set(branch["then"]["properties"]) - {*REQUIRED, *OPTIONAL}
        assert own == {*kind.required, *kind.optional}
    assert len(common["allOf"]) == len(KINDS)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("type: single", "type: sinlge"),
        ("difficulty: 2", "difficulty: 9"),
        ("    source:", "    sauce:"),
        ("slip: no-labels", "slop: no-labels"),
        ("correct: true", "correct: yes please"),
        ("schema: 1", "schema: 2"),
    ],
)
def test_the_schema_refuses_what_the_loader_refuses(right, wrong):
    text = (places.quizzes() / "found.supervised.yaml").read_text()
    assert right in text
    broken = yaml.safe_load(text.replace(right, wrong, 1))
    assert not jsonschema.Draft202012Validator(SCHEMA).is_valid(broken)


def test_cases_hold_several_parts():
    for question in BANK:
        if isinstance(question, Case):
            assert len(question.questions) >= 2
