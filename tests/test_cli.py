"""The commands as a person types them."""

import re
import subprocess
import sys

import pytest

from hpstudy.cli import main


def hpstudy(*arguments):
    command = [sys.executable, "-m", "hpstudy", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("command", ["lab", "check", "claims", "endpoint", "export", "gradebook"])
def test_help_of_each_command_shows_an_example(command, capsys):
    with pytest.raises(SystemExit) as stop:
        main([command, "--help"])
    assert stop.value.code == 0
    assert f"example: hpstudy {command}" in capsys.readouterr().out


def test_no_command_and_an_unknown_one_are_wrong_usage():
    for arguments in ([], ["labb"], ["claims", "--sedes", "3"]):
        done = hpstudy(*arguments)
        assert done.returncode == 2
        assert "usage: hpstudy" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_misspelt_claim_names_the_nearest(capsys):
    assert main(["claims", "more-epochs", "grid-against-randon"]) == 2
    told = capsys.readouterr()
    assert "did you mean grid-against-random?" in told.err
    assert not told.out  # and the first has not been measured


def test_check_counts_the_kit_s_own_bank(capsys):
    assert main(["check"]) == 0
    assert re.fullmatch(
        r"\d+ questions, \d+ generators, \d+ topics: no problems",
        capsys.readouterr().out.splitlines()[-1],
    )


def test_check_prints_one_problem_a_line(tmp_path, capsys):
    (tmp_path / "bad.yaml").write_text("- id: a\n  type: singel\n- id: a\n")
    assert main(["check", str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 1
    assert all(line.startswith("bad.yaml:") or "bad.yaml:" in line for line in lines)


def test_lab_in_a_place_that_cannot_be_written_is_one_sentence(tmp_path, capsys):
    (tmp_path / "file").write_text("")
    assert main(["lab", str(tmp_path / "file"), "--no-browser"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("Cannot lay the lessons out")
    assert len(error.splitlines()) == 1
