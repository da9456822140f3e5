"""The bank: every kind loads; every fault is found, with its file, line, question and field."""

import os
import random
import re
import shutil
from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy import places
from hpstudy.quiz import BankError, load_bank
from hpstudy.quiz import reading as reading_module
from hpstudy.quiz.check import check
from hpstudy.quiz.question import Case, Generated, Hotspot, Matching, Numeric, Single

COMMON = """\
  topic: reg.l1
  objective: tell-l1-from-l2
  exam: [MLA-C01/2.2]
  difficulty: 2
  explanation: Because.
  source: a book
  demo: d.paths
"""
BODIES = {
    "single": """\
  stem: Which penalty makes exact zeros?
  options:
    - {text: L1, correct: true, why: Its slope stays.}
    - {text: L2, why: Its slope fades., slip: squares-cut}
""",
    "multiple": """\
  stem: Which are penalties?
  options:
    - {text: L1, correct: true, why: Yes.}
    - {text: L2, correct: true, why: Yes.}
    - {text: Adam, why: An optimizer.}
""",
    "blank": """\
  stem: Dropout is used to avoid {{blank}}.
  answers: [[overfitting, overfit]]
  reject: {underfitting: The reverse.}
""",
    "list": """\
  stem: Name both penalties.
  answers: [[L1, lasso], [L2, ridge]]
  also: [elastic net]
""",
    "ordering": """\
  stem: Order the steps.
  steps: [ask, run, tell]
""",
    "matching": """\
  stem: Match them.
  pairs:
    - {prompt: L1, response: lasso, why: By name.}
    - {prompt: L2, response: ridge}
  extra: [dropout]
""",
    "numeric": """\
  stem: How many trials?
  answer: 1e1
  unit: trials
  slips: [{value: 7, name: sum, why: That adds., credit: 0.5}]
""",
    "hotspot": """\
  stem: Point at it.
  plot: d.next
  region: {x: [0.2, 0.4]}
""",
    "case": """\
  stem: A story.
  questions:
    - id: one
      type: numeric
      stem: How many?
      answer: 3
    - id: two
      type: ordering
      stem: Order.
      steps: [a, b]
""",
}


def entry(kind, key=None, body=None, common=COMMON):
    return f"- id: {key or kind + '-01'}\n  type: {kind}\n{common}{body or BODIES[kind]}"


def load(tmp_path, text, name="a.yaml"):
    data = text if isinstance(text, bytes) else text.encode()
    (tmp_path / name).write_bytes(data)
    return load_bank(tmp_path)


def problems(tmp_path, text, name="a.yaml"):
    with pytest.raises(BankError) as caught:
        load(tmp_path, text, name)
    found = caught.value.problems
    lines, code = check(tmp_path)
    assert code == 1
    assert lines == [str(problem) for problem in found]
    assert all("\n" not in line for line in lines)
    assert all(problem.file.startswith(str(tmp_path)) for problem in found)
    return found


def the_problem(tmp_path, text):
    found = problems(tmp_path, text)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


def line_of(text, part):
    return text[: text.index(part)].count("\n") + 1


def test_every_kind_loads(tmp_path):
    bank = load(tmp_path, "".join(entry(kind) for kind in BODIES))
    assert [question.type for question in bank] == list(BODIES)
    assert bank["numeric-01"] == next(q for q in bank if isinstance(q, Numeric))
    assert bank["numeric-01"].answer == 10.0
    assert bank["blank-01"].reject == {"underfitting": "The reverse."}
    assert bank["hotspot-01"].region.x == (0.2, 0.4)
    assert bank["matching-01"].responses == ("lasso", "ridge", "dropout")


def test_a_part_takes_over_what_the_case_says(tmp_path):
    case = load(tmp_path, entry("case"))["case-01"]
    assert isinstance(case, Case)
    assert [part.topic for part in case.questions] == ["reg.l1", "reg.l1"]
    assert [part.id for part in case.questions] == ["one", "two"]


@pytest.mark.parametrize(
    "layout",
    ["{}", "schema: 1\nquestions:\n{}", "---\n{}---\n[]\n", "---\n{}...\n---\n{}"],
    ids=["list", "schema", "documents", "two"],
)
def test_layouts(tmp_path, layout):
    first, second = entry("single", "one"), entry("blank", "two")
    assert {q.id for q in load(tmp_path, layout.format(first, second))} <= {"one", "two"}


