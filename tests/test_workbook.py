"""Lessons are laid out, updated where untouched, and never overwritten where changed."""

import json

import pytest

from hpstudy import workbook
from hpstudy.workbook import WorkbookError, lay_out


def lesson(text):
    """A notebook of one cell, with an output, as the kit keeps its lessons."""
    cell = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "source": text,
        "execution_count": 1,
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "the answer"}],
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def kit(tmp_path, monkeypatch):
    """A kit's folder of lessons that a test may change."""
    folder = tmp_path / "kit"
    folder.mkdir()
    (folder / "00_start.ipynb").write_text(lesson("first"))
    (folder / "07_searching.ipynb").write_text(lesson("first"))
    monkeypatch.setattr(workbook, "notebooks", lambda: folder)
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "deep" / "workbook"


def whats(laid):
    return [(one.path.name, one.what) for one in laid]


def test_a_new_workbook_holds_every_lesson_unanswered(kit, folder):
    laid = lay_out(folder)
    assert whats(laid) == [("00_start.ipynb", "new"), ("07_searching.ipynb", "new")]
    for one in laid:
        assert "the answer" not in one.path.read_text()
        assert json.loads(one.path.read_text())["cells"][0]["source"] == "first"


def test_laying_out_twice_changes_nothing(kit, folder):
    lay_out(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert {what for _, what in whats(lay_out(folder))} == {"kept"}
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_an_update_replaces_an_untouched_lesson_only(kit, folder):
    lay_out(folder)
    mine = (folder / "07_searching.ipynb").read_text().replace("first", "mine")
    (folder / "07_searching.ipynb").write_text(mine)
    for source in kit.iterdir():
        source.write_text(lesson("second"))

    laid = lay_out(folder)
    assert whats(laid) == [("00_start.ipynb", "updated"), ("07_searching.updated.ipynb", "beside")]
    assert "second" in (folder / "00_start.ipynb").read_text()
    assert (folder / "07_searching.ipynb").read_text() == mine
    assert "second" in (folder / "07_searching.updated.ipynb").read_text()
    assert "07_searching has your changes" in str(laid[1])
    assert {what for _, what in whats(lay_out(folder))} == {"kept"}


def test_work_in_an_update_beside_is_safe_from_the_next_update(kit, folder):
    lay_out(folder)
    (folder / "07_searching.ipynb").write_text("mine")
    (kit / "07_searching.ipynb").write_text(lesson("second"))
    lay_out(folder)
    (folder / "07_searching.updated.ipynb").write_text("also mine")
    (kit / "07_searching.ipynb").write_text(lesson("third"))
    assert whats(lay_out(folder))[1] == ("07_searching.updated1.ipynb", "beside")
    assert (folder / "07_searching.ipynb").read_text() == "mine"
    assert (folder / "07_searching.updated.ipynb").read_text() == "also mine"


def test_a_file_that_was_there_before_the_kit_stays(kit, folder):
    folder.mkdir(parents=True)
    (folder / "00_start.ipynb").write_text("not from the kit")
    assert whats(lay_out(folder))[0] == ("00_start.updated.ipynb", "beside")
    assert (folder / "00_start.ipynb").read_text() == "not from the kit"


def test_a_lesson_that_was_deleted_comes_back(kit, folder):
    lay_out(folder)
    (folder / "00_start.ipynb").unlink()
    assert whats(lay_out(folder))[0] == ("00_start.ipynb", "new")


@pytest.mark.parametrize("damage", ["", "{", "[1, 2]", '{"00_start.ipynb": 7}'])
def test_with_damaged_fingerprints_nothing_is_overwritten(kit, folder, damage):
    lay_out(folder)
    (folder / ".hpstudy" / "laid.json").write_text(damage)
    (folder / "00_start.ipynb").write_text("mine")
    lay_out(folder)
    assert (folder / "00_start.ipynb").read_text() == "mine"


def test_a_folder_that_cannot_be_made_is_one_sentence(kit, tmp_path):
    (tmp_path / "a file").write_text("")
    with pytest.raises(WorkbookError, match=r"Cannot lay .*Name another folder"):
        lay_out(tmp_path / "a file")
