"""The store gives back the trials of one search and of no other."""

import math
import sqlite3
import subprocess
import sys
import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hpstudy.space import Categorical, Float, Integer, SearchSpace
from hpstudy.store import Store, StoreError
from hpstudy.strategies.grid_search import GridSearch
from hpstudy.strategies.random_search import RandomSearch
from hpstudy.trial import Trial
from hpstudy.tuner import tune


class Unlike:
    """A choice that is equal to nothing but itself."""


SPACE = SearchSpace(
    {"learning-rate": Float(1e-5, 1.0, "log")},
    units=Integer(1, 10**12),
    kind=Categorical([None, True, 1, 1.0, "1", (1, ("a", None)), math.sqrt, Unlike()]),
)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "search.db"


def search(seed=0, space=SPACE):
    return RandomSearch(space, seed=seed)


def store_trials(path, trials, strategy=None):
    with Store(path, strategy or search()) as store:
        for trial in trials:
            store.append(trial)


def stored_trials(path, strategy=None):
    with Store(path, strategy or search()) as store:
        return list(store)


def refuse(path, strategy):
    """Open what must be refused and left as it is; return the sentence."""
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        Store(path, strategy)
    assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    assert path.name in str(caught.value)
    return str(caught.value)


FLOATS = st.floats()


@settings(max_examples=50, deadline=None)
@given(
    seeds=st.lists(st.integers(0, 2**32), max_size=4),
    loss=st.none() | st.floats(allow_nan=False, allow_infinity=False),
    curve=st.lists(FLOATS, max_size=5),
    failure=st.none() | st.text(st.characters(codec=None)),
    resource=st.none() | st.integers(1, 81),
)
def test_trials_come_back_as_they_were(tmp_path_factory, seeds, loss, curve, failure, resource):
    path = tmp_path_factory.mktemp("store") / "any.db"
    trials = [
        Trial(
            number=number,
            configuration=search(seed).ask().configuration,
            resource=resource,
            parent=number - 1 if number else None,
            loss=loss,
            failure=failure,
            curve=tuple(curve),
        )
        for number, seed in enumerate(seeds)
    ]
    store_trials(path, trials)
    back = stored_trials(path)
    assert repr(back) == repr(trials)  # which shows every bit of a float, and tells 1 from True
    for trial, original in zip(back, trials, strict=True):
        assert trial.configuration["kind"] is original.configuration["kind"]


def test_trials_come_back_in_the_order_of_finishing(path):
    strategy = search()
    trials = [strategy.ask() for _ in range(4)]
    store_trials(path, [trials[n] for n in (2, 0, 3, 1)])
    assert [trial.number for trial in stored_trials(path)] == [2, 0, 3, 1]


def test_the_trials_can_be_read_without_the_kit(path):
    store_trials(path, [search().ask()])
    connection = sqlite3.connect(path)
    query = "SELECT json_extract(entry, '$.configuration.units') FROM trials WHERE id = 2"
    (units,) = connection.execute(query).fetchone()
    connection.close()
    assert units == search().ask().configuration["units"]


OTHERS = {
    "another bound": SearchSpace(x=Float(0, 2), k=Categorical(["a", "b"])),
    "another scale": SearchSpace(x=Float(0, 0.5, "reverse_log"), k=Categorical(["a", "b"])),
    "another type": SearchSpace(x=Integer(0, 1), k=Categorical(["a", "b"])),
    "another name": SearchSpace(y=Float(0, 0.5), k=Categorical(["a", "b"])),
    "another choice": SearchSpace(x=Float(0, 0.5), k=Categorical(["a", "c"])),
    "choices in another order": SearchSpace(x=Float(0, 0.5), k=Categorical(["b", "a"])),
    "another order": SearchSpace(k=Categorical(["a", "b"]), x=Float(0, 0.5)),
    "one more": SearchSpace(x=Float(0, 0.5), k=Categorical(["a", "b"]), z=Float(0, 0.5)),
    "one less": SearchSpace(x=Float(0, 0.5)),
}


@pytest.mark.parametrize("other", OTHERS.values(), ids=OTHERS)
def test_another_space_is_refused(path, other):
    space = SearchSpace(x=Float(0, 0.5), k=Categorical(["a", "b"]))
    store_trials(path, [], search(space=space))
    assert "its space is" in refuse(path, search(space=other))