def test_one_entry_as_a_mapping_and_one_file(tmp_path):
    text = "\n".join(line[2:] for line in entry("single").splitlines())
    load(tmp_path, text)
    assert [q.id for q in load_bank(tmp_path / "a.yaml")] == ["single-01"]
    assert [q.id for q in load_bank(str(tmp_path / "a.yaml"))] == ["single-01"]


def test_files_are_read_sorted_and_not_deeper(tmp_path):
    (tmp_path / "b.yaml").write_text(entry("single", "second"))
    (tmp_path / "a.yaml").write_text(entry("single", "first"))
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "c.yaml").write_text("- nonsense")
    assert [q.id for q in load_bank(tmp_path)] == ["first", "second"]


def test_topics_of_the_folder_itself(tmp_path):
    (tmp_path / "topics.yaml").write_text("topics: [{id: my.topic, demo: [d.mine]}]")
    own = COMMON.replace("reg.l1", "my.topic").replace("d.paths", "d.mine")
    assert len(load(tmp_path, entry("single", common=own))) == 1
    found = the_problem(tmp_path, entry("single"))
    assert (found.field, found.id) == ("topic", "single-01")


def test_broken_topics_are_one_problem_and_not_one_a_question(tmp_path):
    (tmp_path / "topics.yaml").write_text("topics: [{title: no id}]")
    found = the_problem(tmp_path, entry("single"))
    assert found.file.endswith("topics.yaml")
    assert "missing" in found.message


def test_unknown_id_names_the_nearest(tmp_path):
    bank = load(tmp_path, entry("single"))
    with pytest.raises(KeyError, match="single-01"):
        bank["sngle-01"]
    with pytest.raises(KeyError):
        bank[["a"]]


