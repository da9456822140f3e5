"""Typed words: the published table of answers, and what holds for any text at all."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.quiz import grade
from hpstudy.quiz.answers import read
from hpstudy.quiz.normalizing import normalize
from hpstudy.quiz.question import Blank, List, Numeric
from hpstudy.quiz.spelling import distance, root, same_root, slips
from hpstudy.quiz.vocabulary import vocabulary

TABLE = yaml.safe_load((Path(__file__).parent / "quiz_answers.yaml").read_text())
VERDICTS = ("right", "partial", "wrong", "invalid")
COMMON = {
    "topic": "search.name",
    "objective": "o",
    "exam": (),
    "difficulty": 1,
    "explanation": "e",
    "source": "s",
    "demo": "d.box",
}


def make(entry):
    common = dict(COMMON, id=entry["id"], stem=entry["stem"])
    if entry["type"] == "numeric":
        extra = {key: entry[key] for key in ("unit", "rtol", "digits") if key in entry}
        return Numeric(**common, answer=float(entry["answer"]), **extra)
    kind = Blank if entry["type"] == "blank" else List
    answers = tuple(map(tuple, entry["answers"]))
    also = tuple(entry.get("also", ()))
    return kind(**common, answers=answers, reject=entry.get("reject", {}), also=also)


def blank(*names, stem="It is called {{blank}}.", reject=(), kind=Blank, also=()):
    slots = tuple((name,) if isinstance(name, str) else tuple(name) for name in names)
    return kind(
        **COMMON, id="x", stem=stem, answers=slots, reject=dict.fromkeys(reject, "no"), also=also
    )


def judged(entries):
    """Return (question id, typed, expected, verdict) for every answer of these entries."""
    return [
        (entry["id"], typed, verdict, grade(make(entry), typed).verdict)
        for entry in entries
        for verdict in VERDICTS
        for typed in entry.get(verdict, [])
    ]


def share(name):
    return [entry for entry in TABLE if bool(entry.get(name))]


def test_the_table_is_wide_enough():
    assert len(TABLE) >= 25
    assert sum(len(entry.get(v, [])) for entry in TABLE for v in VERDICTS) >= 400
    assert len(share("held_out")) >= 10


@pytest.mark.parametrize("which", ["looked at", "held_out", "late"])
def test_answers_are_judged_as_a_teacher_would(which):
    seen = [entry for entry in TABLE if not entry.get("held_out") and not entry.get("late")]
    results = judged(seen if which == "looked at" else share(which))
    wrong = [result for result in results if result[2] != result[3]]
    accepted = [result for result in wrong if result[3] == "right"]
    assert accepted == []
    assert len(wrong) <= 0.05 * len(results), wrong


@pytest.mark.parametrize(
    "entry", [e for e in TABLE if e["type"] != "numeric"], ids=lambda e: e["id"]
)
def test_every_listed_name_is_right_and_every_rival_wrong(entry):
    question = make(entry)
    for slot in question.answers:
        for name in slot:
            expected = "right" if len(question.answers) == 1 else "partial"
            assert grade(question, name).verdict == expected
            assert grade(question, f"not {name}").verdict == "wrong"
    for name in question.reject:
        found = grade(question, name)
        assert (found.verdict, found.slip) == ("wrong", name)
        assert question.reject[name] in found.feedback


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=60))
def test_normalizing_twice_changes_nothing(text):
    once = normalize(text)
    assert normalize(once) == once


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=80), st.text("L12andor,?!-'() not", max_size=40)))
def test_any_text_is_graded(text):
    for entry in TABLE[:6]:
        found = grade(make(entry), text)
        assert found.verdict in VERDICTS
        assert 0 <= found.credit <= 1
        assert (found.verdict == "invalid") <= (found.credit == 0)
        assert (found.verdict == "right") == (found.credit == 1)


LETTERS = st.sampled_from("abcdefghijklmnopqrstuvwxyz")


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_one_slip_counts_and_a_short_name_allows_none(data):
    """Drop, double or swap a letter inside a name: right if it is long, wrong if it is short."""
    name = data.draw(st.sampled_from(["momentum", "overfitting", "surrogate", "grid", "relu"]))
    i = data.draw(st.integers(1, len(name) - 2))
    change = data.draw(st.sampled_from(["drop", "double", "swap"]))
    typed = {
        "drop": name[:i] + name[i + 1 :],
        "double": name[:i] + name[i] + name[i:],
        "swap": name[:i] + name[i + 1] + name[i] + name[i + 2 :],
    }[change]
    expected = "right" if len(name) > 4 or typed == name else "wrong"
    assert grade(blank(name), typed).verdict == expected


@settings(max_examples=200, deadline=None)
@given(
    st.permutations(["grid", "random", "Bayesian"]), st.sampled_from([", ", " and ", "\n", " / "])
)
def test_slots_in_any_order_with_any_separator(names, separator):
    question = blank("grid", "random", "Bayesian", kind=List)
    assert grade(question, separator.join(names)).verdict == "right"
    assert grade(question, names).verdict == "right"


@settings(max_examples=200, deadline=None)
@given(st.text("abcdefghijklmnop", min_size=4, max_size=12))
def test_a_strange_word_beside_the_name_is_never_accepted(word):
    known = vocabulary(blank("momentum"))
    if not known.is_filler(word) and not known.is_misspelt_filler(word):
        assert grade(blank("momentum"), f"momentum or {word}").verdict != "right"


def test_the_rules_one_by_one():
    assert grade(blank("non-linear"), "non linear").verdict == "right"
    assert grade(blank("linear"), "non-linear").verdict == "wrong"
    assert grade(blank("L1"), "L2").verdict == "wrong"
    assert grade(blank("L1", "L2"), "L1 L1").credit == 0.5
    assert grade(blank(("L1", "lasso")), "L1 (lasso)").verdict == "right"
    assert grade(blank("grid", also=["tidy"]), "tidy grid").verdict == "right"
    assert grade(blank("grid"), "grid or random").verdict == "wrong"
    assert grade(blank("grid", reject=["random"]), "grid rather than random").verdict == "right"
    assert grade(blank("random", reject=["grid"]), "random, as grid repeats").verdict == "wrong"
    assert grade(blank("random", reject=["grid"]), "random because grid repeats").verdict == "right"
    assert grade(blank("w^2"), "w²").verdict == "right"
    assert grade(blank("w^2"), "w2").verdict == "wrong"
    assert grade(blank("bias and variance"), "Bias & variance").verdict == "right"
    assert grade(blank("bias and variance"), "bias").verdict == "wrong"
    assert grade(blank("bias and variance"), "Bias and variance").verdict == "right"
    assert grade(blank("overfitting"), "not only overfitting").verdict == "right"


def test_a_word_before_the_term_is_neutral_or_asked_about_or_alters_it():
    question = blank(("penalty", "cost"), reject=["reward"])
    for typed in ("an additional penalty", "usually a penalty", "nothing but a penalty"):
        assert grade(question, typed).verdict == "right"
    for typed in ("quadratic penalty", "round-the penalty"):
        asked = grade(question, typed)
        assert asked.verdict == "invalid"
        assert "Type the term alone" in asked.feedback
    for typed in ("half a penalty", "two penalties", "penalty kick", "quadratic reward"):
        assert grade(question, typed).verdict == "wrong"
    assert "no" in grade(question, "quadratic reward").feedback
    pair = blank("rate", "depth", kind=List)
    assert grade(pair, "lunar rate, depth").verdict == "invalid"
    assert grade(pair, "lunar rate").credit == 0.5


def test_doubt_about_oneself_denies_nothing():
    for typed in ("not sure, momentum?", "I don't know but maybe momentum", "no doubt: momentum"):
        assert grade(blank("momentum"), typed).verdict == "right"
    for typed in ("anything but momentum", "hardly momentum", "surely not momentum"):
        assert grade(blank("momentum"), typed).verdict == "wrong"


def test_an_abbreviation_is_spelled_out_unless_it_is_a_name():
    assert grade(blank("learning rate"), "the LR").verdict == "right"
    assert grade(blank("surrogate", reject=["Gaussian process"]), "GP").slip == "Gaussian process"
    assert grade(blank("LR"), "LR").verdict == "right"


def test_an_instance_does_not_count_and_the_stem_is_no_answer():
    named = blank("surrogate", reject=["Gaussian process"])
    assert grade(named, "surrogate (e.g. a Gaussian process)").verdict == "right"
    assert grade(named, "Gaussian process (e.g. a surrogate)").verdict == "wrong"
    stem = "Another name for model tuning is {{blank}}."
    assert grade(blank("tuning", stem=stem), "model tuning is").verdict == "wrong"
    assert grade(blank("tuning", stem=stem), "tuning").verdict == "right"


def test_a_kind_or_a_part_is_harmless_beside_the_term_and_wrong_by_itself():
    kind = blank(
        ("surrogate", "surrogate model"),
        reject=["Gaussian process", "objective"],
        also=["Gaussian process"],
    )
    for typed in ("surrogate model (GP)", "GP surrogate", "a surrogate, using a Gaussian process"):
        assert grade(kind, typed).verdict == "right"
    for typed in ("GP", "GP (surrogate)", "surrogate or GP", "surrogate, GP", "GP, objective"):
        assert grade(kind, typed).verdict == "wrong"
        assert "no" in grade(kind, typed).feedback
    assert grade(kind, "surrogate (objective)").verdict == "wrong"


def test_what_stands_for_the_term_may_stand_beside_it():
    question = blank("cross-validation", reject=["hold-out"])
    for typed in ("KV (cross-validation)", "cross-validation k", "cross val", "cross-validation η"):
        expected = "wrong" if typed.startswith("KV") else "right"
        assert grade(question, typed).verdict == expected
    assert grade(question, "CV (cross-validation)").verdict == "right"
    assert grade(question, "cross-validation (vs hold-out)").verdict == "right"
    assert grade(question, "cross-validation vs hold-out").verdict == "wrong"
    assert grade(question, "hold-out (vs cross-validation)").verdict == "wrong"


def test_a_noun_joined_to_the_term_is_another_answer():
    for typed in ("regularization and budget", "budget or tuning", "budget / penalty"):
        assert grade(blank("budget"), typed).verdict == "wrong"
    assert grade(blank("budget"), "the budget setting").verdict == "right"
    assert grade(blank("depth", stem="A leaf lies at a {{blank}}."), "leaf or depth").credit == 0
    assert grade(blank("budget", stem="A penalty: {{blank}}."), "budget / penalty").credit == 1


def test_another_ending_is_no_slip():
    assert grade(blank("rectifier"), "rectified").verdict == "wrong"
    assert grade(blank("rectifier"), "rectifer").verdict == "right"


def test_a_rival_that_is_nearer_wins():
    question = blank("maximization", reject=["maximisatron"])
    assert grade(question, "maximisatron").verdict == "wrong"
    assert grade(blank("exploration"), "exploitation").verdict == "wrong"
    assert grade(blank("momentum"), "moment").verdict == "wrong"


def test_feedback_says_what_was_understood_and_mends_the_spelling():
    found = grade(blank("overfitting"), "ovrefitting")
    assert found.verdict == "right"
    assert "ovrefitting" in found.feedback
    assert "spelled overfitting" in found.feedback
    assert "bananas" in grade(blank("overfitting"), "bananas").feedback
    assert "overfitting" not in grade(blank("overfitting"), "bananas").feedback


@pytest.mark.parametrize(
    "answer", [None, 3, 1.5, {"a": 1}, [1], [None], b"x", object(), {"a"}, True]
)
def test_what_is_no_text_is_invalid(answer):
    assert grade(blank("overfitting"), answer).verdict == "invalid"


def test_exam_gives_all_or_nothing():
    question = blank("L1", "L2")
    assert grade(question, "L1").verdict == "partial"
    assert grade(question, "L1", exam=True) == grade(question, "L1", exam=True)
    assert (grade(question, "L1", exam=True).verdict, grade(question, "L1", exam=True).credit) == (
        "wrong",
        0.0,
    )
    assert grade(question, "L2, L1", exam=True).verdict == "right"
    assert grade(question, "", exam=True).verdict == "invalid"


def test_words_are_counted_from_the_key():
    assert blank("L1", "L2").words == 3
    assert blank("overfitting").words == 1
    assert blank("grid search", "random search", "Bayesian search").words == 7


def test_very_long_answers_are_quick():
    assert grade(blank("overfitting"), "overfitting " * 10_000).verdict == "right"
    assert grade(blank("overfitting"), "x " * 100_000).verdict == "wrong"
    assert grade(blank("overfitting"), ["overfitting"] * 2000).verdict == "right"


@pytest.mark.parametrize(
    "forms",
    [
        "search searches searched searching",
        "regularization regularisation regularize regularised regularizing",
        "overfit overfits overfitting overfitted",
        "explore explores exploring exploration",
        "oscillate oscillation oscillations oscillating",
        "minimize minimise minimization minimising",
        "tune tuning tuned tunes",
        "batch batches",
        "penalty penalties",
        "rate rates",
    ],
)
def test_forms_of_a_word_share_their_root(forms):
    first, *others = forms.split()
    assert all(same_root(first, other) for other in others)


@pytest.mark.parametrize(
    "pair",
    [
        "search research",
        "regular regularization",
        "train trainer",
        "parameter hyperparameter",
        "active activation",
        "optimizer optimization",
        "exploit explore",
        "bias bi",
        "linear nonlinear",
        "general generalization",
        "minimum minimize",
        "moment momentum",
    ],
)
def test_other_words_do_not(pair):
    assert not same_root(*pair.split())


@settings(max_examples=200)
@given(st.text("abcd", max_size=7), st.text("abcd", max_size=7))
def test_distance_is_the_plain_recursion(a, b):
    def slow(i, j):
        if i == 0 or j == 0:
            return i + j
        best = min(
            slow(i - 1, j) + 1, slow(i, j - 1) + 1, slow(i - 1, j - 1) + (a[i - 1] != b[j - 1])
        )
        if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
            best = min(best, slow(i - 2, j - 2) + 1)
        return best

    if max(len(a), len(b)) <= 5:
        assert distance(a, b, 9) == slow(len(a), len(b))
    assert distance(a, b) == distance(b, a)
    assert (distance(a, b) == 0) == (a == b)


@given(LETTERS, st.text("abcdefgh", min_size=4, max_size=9))
def test_root_is_stable_and_never_longer(letter, word):
    assert len(root(letter + word)) <= len(word) + 2


def test_slips_need_the_first_letter_and_the_digits():
    assert slips(("vomentum",), ("momentum",)) is None
    assert slips(("l2norm",), ("l1", "norm")) is None
    assert slips(("learning", "rte"), ("learning", "rate")) == 1
    assert slips(("learning", "date"), ("learning", "rate")) is None


def test_the_words_of_the_stem_say_nothing_new():
    question = blank("random", stem="With {{blank}} search the trials are independent.")
    assert grade(question, "random search trials").verdict == "right"
    assert grade(blank("random search", stem="{{blank}} search"), "random").verdict == "right"
    assert read(vocabulary(question), ["random search"]).unknown == []
