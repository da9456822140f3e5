"""The commands: `hpstudy lab` opens the workbook, `hpstudy claims` tries the guide's claims.

Each command is a parser and one function; what it needs is imported when it runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

Commands = argparse._SubParsersAction  # argparse has no public name for what add_subparsers gives


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0 well, 1 a problem it named, 2 wrong usage."""
    parser = argparse.ArgumentParser(
        prog="hpstudy",
        description="A study workbook on hyperparameter optimization.",
        epilog="hpstudy COMMAND --help shows an example of each.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _add_lab(commands)
    _add_check(commands)
    _add_claims(commands)
    _add_endpoint(commands)
    _add_export(commands)
    _add_gradebook(commands)
    given, rest = parser.parse_known_args(arguments)
    if rest and given.command != "lab":
        parser.error(f"unrecognized arguments: {' '.join(rest)}")
    given.rest = rest
    try:
        code = int(given.run(given))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # whoever reads, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code


def _add_lab(commands: Commands[argparse.ArgumentParser]) -> None:
    lab = commands.add_parser(
        "lab",
        help="lay the lessons out and open them in JupyterLab",
        description="Lay the lessons out in a folder of yours and open them in JupyterLab. "
        "What you changed there is never overwritten: an updated lesson lands beside yours.",
        epilog="example: hpstudy lab ~/hpstudy-workbook --no-browser. "
        "Any other option goes to JupyterLab: hpstudy lab --port=9999",
    )
    lab.add_argument("folder", nargs="?", default="hpstudy-workbook", metavar="DIR", type=Path)
    lab.add_argument("--no-browser", action="store_true", help="print the address, open no browser")
    lab.set_defaults(run=_lab)


def _lab(given: argparse.Namespace) -> int:
    from hpstudy.workbook import WorkbookError, lay_out

    try:
        laid = lay_out(given.folder)
    except WorkbookError as error:
        print(error, file=sys.stderr)
        return 1
    for lesson in laid:
        if lesson.what in ("updated", "beside"):
            print(lesson)
    print(f"{len(laid)} lessons in {given.folder.resolve()}", flush=True)
    command = [sys.executable, "-m", "jupyterlab", *_lab_options(given)]
    return subprocess.run(command, cwd=given.folder, env=_lab_environment(), check=False).returncode


def _lab_options(given: argparse.Namespace) -> list[str]:
    options = ["--no-browser"] if given.no_browser else []
    if hasattr(os, "geteuid") and os.geteuid() == 0:  # a container: JupyterLab wants to be told
        options.append("--allow-root")
    return [*options, "--LabApp.default_url=/lab/tree/00_start.ipynb", *given.rest]


def _lab_environment() -> dict[str, str]:
    """Return an environment in which JupyterLab keeps the state of widgets with a notebook.

    And in which a page's scripts may use its commands, as the presenter's key K does.

    One thread for linear algebra unless the reader says otherwise: the kit's nets are small, and
    threads that wait for each other made them up to ten times slower on a busy machine.
    """
    ours = str(Path(__file__).parent / "jupyter")
    theirs = os.environ.get("JUPYTER_CONFIG_PATH")
    config = f"{ours}{os.pathsep}{theirs}" if theirs else ours
    threads = os.environ.get("OPENBLAS_NUM_THREADS", "1")
    return os.environ | {"JUPYTER_CONFIG_PATH": config, "OPENBLAS_NUM_THREADS": threads}


def _add_check(commands: Commands[argparse.ArgumentParser]) -> None:
    check = commands.add_parser(
        "check",
        help="check a bank of questions",
        description="Check a bank of questions: a folder, one file, or the kit's own.",
        epilog="example: hpstudy check quizzes --stats",
    )
    check.add_argument("path", nargs="?", metavar="PATH", type=Path, help="default: the kit's own")
    check.add_argument("--stats", action="store_true", help="print how much of what it holds")
    check.set_defaults(run=_check)


def _check(given: argparse.Namespace) -> int:
    from hpstudy.quiz.check import check

    lines, code = check(given.path, given.stats)
    print(*lines, sep="\n")
    return code


def _add_claims(commands: Commands[argparse.ArgumentParser]) -> None:
    claims = commands.add_parser(
        "claims",
        help="put the guide's claims on trial: measure them again",
        description="Measure the guide's claims again and print the verdicts.",
        epilog="example: hpstudy claims grid-against-random --seeds 20 --json",
    )
    claims.add_argument("names", nargs="*", metavar="NAME", help="which claims; default: all")
    claims.add_argument(
        "--seeds", type=int, metavar="N", help="how many seeds; default: each its own"
    )
    claims.add_argument("--json", action="store_true", help="print a list of verdicts as JSON")
    claims.add_argument(
        "--kept", action="store_true", help="measure nothing, show what the workbook has kept"
    )
    claims.set_defaults(run=_claims)


def _claims(given: argparse.Namespace) -> int:
    import json

    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy; see _lab_environment

    from hpstudy.claims import ClaimError, load, names, trial
    from hpstudy.journal import JournalError
    from hpstudy.verdicts import keep, kept, workbook

    here = workbook(Path.cwd())
    if given.kept:
        if here is None:
            print("There is no workbook here: hpstudy lab makes one.", file=sys.stderr)
            return 1
        for one in kept(here):
            print(one, end="\n\n")
        return 0
    try:
        verdicts = []
        wanted = given.names or names()
        for name in wanted:
            load(name)  # a misspelt one is told before minutes are spent on the others
        for name in wanted:
            verdicts.append(trial(name, seeds=given.seeds, progress=sys.stderr.isatty()))
            if here is not None:
                keep(here, verdicts[-1])
            if not given.json:
                print(verdicts[-1], end="\n\n", flush=True)
    except ClaimError as error:
        print(error, file=sys.stderr)
        return 2
    except JournalError as error:
        print(error, file=sys.stderr)
        return 1
    if given.json:
        print(json.dumps([verdict.as_dict() for verdict in verdicts], indent=1))
    return 0


def _add_endpoint(commands: Commands[argparse.ArgumentParser]) -> None:
    endpoint = commands.add_parser(
        "endpoint",
        help="run tuning jobs of boto3's on this machine",
        description="Answer Amazon's requests for tuning jobs, from boto3 or the command aws, and "
        "run them on this machine. The first line is the address: give it as endpoint_url.",
        epilog="example: hpstudy endpoint --store jobs.db --algorithm my-net=training:train. "
        "Ctrl-C ends it; started again with the same store, it goes on.",
    )
    endpoint.add_argument("--port", type=int, default=0, help="default: 0, any that is free")
    endpoint.add_argument(
        "--store", type=Path, default=Path("tuning-jobs.db"), metavar="FILE", help="keeps the jobs"
    )
    endpoint.add_argument(
        "--algorithm",
        action="append",
        default=[],
        metavar="NAME=package.module:function",
        help="what TrainingImage may name, beside the kit's own; may be given several times",
    )
    endpoint.set_defaults(run=_endpoint)


def _endpoint(given: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before numpy; see _lab_environment

    from hpstudy.sagemaker.command import run

    return run(given.port, given.store, given.algorithm)


def _add_export(commands: Commands[argparse.ArgumentParser]) -> None:
    from hpstudy.export import EXPORTS

    parser = commands.add_parser(
        "export",
        help="write lessons as pages, questions for other programs, handouts for paper",
        description="Write what the kit holds for the web, for other programs and for paper.",
        epilog="example: hpstudy export anki hpo.apkg",
    )
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="KIND")
    for name, kind in EXPORTS.items():
        example = f"example: hpstudy export {name} {kind.example}"
        one = kinds.add_parser(name, help=kind.makes, description=f"Write {kind.makes}.")
        one.add_argument("out", metavar="OUT", type=Path)
        if kind.of_questions:
            one.add_argument("--bank", type=Path, metavar="PATH", help="default: the kit's own")
            one.add_argument("--topic", metavar="TOPIC", help="such as reg or search.grid")
            one.add_argument(
                "--seeds", type=int, default=3, metavar="N",
                help="how many variants of each question with drawn numbers; default: 3",
            )  # fmt: skip
            example += " --topic search"
        one.epilog = example
    parser.set_defaults(run=_export)


def _export(given: argparse.Namespace) -> int:
    from hpstudy.export import EXPORTS, ExportError, export

    try:
        questions = None
        if EXPORTS[given.kind].of_questions:
            from hpstudy.export.questions import questions_of

            questions = questions_of(given.bank, given.topic, given.seeds)
        print(export(given.kind, given.out, questions))
    except ExportError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _add_gradebook(commands: Commands[argparse.ArgumentParser]) -> None:
    from hpstudy.export.tables import HELP

    book = commands.add_parser(
        "gradebook",
        help="merge what a class handed in, and print how each learner stands",
        description="Merge the records below a folder: every record.sqlite, and the JSON lines that"
        "\n`hpstudy export record` writes. A learner's name is that of the folder or the file that "
        "was\nhanded in. Shares are of the credit; statistics are of the first attempts alone.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    book.add_argument("folder", metavar="FOLDER", type=Path)
    book.add_argument("--csv", type=Path, metavar="FILE", help="grades for Moodle, spreadsheets")
    book.add_argument("--canvas", type=Path, metavar="FILE", help="grades for Canvas")
    book.add_argument("--topics", type=Path, metavar="FILE", help="a row a learner and a topic")
    book.add_argument("--items", action="store_true", help="print a row a question, too")
    book.set_defaults(run=_gradebook)


def _gradebook(given: argparse.Namespace) -> int:
    from hpstudy.export import tables
    from hpstudy.gradebook import GradebookError, read_folder

    try:
        book = read_folder(given.folder)
        if given.csv:
            tables.write_grades(given.csv, book)
        if given.canvas:
            tables.write_grades(given.canvas, book, canvas=True)
        if given.topics:
            tables.write_topics(given.topics, book)
    except GradebookError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Cannot write {error.filename}: {error.strerror}.", file=sys.stderr)
        return 1
    print(tables.as_text(book))
    if given.items:
        print("", tables.items_as_text(book), sep="\n")
    print(*book.problems, sep="\n", end="\n" if book.problems else "", file=sys.stderr)
    return 1 if book.problems else 0


if __name__ == "__main__":
    sys.exit(main())