# What is replaced, by what, and the field that the problem has to name.
FAULTS = {
    "unknown-type": ("single", "type: single", "type: sinlge", "type", "did you mean single"),
    "unknown-field": ("single", "difficulty: 2", "dificulty: 2", "dificulty", "mean difficulty"),
    "unknown-option-field": ("single", "slip:", "slp:", "options[1].slp", "did you mean slip"),
    "missing-field": ("single", "  source: a book\n", "", "source", "missing"),
    "missing-body": ("ordering", "  steps: [ask, run, tell]\n", "", "steps", "missing"),
    "missing-why": ("single", ", why: Its slope stays.", "", "options[0].why", "missing"),
    "topic": ("single", "reg.l1", "reg.11", "topic", "did you mean reg.l1"),
    "demo": ("single", "d.paths", "d.path", "demo", "did you mean d.paths"),
    "no-demo": ("single", "d.paths", "none", "demo", "cannot be none"),
    "number-as-text": ("single", "text: L1", "text: 0.10", "options[0].text", '"0.10"'),
    "no-as-text": ("single", "text: L2", "text: No", "options[1].text", "true or false"),
    "date-as-text": ("single", "source: a book", "source: 2024-01-02", "source", "a date"),
    "null-as-text": ("single", "source: a book", "source: ~", "source", "empty"),
    "nothing-as-text": ("single", "source: a book", "source:", "source", "empty"),
    "list-as-text": ("single", "source: a book", "source: [a]", "source", "list"),
    "text-as-number": ("single", "difficulty: 2", "difficulty: hard", "difficulty", "number"),
    "quoted-number": ("single", "difficulty: 2", 'difficulty: "2"', "difficulty", "quotes"),
    "out-of-range": ("single", "difficulty: 2", "difficulty: 9", "difficulty", "1 to 5"),
    "not-whole": ("single", "difficulty: 2", "difficulty: 2.5", "difficulty", "whole"),
    "octal": ("numeric", "answer: 1e1", "answer: 010", "answer", "number"),
    "minutes": ("numeric", "answer: 1e1", "answer: 1:30", "answer", "number"),
    "nan": ("numeric", "answer: 1e1", "answer: .nan", "answer", "number"),
    "huge": ("numeric", "answer: 1e1", "answer: 1e999", "answer", "number"),
    "text-as-list": ("single", "[MLA-C01/2.2]", "MLA-C01/2.2", "exam", "must be a list"),
    "flag": ("single", "correct: true", 'correct: "true"', "options[0].correct", "true or false"),
    "none-correct": ("single", "correct: true, ", "", "options", "one correct option"),
    "two-correct": ("single", "text: L2,", "text: L2, correct: true,", "options", "not 2"),
    "multiple-none": ("multiple", "correct: true, ", "", "options", "at least one"),
    "equal-options": ("single", "text: L2", "text: ' l1 '", "options[1].text", "equal"),
    "equal-steps": ("ordering", "run, tell", "run, ask", "steps", "equal"),
    "equal-prompts": ("matching", "prompt: L2", "prompt: L1", "pairs[1].prompt", "equal"),
    "extra-is-response": ("matching", "[dropout]", "[ridge]", "extra", "equal"),
    "no-answers": ("blank", "[[overfitting, overfit]]", "[]", "answers", "empty"),
    "blank-misspelt": ("blank", "{{blank}}", "{{blnak}}", "stem", "{{blank}}"),
    "more-blanks": ("blank", "{{blank}}", "{{blank}} or {{blank}}", "answers", "2 blanks, not 1"),
    "empty-slot": ("blank", "[[overfitting, overfit]]", "[[]]", "answers[0]", "empty"),
    "empty-name": ("blank", "[[overfitting, overfit]]", "[['']]", "answers[0][0]", "empty"),
    "mute-name": ("blank", "[[overfitting, overfit]]", "[['?!']]", "answers", "letter or digit"),
    "flat-answers": ("blank", "[[overfitting, overfit]]", "[overfitting]", "answers[0]", "list"),
    "name-is-bool": ("blank", "[[overfitting, overfit]]", "[[no]]", "answers[0][0]", '"no"'),
    "reject-is-answer": ("blank", "{underfitting:", "{Over-fitting:", "reject", "also an answer"),
    "two-tolerances": ("numeric", "unit: trials", "rtol: 0.1\n  atol: 1", "atol", "rtol"),
    "slip-is-key": ("numeric", "value: 7", "value: 10", "slips[0].value", "right"),
    "slip-credit": ("numeric", "credit: 0.5", "credit: 1", "slips[0].credit", "below 1"),
    "region": ("hotspot", "[0.2, 0.4]", "[0.4, 0.2]", "region.x", "low below high"),
    "region-short": ("hotspot", "[0.2, 0.4]", "[0.4]", "region.x", "two numbers"),
    "part": ("case", "answer: 3", "answer: three", "questions[0].answer", "number"),
    "part-ids": ("case", "id: two", "id: one", "questions", "two parts"),
    "case-in-case": ("case", "type: ordering", "type: case", "questions[1]", "case in a case"),
    "id": ("single", "id: single-01", "id: 'single 01'", "id", "not an id"),
    "tag": ("single", "source: a book", "source: !!python/name:os.system x", "source", "tag"),
    "tag-call": ("ordering", "[ask, run, tell]", "!!python/object/apply:os.x []", "steps", "tag"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_found_where_it_is(tmp_path, fault):
    kind, right, wrong, field, message = FAULTS[fault]
    text = entry("blank", "before") + entry(kind)
    assert right in text
    broken = entry("blank", "before") + entry(kind).replace(right, wrong)
    found = the_problem(tmp_path, broken)
    assert found.field == field
    assert message in found.message
    start = line_of(broken, f"type: {kind if fault != 'unknown-type' else 'sinlge'}") - 1
    assert start <= found.line <= broken.count("\n")
    if fault != "id":
        assert found.id == f"{kind}-01"
        assert str(found).startswith(f"{found.file}:{found.line} {kind}-01.{field}: ")


def test_the_line_is_the_field_s_own(tmp_path):
    text = entry("single", "one") + entry("single", "two").replace("difficulty: 2", "difficulty: 7")
    assert the_problem(tmp_path, text).line == line_of(text, "difficulty: 7")


def test_duplicate_keys_name_both_lines(tmp_path):
    text = entry("single").replace("  difficulty: 2\n", "  difficulty: 2\n  difficulty: 3\n")
    found = the_problem(tmp_path, text)
    assert found.field == "difficulty"
    assert found.line == line_of(text, "difficulty: 3")
    assert f"line {line_of(text, 'difficulty: 2')}" in found.message


def test_duplicate_ids_name_both_places(tmp_path):
    (tmp_path / "b.yaml").write_text(entry("blank", "single-01"))
    found = the_problem(tmp_path, entry("single"))
    assert (found.field, found.line) == ("id", 1)
    assert found.file.endswith("b.yaml")
    assert "a.yaml:1" in found.message


def test_a_place_among_the_guide_s_ten_is_taken_once(tmp_path):
    third = COMMON + "  guide: 3\n"
    (tmp_path / "b.yaml").write_text(entry("blank", "b", common=third) + entry("list", "c"))
    found = the_problem(tmp_path, entry("single", "a", common=third))
    assert (found.id, found.field) == ("b", "guide")
    assert "a.yaml:1" in found.message


@pytest.mark.parametrize("number", [0, 11, "one"])
def test_the_guide_asks_ten(tmp_path, number):
    text = entry("single", common=COMMON + f"  guide: {number}\n")
    assert the_problem(tmp_path, text).field == "guide"


def test_all_problems_at_once_over_files(tmp_path):
    (tmp_path / "b.yaml").write_text("- id: [broken\n")
    (tmp_path / "c.yaml").write_bytes(b"\xff\xfe- x")
    text = entry("single").replace("reg.l1", "reg.11").replace("d.paths", "d.path")
    text += entry("ordering", "single-01").replace("steps: [ask, run, tell]", "steps: [ask]")
    text += entry("numeric").replace("answer: 1e1", "answer: x").replace("value: 7", "value: y")
    found = problems(tmp_path, text)
    fields = [problem.field for problem in found if problem.file.endswith("a.yaml")]
    assert sorted(fields) == sorted(["topic", "demo", "id", "steps", "answer", "slips[0].value"])
    assert {problem.file[-6:] for problem in found} == {"a.yaml", "b.yaml", "c.yaml"}


@pytest.mark.parametrize("version", ["2", "0", "'1'", "one", "[1]"])
def test_wrong_schema_version(tmp_path, version):
    found = the_problem(tmp_path, f"schema: {version}\nquestions:\n{entry('single')}")
    assert (found.field, found.line, found.id) == ("schema", 1, "")


def test_schema_without_questions(tmp_path):
    assert the_problem(tmp_path, "schema: 1\n").field == "questions"


def test_dangling_generator(tmp_path):
    text = entry("generated", body="  stem: Compute.\n  generator: grid-sise\n")
    assert the_problem(tmp_path, text).field == "generator"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n# nothing here\n",
        b"---\n",
        b"[]\n",
        b"just text\n",
        b"- 12\n",
        b"\xff\xfe\x00- id: x",
        b"\x00\x01\x02\x03" * 100,
        b"- id: \x07bell\n",
        "- id: x\n".encode("utf-16"),
        b"- id: caf\xe9\n",
        b"{" * 5000,
        b"[" * 10_000_000,
        b"[" * 200_000,
        b"- a\n" * 1_000_000,
        b"- " * 200_000,
        b"? " * 100_000,
        b"[a," * 100_000,
        b"".join(b" " * i + b"a:\n" for i in range(1400)),
        b"\t- id: tab\n",
        b"- &a [*a, *a]\n",
        b"- !!binary aGVsbG8=\n",
        b"%YAML 9.9\n---\n- x\n",
        b"- id: 'never closed\n",
        b"? [complex, key]\n: value\n",
        b"- {? {a: b} : c}\n",
        b"- <<: {id: x}\n",
        b"a: b: c\n",
        b"- @reserved\n",
        b"\xef\xbb\xbf- x\n",
        b"-" * 100_000,
    ],
    ids=lambda data: repr(data[:12]),
)  # fmt: skip
def test_rubbish_is_problems_and_never_a_traceback(tmp_path, data):
    found = problems(tmp_path, data)
    assert all(problem.message for problem in found)


