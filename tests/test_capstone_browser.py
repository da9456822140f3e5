"""A learner does the capstone to the end, in a real JupyterLab, and loses the kernel once."""

import json

import pytest

from hpstudy.lessons import without_outputs
from hpstudy.places import notebooks
from tests.browser import run_command

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSON = "11_capstone.ipynb"
RUN, RUN_AND_DIE = "capstone.run(second)", "capstone.run(second, kill_after=5)"
OUTPUTS = """text => [...document.querySelectorAll('.jp-OutputArea-output')]
    .some(output => output.textContent.includes(text))"""
EDIT = """([old, text]) => {
    for (const cell of window.jupyterapp.shell.currentWidget.content.model.cells) {
        const source = cell.sharedModel.getSource();
        if (source.includes(old)) cell.sharedModel.setSource(source.replace(old, text));
    }
}"""


@pytest.fixture
def solved(lab):
    """The lesson as one hands it in, in a folder of its own, about to lose its kernel."""
    text = without_outputs((notebooks() / "solutions" / LESSON).read_text(encoding="utf-8"))
    lesson = json.loads(text)
    for cell in lesson["cells"]:
        cell["source"] = (
            cell["source"]
            .replace('Capstone("digits")', 'Capstone("digits", "of-a-learner")')
            .replace(RUN, RUN_AND_DIE)
        )
    (lab.folder / LESSON).write_text(json.dumps(lesson), encoding="utf-8")
    return LESSON


def test_a_learner_comes_to_the_end_although_the_kernel_dies(solved, open_notebook):
    page = open_notebook(name=solved)
    page.wait_for_selector(".jp-Dialog", timeout=180_000)  # "the kernel appears to have died"
    page.keyboard.press("Escape")
    page.wait_for_selector(".jp-Dialog", state="detached")
    page.evaluate(EDIT, [RUN_AND_DIE, RUN])
    run_command(page, "notebook:run-all-cells")
    page.wait_for_function(OUTPUTS, arg="Passed: Two linked rounds", timeout=180_000)
    for words in ("begun again after a kill", "stopped early", "points, between", "test examples"):
        assert page.evaluate(OUTPUTS, words), words
    assert page.locator(".jp-OutputArea-output[data-mime-type*=error]").count() == 0
