"""The questions as a table for a spreadsheet, one a row.

`COLUMNS` says what stands where. Texts are as in the bank, with `code` and $mathematics$; options,
steps and responses stand one a line. Moodle and Canvas import no table of questions: for them
there are `hpstudy export moodle` and `hpstudy export canvas`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from hpstudy.export.card import key_of
from hpstudy.export.questions import key
from hpstudy.quiz.choosing import Item
from hpstudy.quiz.question import Case, Choice, Matching, Numeric, Ordering, Question, Typed

COLUMNS = {
    "id": "stable for ever; #0, #1 ... are variants of one question with drawn numbers",
    "type": "single, multiple, blank, list, ordering, matching, numeric, hotspot or case",
    "topic": "a topic of topics.yaml",
    "objective": "what it tests, within the topic",
    "exam": "exam tasks it serves",
    "difficulty": "1 to 5, the author's guess",
    "stem": "what is asked; a case has its parts below",
    "offered": "what there is to choose from",
    "key": "what is right",
    "reasons": "for each option, pair or slip: why",
    "explanation": "what is read after the answer",
    "guide_says": "where the study guide and the service of today differ",
    "source": "where it stands",
    "demo": "the demo that shows it",
    "revision": "counts the changes",
}


def write(out: Path, items: Iterable[Item]) -> str:
    """Write the items as a table and return the sentence that says how many there are."""
    path = out if out.suffix else out.with_suffix(".csv")
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [_row(item) for item in items]
    # The mark in front tells spreadsheets that this is UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        table = csv.DictWriter(file, list(COLUMNS))
        table.writeheader()
        table.writerows(rows)
    return f"{path}: {len(rows)} questions, one a row."


def _row(item: Item) -> dict[str, object]:
    asked = item.asked
    return {
        "id": key(item),
        "type": asked.type,
        "topic": asked.topic,
        "objective": asked.objective,
        "exam": " ".join(asked.exam),
        "difficulty": asked.difficulty,
        "stem": _stem(asked),
        "offered": "\n".join(_offered(asked)),
        "key": key_of(asked),
        "reasons": "\n".join(_reasons(asked)),
        "explanation": asked.explanation,
        "guide_says": asked.guide_says,
        "source": asked.source,
        "demo": asked.demo,
        "revision": asked.revision,
    }


def _stem(asked: Question) -> str:
    parts = asked.questions if isinstance(asked, Case) else ()
    return "\n".join([asked.stem, *(f"({n}) {part.stem}" for n, part in enumerate(parts, 1))])


def _offered(asked: Question) -> list[str]:
    match asked:
        case Choice():
            return [option.text for option in asked.options]
        case Ordering():
            return sorted(asked.steps)
        case Matching():
            return list(asked.responses)
        case Case():
            return _of_parts(asked, [_offered(part) for part in asked.questions])
    return []


def _reasons(asked: Question) -> list[str]:
    match asked:
        case Choice():
            return [f"{option.text}: {option.why}" for option in asked.options]
        case Typed():
            return [f"{name}: {why}" for name, why in asked.reject.items()]
        case Matching():
            return [f"{pair.prompt}: {pair.why}" for pair in asked.pairs if pair.why]
        case Numeric():
            return [f"{slip.value}: {slip.why}" for slip in asked.slips]
        case Case():
            return _of_parts(asked, [_reasons(part) for part in asked.questions])
    return []


def _of_parts(asked: Case, texts: list[list[str]]) -> list[str]:
    return [f"({n}) {text}" for n, of_part in enumerate(texts, 1) for text in of_part]
