"""d.job as a reader works it: form and JSON, create, watch, stop, lose the kernel, resume."""

import json

import pytest

from tests.browser import DARK, kill_kernel, run_command

pytestmark = [pytest.mark.browser, pytest.mark.slow]

IMPORT = "from hpstudy import show_demo"


@pytest.fixture
def desk(lab, open_notebook):
    """Opens d.job in a notebook; what it runs is kept in the workbook of the lab's folder."""
    (lab.folder / ".hpstudy").mkdir(exist_ok=True)

    def open_it(predict=False, **more):
        page = open_notebook(IMPORT, f'shown = show_demo("d.job", predict={predict})', **more)
        page.wait_for_selector(".hpj")
        return page, page.locator(".hpj")

    return open_it


def said(page, words, seconds=60):
    """Wait until the sentence below has these words."""
    page.wait_for_function(
        "words => document.querySelector('.hpj-sentence').textContent.includes(words)",
        arg=words,
        timeout=1000 * seconds,
    )


def request_of(desk):
    return json.loads(desk.get_by_label("The request as JSON").input_value())


def test_from_the_prediction_to_the_best_job(desk):
    page, job = desk(predict=True, zoom=1.5)
    create = job.get_by_role("button", name="Create tuning job")
    assert create.is_disabled()
    assert job.get_by_label("Strategy").is_disabled()
    job.get_by_role("button", name="twelve").click()
    job.get_by_label("Strategy").select_option("Random")
    job.get_by_label("Max. jobs").fill("6")
    assert request_of(job)["HyperParameterTuningJobConfig"]["Strategy"] == "Random"
    create.click()
    said(page, "6 training jobs")
    said(page, "is Completed")
    rows = job.locator("tbody tr")
    assert rows.count() == 6
    assert job.locator(".hpj-best").count() == 1
    counted = [int(n) for n in job.locator(".hpj-counters b").all_inner_texts()]
    assert sum(counted) == 6
    assert "6 training jobs; the best so far" in job.locator("svg").get_attribute("aria-label")
    assert job.bounding_box()["height"] < 377
    assert job.get_by_text("You said: twelve").is_visible()
    create.click()  # the same name once more
    said(page, "already exists")
    assert job.get_by_role("tab", name="Request").get_attribute("aria-selected") == "true"


def test_form_and_json_follow_each_other(desk):
    _page, job = desk()
    text = job.get_by_label("The request as JSON")
    request = request_of(job)
    ranges = request["HyperParameterTuningJobConfig"]["ParameterRanges"]
    ranges["CategoricalParameterRanges"] = [{"Name": "batch_size", "Values": ["8", "16"]}]
    text.fill(json.dumps(request))
    assert job.get_by_label("Values of batch_size").input_value() == "8, 16"
    job.get_by_label("Values of batch_size").fill("8, 16, 32")
    job.get_by_label("Kind of width").select_option("Continuous")
    job.get_by_role("button", name="Remove momentum").click()
    job.get_by_label("Value of epochs").fill("3")
    changed = request_of(job)
    ranges = changed["HyperParameterTuningJobConfig"]["ParameterRanges"]
    assert ranges["CategoricalParameterRanges"][0]["Values"] == ["8", "16", "32"]
    assert [each["Name"] for each in ranges["ContinuousParameterRanges"]] == [
        "learning_rate",
        "width",
    ]
    assert "IntegerParameterRanges" not in ranges
    assert changed["TrainingJobDefinition"]["StaticHyperParameters"] == {"epochs": "3"}
    job.get_by_role("button", name="New seed").click()
    assert request_of(job)["HyperParameterTuningJobConfig"]["RandomSeed"] == 1
    job.get_by_role("button", name="Reset").click()
    assert "CategoricalParameterRanges" not in json.dumps(request_of(job))


def test_a_refusal_names_path_and_rule_and_marks_the_field(desk):
    page, job = desk()
    job.get_by_label("In parallel").fill("20")
    said(page, "hyperParameterTuningJobConfig.resourceLimits.maxParallelTrainingJobs")
    assert job.get_by_label("In parallel").get_attribute("aria-invalid") == "true"
    assert job.get_by_label("Max. jobs").get_attribute("aria-invalid") is None
    assert job.get_by_role("button", name="Create tuning job").is_disabled()
    job.get_by_label("In parallel").fill("2")
    said(page, "Nothing runs yet")
    job.get_by_label("Strategy").select_option("Grid")
    said(page, "Grid has only categorical ranges")
    text = job.get_by_label("The request as JSON")
    text.fill(text.input_value()[:-1])
    said(page, "This is no JSON yet. Line")
    assert job.get_by_label("Strategy").is_disabled()


def test_stop_and_the_keyboard(desk):
    page, job = desk()
    name = job.get_by_label("Name", exact=True)
    stem, _, number = name.input_value().rpartition("-")
    job.get_by_label("Max. jobs").fill("60")
    job.get_by_role("button", name="Create tuning job").press("Enter")
    page.wait_for_selector(".hpj tbody tr:nth-child(2)")
    job.get_by_role("button", name="Stop").press("Enter")
    said(page, "is Stopped")
    tab = job.get_by_role("tab", name="Training jobs")
    tab.press("ArrowLeft")
    assert job.get_by_label("Strategy").is_visible()
    assert job.get_by_role("tab", name="Request").evaluate("el => el === document.activeElement")
    assert name.input_value() == f"{stem}-{number}"
    for _ in range(2):  # the first seed needs a new name, as that one is used; the second does not
        job.get_by_role("button", name="New seed").click()
        assert name.input_value() == f"{stem}-{int(number) + 1}"


def test_after_the_kernel_was_killed_the_job_goes_on(desk):
    page, job = desk()
    job.get_by_label("Max. jobs").fill("40")
    name = job.get_by_label("Name", exact=True).input_value()
    job.get_by_role("button", name="Create tuning job").click()
    page.wait_for_selector(".hpj tbody tr:nth-child(4)")
    kept = job.locator("tbody tr th").first.inner_text()
    kill_kernel(page)
    said(page, "The kernel is gone")
    run_command(page, "notebook:run-all-cells")
    page.wait_for_selector(f".hpj button:has-text('Resume {name}')")
    said(page, f"{name} was interrupted after")
    job.get_by_role("button", name=f"Resume {name}").click()
    said(page, f"{name} is InProgress")
    assert job.locator("tbody tr th").first.inner_text().lstrip("★ ") == kept.lstrip("★ ")
    job.get_by_role("button", name="Stop").click()
    said(page, f"{name} is Stopped")


@pytest.mark.parametrize("dark", [False, True])
def test_it_is_accessible_in_both_themes(desk, dark):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page, job = desk()
    if dark:
        run_command(page, "apputils:change-theme", theme=DARK)
    job.get_by_label("Max. jobs").fill("3")
    found = axe.Axe().run(page, context=".hpj").response["violations"]
    job.get_by_role("button", name="Create tuning job").click()
    said(page, "is Completed")
    found += axe.Axe().run(page, context=".hpj").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
