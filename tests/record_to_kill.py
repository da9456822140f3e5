"""A learner who answers without a pause, to be killed: prints each answer once it is on the disk.

python -m tests.record_to_kill FOLDER WHO FROM
"""

import itertools
import sys

from hpstudy.quiz.question import Blank
from hpstudy.quiz.record import Record
from hpstudy.quiz.verdict import Grade

QUESTION = Blank(
    id="kill", topic="search.random", objective="o", exam=(), difficulty=1, stem="{{blank}}",
    explanation="e", source="s", demo="none", answers=(("random",),),
)  # fmt: skip

if __name__ == "__main__":
    folder, who, first = sys.argv[1], sys.argv[2], int(sys.argv[3])
    record = Record(folder)
    for n in itertools.count(first):
        record.add(QUESTION, [who, n], Grade("right", 1.0))
        print(n, flush=True)
