"""A learner's own record as JSON lines, to hand in; `hpstudy gradebook` merges those of a class."""

from __future__ import annotations

from pathlib import Path

from hpstudy.export import ExportError
from hpstudy.quiz.record import FILE, Record, RecordError

PLACES = (".", "hpstudy-workbook")  # where the notebooks keep it, seen from where one is


def write(out: Path) -> str:
    """Write the record of this folder, or of the workbook in it; return what it holds."""
    folder = next((Path(place) for place in PLACES if (Path(place) / FILE).is_file()), None)
    if folder is None:
        raise ExportError(
            f"There is no {FILE} here: run this in the folder of your notebooks, where it lies."
        )
    path = out if out.suffix else out.with_suffix(".jsonl")
    record = Record(folder)
    try:
        lines = list(record.lines())
        n = len(list(record))
    except RecordError as error:
        raise ExportError(str(error)) from None
    finally:
        record.close()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return f"{path}: {n} answers, {len(lines)} lines. It goes nowhere by itself: hand it in."