def test_a_byte_order_mark_is_no_fault(tmp_path):
    assert len(load(tmp_path, b"\xef\xbb\xbf" + entry("single").encode())) == 1


def test_windows_line_ends(tmp_path):
    text = entry("single").replace("difficulty: 2", "difficulty: 7")
    assert the_problem(tmp_path, text.replace("\n", "\r\n").encode()).line == line_of(text, "7")


def test_a_bomb_of_aliases_is_refused_at_once(tmp_path):
    bomb = "- &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n"
    names = "abcdefghijkl"
    for before, name in pairwise(names):
        bomb += f"- &{name} [{', '.join([f'*{before}'] * 9)}]\n"
    assert problems(tmp_path, bomb)
    shared = entry("ordering").replace("[ask, run, tell]", "&steps [ask, run, tell]")
    shared += entry("ordering", "again").replace("[ask, run, tell]", "*steps")
    found = the_problem(tmp_path, shared)
    assert (found.id, found.field) == ("again", "steps")
    assert "alias" in found.message


def test_a_folder_without_questions_and_what_is_no_bank(tmp_path):
    assert "no *.yaml" in check(tmp_path)[0][0]
    assert check(tmp_path / "nowhere")[1] == 1
    (tmp_path / "folder.yaml").mkdir()
    assert "not a file" in check(tmp_path)[0][0]
    os.mkfifo(tmp_path / "pipe.yaml")
    assert len(check(tmp_path)[0]) == 2
    assert check("bad\0name")[1] == 1
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    assert len(check(tmp_path)[0]) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_an_unreadable_file_is_a_problem(tmp_path):
    file = tmp_path / "a.yaml"
    file.write_text(entry("single"))
    file.chmod(0)
    assert "cannot be read" in check(tmp_path)[0][0]


