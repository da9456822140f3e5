"""The journal gives back what was appended, and leaves alone a file that it refuses."""

import math
import os
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.journal import Journal, JournalError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside) | st.dictionaries(st.text(), inside),
    max_leaves=8,
)


def open_journal(path, schema=1, **options):
    return Journal(path, "answers", schema, **options)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "journal.db"


@pytest.fixture
def written(path):
    """A journal of three entries, closed."""
    with open_journal(path) as journal:
        for i in range(3):
            journal.append({"n": i})
    return path


def refuse(path, **options):
    """Open what must be refused and left as it is; return the sentence."""
    before = path.read_bytes()
    with pytest.raises(JournalError) as caught:
        list(open_journal(path, **options))
    assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


@settings(max_examples=30, deadline=None)
@given(entries=st.lists(st.dictionaries(st.text(), PLAIN), max_size=5))
def test_what_goes_in_comes_out_in_order(tmp_path_factory, entries):
    path = tmp_path_factory.mktemp("journal") / "any.db"
    with open_journal(path) as journal:
        for entry in entries:
            journal.append(entry)
    with open_journal(path) as journal:
        assert list(journal) == entries


def test_floats_come_back_to_the_last_bit(path):
    values = [0.1 + 0.2, 5e-324, 1.7976931348623157e308, -0.0, math.inf, math.nan]
    with open_journal(path) as journal:
        journal.append({"values": values})
        (entry,) = journal
    assert list(map(repr, entry["values"])) == list(map(repr, values))


def test_the_file_is_one_and_can_be_read_without_the_kit(written):
    assert os.listdir(written.parent) == [written.name]
    connection = sqlite3.connect(written)
    assert connection.execute("SELECT entry FROM answers ORDER BY id").fetchall() == [
        ('{"n": 0}',),
        ('{"n": 1}',),
        ('{"n": 2}',),
    ]
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    connection.close()


@pytest.mark.skipif(os.name == "nt", reason="an exclusive file cannot be copied there")
def test_an_entry_is_in_the_file_when_append_returns(path):
    journal = open_journal(path, exclusive=True)
    for n in range(3):
        journal.append({"n": n})
        copy = path.with_name("copy.db")  # what a kill at this moment would leave
        copy.write_bytes(subprocess.run(["cat", path], capture_output=True, check=True).stdout)
        with open_journal(copy) as other:
            assert [entry["n"] for entry in other] == list(range(n + 1))
        copy.unlink()
    journal.close()


def test_opening_again_changes_no_byte(written):
    before = written.read_bytes()
    with open_journal(written, exclusive=True) as journal:
        assert len(list(journal)) == 3
    assert written.read_bytes() == before


def test_read_only_reads_beside_a_writer_and_never_writes(written):
    with open_journal(written) as writer, open_journal(written, read_only=True) as reader:
        writer.append({"n": 3})
        assert [entry["n"] for entry in reader] == [0, 1, 2, 3]
        before = written.read_bytes()
        with pytest.raises(JournalError, match="cannot be written"):
            reader.append({"n": 4})
    assert written.read_bytes() == before
    assert "older" in refuse(written, schema=2, read_only=True)


def test_read_only_makes_no_file(path):
    with pytest.raises(JournalError, match="see that the folder exists"):
        open_journal(path, read_only=True)
    assert not path.exists()


def test_an_empty_file_becomes_a_journal(path):
    path.touch()
    with open_journal(path) as journal:
        journal.append({})
        assert list(journal) == [{}]


def test_another_schema_is_refused(written):
    assert "older hpstudy" in refuse(written, schema=2)
    connection = sqlite3.connect(written)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    assert "newer hpstudy (schema 7" in refuse(written)


def test_a_newer_file_without_a_table_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 7")
    connection.close()
    assert "newer" in refuse(path)


def test_a_journal_of_something_else_is_refused(written):
    before = written.read_bytes()
    with pytest.raises(JournalError, match="holds no trials"):
        Journal(written, "trials", 1)
    assert written.read_bytes() == before


def test_another_programs_database_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, entry TEXT)")
    connection.close()
    assert "another program" in refuse(path)


def test_another_programs_database_of_the_same_version_is_refused(path):
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE answers (id INTEGER PRIMARY KEY, entry TEXT)")
    connection.execute("PRAGMA user_version = 1")
    connection.close()
    assert "holds no answers" in refuse(path)


def test_a_closed_journal_says_that_it_is_closed(written):
    journal = open_journal(written)
    journal.close()
    with pytest.raises(JournalError, match="closed"):
        journal.append({})


def test_a_file_that_is_no_database_is_refused(path):
    path.write_bytes(b"learning rate, loss\n" * 500)
    assert "damaged or no journal" in refuse(path)


@pytest.mark.parametrize("lost", [1, 4096, 6000])
def test_a_file_cut_short_is_refused(written, lost):
    whole = written.read_bytes()
    written.write_bytes(whole[:-lost])
    assert "damaged" in refuse(written)


@pytest.mark.parametrize("place", [0, 20, 100, 4096])
def test_a_page_overwritten_is_refused(written, place):
    damaged = bytearray(written.read_bytes())
    damaged[place : place + 40] = b"\xff" * 40
    written.write_bytes(damaged)
    refuse(written)