def test_a_choice_of_another_type_is_another_space(path):
    store_trials(path, [], search(space=SearchSpace(k=Categorical([1, 2]))))
    assert "its space is" in refuse(path, search(space=SearchSpace(k=Categorical([1.0, 2.0]))))


def test_another_strategy_is_refused(path):
    store_trials(path, [])
    sentence = refuse(path, GridSearch(SPACE))
    assert "its strategy is RandomSearch(), not GridSearch(" in sentence


def test_another_setting_is_another_strategy(path):
    store_trials(path, [], GridSearch(SPACE, resolution=3))
    assert "its strategy is" in refuse(path, GridSearch(SPACE, resolution=4))


def test_another_seed_is_refused(path):
    store_trials(path, [], search(seed=1))
    assert "its seed is 1, not 2" in refuse(path, search(seed=2))


def test_a_strategy_without_a_seed_takes_over_the_stored_one(path):
    first, second = RandomSearch(SPACE), RandomSearch(SPACE)
    seed = first.seed
    Store(path, first, seeded=False).close()
    Store(path, second, seeded=False).close()
    assert first.seed == second.seed == seed
    assert first.ask() == second.ask()


def test_a_newer_schema_is_refused(path):
    store_trials(path, [search().ask()])
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 1000")
    connection.close()
    assert "newer hpstudy" in refuse(path, search())


@pytest.mark.parametrize(
    "entry",
    [
        "{}",
        '{"number": 0}',
        '{"number": 0, "configuration": {}, "curve": []}',
        '{"number": 0, "configuration": null, "curve": []}',
        '{"number": 0, "configuration": {"learning-rate": 1, "units": 1, "kind": 99}, "curve": []}',
        '{"number": 0, "configuration": {"learning-rate": 1, "units": 1, "kind": 0}, "curve": 1}',
        '{"n": 0, "configuration": {"learning-rate": 1, "units": 1, "kind": 0}, "curve": []}',
        '{"number": 0, "configuration": {"learning-rate": 1, "units": -1, "kind": 0}, "curve": []}',
    ],
)
def test_a_damaged_trial_is_refused(path, entry):
    store_trials(path, [])
    connection = sqlite3.connect(path)
    connection.execute("INSERT INTO trials (entry) VALUES (?)", (entry,))
    connection.commit()
    connection.close()
    assert "damaged" in refuse(path, search())


def test_the_space_is_the_same_in_every_process(path):
    """Where an object lies and how a set is ordered differs from process to process."""
    code = """
        import sys
        from hpstudy import Categorical, RandomSearch, SearchSpace
        from hpstudy.store import Store
        class Layer:
            pass
        choices = [print, lambda x: x, Layer(), frozenset("abcdefgh"), (Layer, frozenset("xyz"))]
        Store(sys.argv[1], RandomSearch(SearchSpace(k=Categorical(choices)), seed=0)).close()
    """
    for seed in "123":
        command = [sys.executable, "-c", textwrap.dedent(code), str(path)]
        subprocess.run(command, check=True, env={"PYTHONHASHSEED": seed})


def test_a_store_that_was_refused_is_not_held(path):
    store_trials(path, [], search(seed=1))
    with pytest.raises(StoreError):
        Store(path, search(seed=2))
    Store(path, search(seed=1)).close()


def test_a_second_live_search_is_refused(path):
    code = """
        import sys
        from hpstudy import Float, SearchSpace
        from hpstudy.tuner import tune
        def objective(configuration):
            print("running", flush=True)
            sys.stdin.readline()
            return configuration["x"]
        tune(objective, SearchSpace(x=Float(0, 0.5)), "random", 3, store=sys.argv[1], seed=0)
    """
    space = SearchSpace(x=Float(0, 0.5))
    holder = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        holder.stdout.readline()
        holder.stdin.write(b"\n")
        holder.stdin.flush()
        holder.stdout.readline()  # the first trial is stored, the second is running
        before = path.read_bytes()
        with pytest.raises(StoreError, match="in use by another running process"):
            tune(lambda c: c["x"], space, "random", 3, store=path, seed=0)
        assert path.read_bytes() == before
    finally:
        holder.kill()
        holder.communicate()
    result = tune(lambda c: c["x"], space, "random", 3, store=path, seed=0)
    assert [trial.number for trial in result.finished] == [0, 1, 2]
