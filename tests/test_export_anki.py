"""The deck for Anki, opened again as what it is: an archive with an SQLite file in it."""

import json
import sqlite3
import sys
import zipfile
from contextlib import closing

import pytest

from hpstudy.cli import main
from hpstudy.export import anki
from hpstudy.export.html import tex_blocks, tex_line
from hpstudy.export.questions import key, questions_of
from hpstudy.quiz.question import Choice, Hotspot, Ordering


@pytest.fixture(scope="module")
def items():
    return questions_of()


@pytest.fixture(scope="module")
def notes(items, tmp_path_factory):
    path = tmp_path_factory.mktemp("anki") / "hpo.apkg"
    assert f"{len(items)} cards" in anki.write(path, items)
    return notes_of(path)


def notes_of(path):
    """Return the notes of a deck by our ids: their fields, their tags, and Anki's own identity."""
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("media")) == {}
        archive.extract("collection.anki2", path.parent)
    with closing(sqlite3.connect(path.parent / "collection.anki2")) as collection:
        assert collection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (models,) = collection.execute("SELECT models FROM col").fetchone()
        rows = collection.execute("SELECT guid, mid, flds, tags FROM notes").fetchall()
        (cards,) = collection.execute("SELECT count(DISTINCT nid) FROM cards").fetchone()
    assert cards == len(rows)
    names = {mid: [f["name"] for f in model["flds"]] for mid, model in json.loads(models).items()}
    notes = [
        dict(zip(names[str(mid)], fields.split("\x1f"), strict=True)) | {"guid": guid, "tags": tags}
        for guid, mid, fields, tags in rows
    ]
    return {note["Id"]: note for note in notes}


def test_every_item_is_a_note_with_a_card(items, notes):
    assert set(notes) == {key(item) for item in items}
    assert len({note["guid"] for note in notes.values()}) == len(items)


def test_front_asks_and_back_says_why(items, notes):
    for item in items:
        note, asked = notes[key(item)], item.asked
        assert note["Question"].startswith(tex_blocks(asked.stem))
        assert tex_blocks(asked.explanation) in note["Explanation"]
        assert f"hpstudy::{asked.topic.replace('.', '::')}" in note["tags"].split()
        if isinstance(asked, Choice):
            for option in asked.options:
                assert f"<li>{tex_line(option.text)}</li>" in note["Question"]
                assert tex_line(option.why) in note["Answer"]
                assert option.why not in note["Question"]
        if isinstance(asked, Ordering):
            shown = [f"<li>{tex_line(step)}</li>" for step in asked.steps]
            assert "".join(shown) in note["Answer"]
            assert "".join(shown) not in note["Question"]
        if isinstance(asked, Hotspot):
            assert 'src="data:image/svg+xml;base64,' in note["Question"]


def test_the_place_of_the_key_gives_nothing_away(items, notes):
    places = []
    for item in items:
        if item.asked.type == "single" and len(item.asked.options) == 4:
            texts = [tex_line(option.text) for option in item.asked.options if option.correct]
            before = notes[key(item)]["Question"].split(f"<li>{texts[0]}</li>")[0]
            places.append(before.count("<li>"))
    for place in range(4):
        assert 0.15 < places.count(place) / len(places) < 0.35


def test_the_same_notes_again_so_that_an_import_mends_and_keeps_the_schedule(
    items, notes, tmp_path
):
    anki.write(tmp_path / "again", items[: len(items) // 2])
    again = notes_of(tmp_path / "again.apkg")
    for name, note in again.items():
        assert note == notes[name]


def test_without_its_package_it_says_what_to_install(tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "genanki", None)
    assert main(["export", "anki", str(tmp_path / "hpo.apkg")]) == 1
    error = capsys.readouterr().err
    assert error == ('A deck for Anki needs the package genanki: pip install "hpstudy[export]".\n')
    assert not (tmp_path / "hpo.apkg").exists()
