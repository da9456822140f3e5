"""Verdicts are kept in a workbook, the last of each claim, and go stale when their code changes."""

import dataclasses

import pytest

from hpstudy import verdicts
from hpstudy.claims import Verdict
from hpstudy.cli import main

NAME = "more-epochs"
VERDICT = Verdict(NAME, ("opt.epochs",), "says", 0.5, (0.1, 0.9), 3, True, "measured", "answer")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / ".hpstudy").mkdir()
    return tmp_path


def test_the_last_verdict_comes_back_as_it_was(folder):
    verdicts.keep(folder, dataclasses.replace(VERDICT, figure=0.25))
    verdicts.keep(folder, VERDICT)
    assert verdicts.kept(folder) == [verdicts.Kept(VERDICT, stale=False)]


def test_a_change_in_what_the_claim_imports_makes_it_stale(folder, monkeypatch):
    verdicts.keep(folder, VERDICT)
    training = verdicts._PACKAGE / "training.py"
    assert training in verdicts._reached(verdicts._PACKAGE / "claims" / "more_epochs.py")
    read = type(training).read_bytes
    changed = lambda path: read(path) + (b"#" if path == training else b"")  # noqa: E731
    monkeypatch.setattr(type(training), "read_bytes", changed)
    (kept,) = verdicts.kept(folder)
    assert kept.stale
    assert "hpstudy claims more-epochs" in str(kept)


def test_a_claim_that_is_no_more_is_stale(folder):
    verdicts.keep(folder, VERDICT)
    with verdicts._journal(folder) as journal:
        journal.append({"code": "x", "verdict": VERDICT.as_dict() | {"name": "gone"}})
    assert [one.stale for one in verdicts.kept(folder)] == [True, False]


def test_the_command_keeps_and_shows_them(folder, monkeypatch, capsys):
    monkeypatch.chdir(folder)
    assert main(["claims", "l2-makes-no-zeros", "--seeds", "2"]) == 0
    measured = capsys.readouterr().out
    assert main(["claims", "--kept"]) == 0
    assert capsys.readouterr().out == measured


def test_without_a_workbook_nothing_is_written(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["claims", "l2-makes-no-zeros", "--seeds", "2"]) == 0
    assert not list(tmp_path.iterdir())
    assert main(["claims", "--kept"]) == 1
    assert "hpstudy lab" in capsys.readouterr().err
