"""An installed kit behaves like a clone: built, installed into an empty environment, opened."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
import venv
from pathlib import Path

import pytest

from hpstudy.places import notebooks

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """An environment that holds the built wheel and what it needs, and nothing of the clone."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    binaries = folder / "env" / ("Scripts" if os.name == "nt" else "bin")
    pip = [sys.executable, "-m", "pip", "--python", binaries / "python"]
    # Compiling what is never imported takes longer than all the rest.
    subprocess.run([*pip, "install", "--quiet", "--no-compile", wheel], check=True)
    return binaries


def open_lab(installed, folder):
    """Run `hpstudy lab --no-browser` in `folder`; return the process and the address it prints."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    lab = subprocess.Popen(
        [installed / "hpstudy", "lab", "--no-browser"],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    until, read = time.monotonic() + 60, ""
    while time.monotonic() < until and lab.poll() is None:
        read += lab.stdout.readline()
        if found := re.search(r"http://127\.0\.0\.1:\d+/\S*token=\w+", read):
            return lab, found.group()
    pytest.fail(f"JupyterLab did not start:\n{read}")


def close(lab):
    os.killpg(lab.pid, signal.SIGKILL)
    lab.wait()


def fetch(address, path=""):
    base, token = address.split("/lab")[0], address.split("token=")[1]
    until = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"{base}/{path}?token={token}", timeout=20) as answer:
                return answer.read().decode()
        except urllib.error.URLError:  # the address is printed before the server listens
            if time.monotonic() > until:
                raise
            time.sleep(0.2)


def test_an_empty_folder_becomes_a_workbook_and_a_changed_one_stays(installed, tmp_path):
    lessons = sorted(path.name for path in notebooks().glob("*.ipynb"))
    lab, address = open_lab(installed, tmp_path)
    try:
        assert "JupyterLab" in fetch(address, "lab")
        served = json.loads(fetch(address, "api/contents"))["content"]
        assert sorted(one["name"] for one in served) == lessons
    finally:
        close(lab)

    workbook = tmp_path / "hpstudy-workbook"
    for name in lessons:
        (workbook / name).write_text("changed by the learner")
    lab, _ = open_lab(installed, tmp_path)
    close(lab)
    assert {(workbook / name).read_text() for name in lessons} == {"changed by the learner"}
    assert sorted(path.name for path in workbook.glob("*.ipynb")) == lessons


def test_the_installed_kit_finds_its_own_notebooks_and_quizzes(installed, tmp_path):
    code = "from hpstudy.places import notebooks, quizzes; print(notebooks(), quizzes())"
    command = [installed / "python", "-c", code]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.stdout.count("site-packages") == 2, done.stderr
