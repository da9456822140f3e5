"""README's first screen holds the two commands, and its map is the course's."""

import re
from pathlib import Path

from hpstudy.course import lessons

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_first_screen_holds_just_two_commands():
    commands = re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    assert [command.count("\n") for command in commands] == [1, 1]
    study, test = (command.strip() for command in commands)
    assert study.endswith("hpstudy lab")
    assert test.endswith("pytest")
    assert README.index(test) < 1500


def test_the_map_lists_every_lesson_with_its_question_and_minutes():
    rows = [
        f"| [{one.title}](notebooks/{one.name}.ipynb) | {one.question} | {one.minutes} |"
        for one in lessons(ROOT)
    ]
    assert [line for line in README.splitlines() if "](notebooks/" in line] == rows
