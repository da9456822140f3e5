"""The kit's own algorithms train, print their metrics, and say what they cannot read."""

import json
import math

import pytest

from hpstudy.sagemaker.algorithms import BUILT_IN, Algorithm
from hpstudy.sagemaker.metrics import MetricReader, series
from hpstudy.sagemaker.trainee import find
from tests.sagemaker_algorithms import bowl

NAMES = pytest.mark.parametrize("name", BUILT_IN)


def trained(name, tmp_path, capsys, **hyperparameters):
    """Train; return the series of every metric that the algorithm brings along."""
    algorithm = BUILT_IN[name]
    find(algorithm.function)({"epochs": "6", **hyperparameters}, {}, tmp_path)
    log = capsys.readouterr().out.splitlines()
    reader = MetricReader(algorithm.metric_definitions)
    names = [each["Name"] for each in algorithm.metric_definitions]
    return {metric: series(reader, metric, log) for metric in names}


@NAMES
def test_a_line_an_epoch_with_every_metric(name, tmp_path, capsys):
    found = trained(name, tmp_path, capsys)
    assert set(found) == {"train:loss", "validation:loss", "validation:accuracy"}
    assert all(len(values) == 6 for values in found.values())
    assert found["train:loss"][-1] < found["train:loss"][0]
    assert found["validation:accuracy"][-1] > 0.7
    left = json.loads((tmp_path / "metrics.json").read_text())
    assert left == {metric: values[-1] for metric, values in found.items()}


@NAMES
def test_the_same_again_with_the_same_seed_and_another_with_another(name, tmp_path, capsys):
    first, again, other = (trained(name, tmp_path, capsys, seed=seed) for seed in ("1", "1", "2"))
    assert first == again != other


@NAMES
def test_the_learning_rate_matters(name, tmp_path, capsys):
    slow, fast = (trained(name, tmp_path, capsys, learning_rate=r) for r in ("1e-5", "0.05"))
    assert fast["validation:loss"][-1] < slow["validation:loss"][-1]


def test_a_net_that_diverges_prints_so_and_leaves_what_json_can_say(tmp_path, capsys):
    found = trained("hpstudy/digits-net", tmp_path, capsys, learning_rate="1e30")
    assert not math.isfinite(found["validation:loss"][-1])
    assert all(map(math.isfinite, json.loads((tmp_path / "metrics.json").read_text()).values()))


@NAMES
def test_what_the_service_adds_is_no_hyperparameter_of_ours(name, tmp_path, capsys):
    trained(name, tmp_path, capsys, _tuning_objective_metric="validation:loss")


@NAMES
@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"learning-rate": "1"}, "no hyperparameter 'learning-rate': choose from epochs"),
        ({"learning_rate": "fast"}, "learning_rate is a number, not 'fast'"),
        ({"epochs": "1.5"}, "epochs is a whole number, not '1.5'"),
    ],
)
def test_what_it_cannot_read(name, wrong, sentence, tmp_path, capsys):
    with pytest.raises(SystemExit, match=sentence):
        trained(name, tmp_path, capsys, **wrong)


def test_an_algorithm_by_itself_by_name_and_as_it_is():
    by_name = Algorithm.of("tests.sagemaker_algorithms:bowl")
    assert Algorithm.of(bowl) == by_name == Algorithm.of(by_name)
    assert find(by_name.function) is bowl
    assert by_name.metric_definitions == ()


def test_an_algorithm_may_bring_its_metrics(monkeypatch):
    definitions = [{"Name": "loss", "Regex": "loss=(.*?);"}]
    monkeypatch.setattr(bowl, "metric_definitions", definitions, raising=False)
    assert Algorithm.of(bowl).metric_definitions == tuple(definitions)
