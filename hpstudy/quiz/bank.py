"""The question bank: reads quizzes/*.yaml, strictly, and says everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from hpstudy import places
from hpstudy.quiz.fields import peek, read_question
from hpstudy.quiz.kinds import Names
from hpstudy.quiz.problems import BankError, Problem, did_you_mean
from hpstudy.quiz.question import Generated, Question
from hpstudy.quiz.reading import read_documents
from hpstudy.quiz.walk import Walk

SCHEMA = 1
TOPICS = "topics.yaml"


class Bank:
    """Questions by id, in the order of their files."""

    def __init__(self, questions: Sequence[Question]) -> None:
        self._questions = {question.id: question for question in questions}

    def __getitem__(self, key: str) -> Question:
        try:
            return self._questions[key]
        except (KeyError, TypeError):
            guess = did_you_mean(str(key), self._questions)
            raise KeyError(f"There is no question {key!r} in this bank{guess}.") from None

    def __contains__(self, key: object) -> bool:
        return key in self._questions

    def __iter__(self) -> Iterator[Question]:
        return iter(self._questions.values())

    def __len__(self) -> int:
        return len(self._questions)


@dataclass(frozen=True)
class _Entry:
    """One entry of a file: where it stands, and its question if nothing is wrong with it."""

    file: str
    line: int
    id: str
    question: Question | None


def load_bank(path: str | Path | None = None) -> Bank:
    """Return the questions of a folder (its *.yaml, not deeper), of one file, or of the kit.

    A `topics.yaml` in that folder holds the topics, else the kit's own does. Anything wrong raises
    one `BankError` whose `.problems` are all the faults of all the files.
    """
    place = places.quizzes() if path is None else Path(path)
    problems: list[Problem] = []
    files = _files(place, problems)
    names = _names(place if place not in files else place.parent, problems)
    entries = [entry for file in files for entry in _read_file(file, names, problems)]
    problems += _repeated(entries)
    if problems:
        raise BankError(problems)
    return Bank([entry.question for entry in entries if entry.question])


def _files(folder: Path, problems: list[Problem]) -> list[Path]:
    """Return the bank's files; a folder without any is a problem."""
    try:
        if not folder.is_dir():
            return [folder]
        files = sorted(file for file in folder.glob("*.yaml") if file.name != TOPICS)
        if not files:
            problems.append(Problem(str(folder), 0, "", "", "holds no *.yaml with questions"))
        return files
    except (OSError, ValueError) as error:
        problems.append(Problem(str(folder), 0, "", "", f"cannot be read: {error}"))
        return []


def _read_file(file: Path, names: Names, problems: list[Problem]) -> list[_Entry]:
    """Return the entries of one file."""
    walk = Walk(str(file))
    try:
        documents = read_documents(file)
    except BankError as error:
        problems.extend(error.problems)
        return []
    entries = []
    for document in documents:
        for node in _nodes(walk, document):
            walk.id = peek(node, "id")
            question = read_question(walk, node, names)
            _check_template(walk, node, question)
            entries.append(_Entry(walk.file, node.start_mark.line + 1, walk.id, question))
    if not entries and not walk.problems:
        walk.problems.append(Problem(walk.file, 0, "", "", "holds no questions"))
    problems.extend(walk.problems)
    return entries


def _nodes(walk: Walk, document: Node) -> list[Node]:
    """Return a document's entries: a list, one entry, or {schema: 1, questions: [...]}."""
    walk.id = ""
    if isinstance(document, SequenceNode):
        return walk.items(document, "", least=0)
    if isinstance(document, ScalarNode) and document.tag.endswith(":null"):
        return []
    if isinstance(document, MappingNode) and not (peek(document, "id") or peek(document, "type")):
        keys = {str(key.value) for key, _ in document.value}
        if keys & {"schema", "questions"}:
            return _nodes_below_schema(walk, document)
    return [document]


def _nodes_below_schema(walk: Walk, document: Node) -> list[Node]:
    fields = walk.fields(document, "", ("schema", "questions"))
    version = fields.number("schema")
    if version is not None and version != SCHEMA:
        fields.note("schema", f"is {version:g}, but this kit reads schema {SCHEMA}")
    return [node for node, _ in fields.items("questions", least=0)]


def _check_template(walk: Walk, node: Node, question: Question | None) -> None:
    """Note every {{name}} of a generated question that its generator does not fill."""
    if isinstance(question, Generated):
        from hpstudy.quiz.generators import unfilled

        for field, name in unfilled(question):
            walk.note(node, field, f"has {{{{{name}}}}}, which {question.generator} does not fill")


def _repeated(entries: Sequence[_Entry]) -> list[Problem]:
    """Return a problem for every id, and every place among the guide's ten, that is taken."""
    first: dict[tuple[str, object], _Entry] = {}
    problems = []
    for entry in entries:
        for field, value in (("id", entry.id), ("guide", entry.question and entry.question.guide)):
            earlier = first.setdefault((field, value), entry)
            if value and earlier is not entry:
                message = f"is taken by the question at {earlier.file}:{earlier.line}"
                problems.append(Problem(entry.file, entry.line, entry.id, field, message))
    return problems


def _names(folder: Path, problems: list[Problem]) -> Names:
    """Return what questions may refer to; the topics are the folder's own or else the kit's."""
    from hpstudy.quiz.generators import GENERATORS

    kit, own = places.quizzes() / TOPICS, folder / TOPICS
    topics, demos = _read_topics(kit, problems)
    if own.is_file() and not own.samefile(kit):
        topics, more = _read_topics(own, problems)
        demos |= more
    return Names(topics, sorted(demos | {"d.first"}), sorted(GENERATORS))


def _read_topics(file: Path, problems: list[Problem]) -> tuple[dict[str, bool] | None, set[str]]:
    """Return the topics of a file, None if it is faulty, and the demos that it names."""
    walk = Walk(str(file))
    topics: dict[str, bool] = {}
    demos: set[str] = set()
    try:
        listed = [node for root in read_documents(file) for node in _topic_nodes(walk, root)]
    except BankError as error:
        problems.extend(error.problems)
        return None, demos
    for i, node in enumerate(listed):
        entry, own = walk.pairs(node, f"topics[{i}]"), set[str]()
        if isinstance(entry.get("demo"), SequenceNode):
            own.update(walk.texts(entry["demo"], f"topics[{i}].demo", least=0))
        if "id" in entry:
            topics[walk.text(entry["id"], f"topics[{i}].id")] = bool(own)
        else:
            walk.note(node, f"topics[{i}].id", "is missing")
        demos |= own
    problems.extend(walk.problems)
    return (None if walk.problems else topics), demos


def _topic_nodes(walk: Walk, root: Node) -> list[Node]:
    if isinstance(root, SequenceNode):
        return walk.items(root, "topics")
    fields = walk.pairs(root, "")
    if "topics" not in fields:
        walk.note(root, "topics", "is missing")
        return []
    return walk.items(fields["topics"], "topics")