def test_a_read_that_fails_is_a_problem(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").write_text(entry("single"))

    def refuse(self):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(tmp_path), "read_bytes", refuse)
    lines, code = check(tmp_path)
    assert code == 1
    assert "Permission denied" in lines[0]


def test_a_thousand_problems_a_file_and_no_more(tmp_path):
    found = problems(tmp_path, "- x\n" * 5000)
    assert len(found) == 1001


def test_the_pure_parser_finds_the_same(tmp_path, monkeypatch):
    text = entry("single").replace("reg.l1", "reg.11") + entry("numeric").replace("1e1", "'1'")
    fast = [str(problem) for problem in problems(tmp_path, text)]
    monkeypatch.setattr(reading_module, "_LOADER", yaml.SafeLoader)
    assert [str(problem) for problem in problems(tmp_path, text)] == fast
    assert problems(tmp_path, "[" * 400)


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_damaged_bank_is_a_bank_or_problems(tmp_path_factory, data):
    """Cut, double or swap pieces of a good bank: it loads, or says what is wrong."""
    folder = tmp_path_factory.mktemp("bank")
    text = "".join(entry(kind) for kind in BODIES)
    rng = random.Random(data.draw(st.integers(0, 10**6)))
    for _ in range(rng.randint(1, 4)):
        i, j = sorted(rng.sample(range(len(text)), 2))
        j = min(j, i + rng.randint(1, 40))
        text = rng.choice([text[:i] + text[j:], text[:j] + text[i:], text[:i] + ":" + text[i:]])
    (folder / "a.yaml").write_text(text)
    lines, code = check(folder, stats=True)
    assert code in (0, 1)
    assert all(re.match(r".+a\.yaml(:\d+)?( .+)?: .+", line) for line in lines if code == 1)
    shutil.rmtree(folder)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("bytes")
    (folder / "a.yaml").write_bytes(data)
    assert check(folder)[1] == 1
    shutil.rmtree(folder)


def test_check_counts(tmp_path):
    load(tmp_path, "".join(entry(kind) for kind in BODIES))
    lines, code = check(tmp_path)
    assert (lines, code) == (["9 questions, 0 generators, 1 topic: no problems"], 0)
    lines, code = check(tmp_path, stats=True)
    assert code == 0
    assert lines[-1].endswith("no problems")
    assert len(lines) > 10


def test_the_kit_s_own_bank():
    bank = load_bank()
    topics = yaml.safe_load((places.quizzes() / "topics.yaml").read_text())["topics"]
    assert {question.topic for question in bank} <= {topic["id"] for topic in topics}
    assert check()[1] == 0
    assert any(isinstance(question, Generated) for question in bank)
    assert {Single, Matching, Numeric, Hotspot} <= {type(q.variant(0)) for q in bank}