def test_a_damaged_entry_is_refused(written):
    written.write_bytes(written.read_bytes().replace(b'{"n": 1}', b'{"n": \xff}'))
    assert "damaged" in refuse(written)


@pytest.mark.parametrize("entry", ["[1]", "1", "null", "{"])
def test_an_entry_that_is_no_mapping_is_refused(written, entry):
    connection = sqlite3.connect(written)
    connection.execute("INSERT INTO answers (entry) VALUES (?)", (entry,))
    connection.commit()
    connection.close()
    assert "damaged" in refuse(written)


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(JournalError, match="see that the folder exists"):
        open_journal(tmp_path / "nowhere" / "journal.db")


def test_a_folder_in_the_place_of_the_file_is_refused(tmp_path):
    with pytest.raises(JournalError, match="cannot be written"):
        open_journal(tmp_path)


def test_memory_is_a_file_name_like_any_other(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    open_journal(":memory:").close()
    assert os.listdir(tmp_path) == [":memory:"]


def test_no_room_left_keeps_what_was_there(written):
    with open_journal(written) as journal:
        pages = journal._connection.execute("PRAGMA page_count").fetchone()[0]
        journal._connection.execute(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(JournalError, match="The disk is full"):
            journal.append({"long": "x" * 50_000})
        journal.append({"n": 3})
        assert [entry["n"] for entry in journal] == [0, 1, 2, 3]


def run(code, *arguments, **options):
    """Run `code` in another process, which has imported the journal; return what it prints."""
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)],
        capture_output=True,
        text=True,
        **options,
    )


@pytest.mark.slow
def test_a_full_disk_keeps_what_was_there(tmp_path):
    mount = ["unshare", "--mount", "sh", "-c"]
    small = f'mount -t tmpfs -o size=64k none {tmp_path} && exec "$@"'
    try:
        possible = subprocess.run([*mount, small, "sh", "true"], capture_output=True)
    except FileNotFoundError:
        pytest.skip("needs `unshare` to make a small disk")
    if possible.returncode:
        pytest.skip("this user may not make a small disk")
    code = """
        import sys
        from hpstudy.journal import Journal, JournalError
        journal = Journal(sys.argv[1] + "/journal.db", "answers", 1)
        for n in range(1000):
            try:
                journal.append({"n": n, "long": "x" * 1000})
            except JournalError as problem:
                print(problem)
                break
        journal.close()
        kept = [entry["n"] for entry in Journal(sys.argv[1] + "/journal.db", "answers", 1)]
        print(n > 3 and kept == list(range(n)))
    """
    python = [sys.executable, "-c", textwrap.dedent(code), str(tmp_path)]
    done = subprocess.run([*mount, small, "sh", *python], capture_output=True, text=True)
    sentence, kept = done.stdout.splitlines()
    assert sentence.startswith("The disk is full")
    assert kept == "True"


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_may_only_be_read_is_refused(written, what):
    before = written.read_bytes()
    written.chmod(0o444)
    if what == "folder":
        written.chmod(0o666)
        written.parent.chmod(0o555)
    code = """
        import os, sys
        sys.path[:] = [p for p in sys.path if p]
        from hpstudy.journal import Journal, JournalError
        if not os.geteuid():  # nothing is read-only to root
            os.setuid(65534)
        try:
            Journal(sys.argv[1], "answers", 1)
        except JournalError as problem:
            print(problem)
    """
    folder = written.parent
    opened = []
    while not folder.stat().st_mode & 0o001:  # let the other user through
        opened.append((folder, folder.stat().st_mode))
        folder.chmod(folder.stat().st_mode | 0o011)
        folder = folder.parent
    try:
        done = run(code, written)
    finally:
        for folder, mode in reversed(opened):
            folder.chmod(mode)
        written.parent.chmod(0o755)
    assert "cannot be written" in done.stdout, done.stderr
    assert written.read_bytes() == before


HOLDER = """
    import sys
    from hpstudy.journal import Journal
    journal = Journal(sys.argv[1], "answers", 1, exclusive=True)
    print("open", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(written):
    """Another process that holds the journal."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(HOLDER), str(written)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdout.readline() == b"open\n"
    yield process
    process.kill()
    process.communicate()


def test_an_exclusive_journal_is_for_one_process(written, holder):
    assert "in use by another running process" in refuse(written, exclusive=True)


def test_a_killed_holder_leaves_no_lock(written, holder):
    holder.kill()
    holder.wait()
    with open_journal(written, exclusive=True) as journal:
        assert len(list(journal)) == 3


def test_an_exclusive_journal_is_for_one_at_a_time_in_a_process_too(written):
    with open_journal(written, exclusive=True), pytest.raises(JournalError, match="in use"):
        open_journal(written, exclusive=True)
    open_journal(written, exclusive=True).close()


def test_several_processes_append_side_by_side(path):
    code = """
        import sys
        from hpstudy.journal import Journal
        with Journal(sys.argv[1], "answers", 1) as journal:
            for n in range(30):
                journal.append({"who": sys.argv[2], "n": n})
                assert {"who": sys.argv[2], "n": n} in list(journal)
    """
    writers = [
        subprocess.Popen([sys.executable, "-c", textwrap.dedent(code), str(path), who])
        for who in "abc"
    ]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    with open_journal(path) as journal:
        entries = list(journal)
    for who in "abc":
        assert [entry["n"] for entry in entries if entry["who"] == who] == list(range(30))
