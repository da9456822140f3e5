"""The house: arrows point down, heavy imports stay in their rooms, the door shows what it says."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import hpstudy

PACKAGE = Path(hpstudy.__file__).parent

# From the ground up. A module or a folder may import from its own floor and from those below.
FLOORS = {
    "words": "space trial places",
    "numerics": """
        surrogate acquisition evidence regularization optimizers schedules network training
        objectives landscapes surfaces data pictures stopping
    """,
    "decisions": "strategies",
    "machinery": """
        journal store evaluation executors result progress watching tuner course sagemaker estimator
        capstone
    """,
    "demos": "demos",
    "labs and claims": "labs claims",
    "quiz": "quiz",
    "plots": "plots",
    "widgets": "widgets",
    "commands": "verdicts lessons workbook export gradebook cli __main__",
}
FLOOR_OF = {room: level for level, rooms in enumerate(FLOORS.values()) for room in rooms.split()}

# Narrower than the floor: what these rooms may know of the rest of the kit.
KNOWS = {
    "quiz": {"quiz", "journal", "places"},
    "strategies": {"strategies", "space", "trial", "surrogate", "acquisition", "evidence"},
    "journal": set(),
    "estimator": {"space", "trial", "strategies", "tuner"},
}

# Who may import these at all; for everybody else they are out of the house.
ROOMS_OF = {
    "matplotlib": {"plots", "widgets"},
    "ipywidgets": {"widgets"},
    "anywidget": {"widgets"},
    "traitlets": {"widgets"},
    "IPython": {"widgets"},
    "botocore": {"sagemaker"},
}
THREADS_CLOCKS_AND_FILES = {
    "threading", "multiprocessing", "concurrent", "asyncio", "subprocess", "time", "datetime",
    "sqlite3", "tempfile", "shutil", "socket", "http", "urllib",
}  # fmt: skip


def modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        name = ".".join(path.relative_to(PACKAGE).with_suffix("").parts)
        yield name.removesuffix("__init__").removesuffix("."), path


MODULES = {name: path for name, path in modules() if name}
PARAMETRIZED = pytest.mark.parametrize("module", MODULES)


def room(module: str) -> str:
    return module.split(".")[0]


def imports(path: Path) -> set[str]:
    """Return every module that the file imports, wherever in the file."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: say the whole name of what you import"
            assert node.module
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def our_rooms(path: Path) -> set[str]:
    return {name.split(".")[1] for name in imports(path) if name.startswith("hpstudy.")}


@PARAMETRIZED
def test_every_room_has_a_floor(module: str) -> None:
    assert room(module) in FLOOR_OF, f"say in FLOORS on which floor {room(module)} is"


@PARAMETRIZED
def test_arrows_point_down(module: str) -> None:
    others = our_rooms(MODULES[module])
    assert others <= set(FLOOR_OF), f"{module} imports from the door: name the module instead"
    climbs = {other for other in others if FLOOR_OF[other] > FLOOR_OF[room(module)]}
    assert not climbs, f"{module} imports from a floor above: {climbs}"


@PARAMETRIZED
def test_rooms_know_what_they_may(module: str) -> None:
    others = our_rooms(MODULES[module])
    allowed = KNOWS.get(room(module))
    assert allowed is None or others <= allowed
    if FLOOR_OF[room(module)] == list(FLOORS).index("numerics"):
        assert "trial" not in others, "numerics take arrays, never a trial"


@PARAMETRIZED
def test_heavy_imports_stay_in_their_rooms(module: str) -> None:
    names = {name.split(".")[0] for name in imports(MODULES[module])}
    for heavy, rooms in ROOMS_OF.items():
        assert heavy not in names or room(module) in rooms, f"{module} imports {heavy}"
    if room(module) in ("space", "trial"):
        assert names <= {*sys.stdlib_module_names, "numpy", "hpstudy"}
    if FLOOR_OF[room(module)] < list(FLOORS).index("machinery") and room(module) != "places":
        assert not names & THREADS_CLOCKS_AND_FILES


def test_what_the_door_tells_editors_is_what_it_gives() -> None:
    told = {name for name in imports(PACKAGE / "__init__.py") if name.startswith("hpstudy.")}
    assert told == {f"{module}.{name}" for name, module in hpstudy._DOOR.items()}
    run("import hpstudy, sys; print(*(name for name in sys.modules if 'hpstudy.' in name))")


def run(code: str) -> None:
    """Run the code in a fresh interpreter; what it prints is a complaint."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert not done.stdout.strip(), done.stdout


def test_all_but_plots_and_widgets_work_without_matplotlib_and_ipywidgets() -> None:
    plain = [
        f"hpstudy.{module}"
        for module in MODULES
        if room(module) not in ("plots", "widgets", "__main__")
    ]
    assert "hpstudy.tuner" in plain
    run(
        "import importlib, sys\n"
        "for barred in ('matplotlib', 'ipywidgets', 'anywidget', 'IPython'):\n"
        "    sys.modules[barred] = None\n"
        f"for module in {plain!r}:\n"
        "    importlib.import_module(module)\n"
    )


def test_importing_the_kit_is_light() -> None:
    run(
        "import hpstudy, sys\n"
        "heavy = {'numpy', 'scipy', 'sklearn', 'matplotlib', 'IPython', 'ipywidgets', 'botocore'}\n"
        "print(*heavy & set(sys.modules))\n"
    )


@pytest.mark.parametrize(
    "name", ["RandomSearch", "GridSearch", "Hyperband", "SearchSpace", "Trial"]
)
def test_a_name_at_the_door_brings_only_what_it_needs(name: str) -> None:
    run(
        f"from hpstudy import {name}\n"
        "import sys\n"
        "print(*{'scipy', 'sklearn', 'matplotlib', 'IPython', 'ipywidgets'} & set(sys.modules))\n"
    )


class TestTheDoor:
    NAMES = frozenset(
        {
            *("SearchSpace", "Float", "Integer", "Categorical", "Trial"),
            *("RandomSearch", "GridSearch", "BayesianOptimization", "Hyperband"),
            *("tune", "show_demo", "show_quiz", "show_source"),
        }
    )

    def test_it_shows_what_the_design_names_and_nothing_else(self) -> None:
        assert set(hpstudy.__all__) == set(hpstudy._DOOR) <= self.NAMES
        assert set(hpstudy.__all__) <= set(dir(hpstudy))
        assert len(set(hpstudy.__all__)) == len(hpstudy.__all__)

    @pytest.mark.parametrize("name", hpstudy.__all__)
    def test_every_name_is_there(self, name: str) -> None:
        assert getattr(hpstudy, name).__name__ == name

    def test_a_name_it_does_not_have(self) -> None:
        with pytest.raises(AttributeError, match="'Hyperbland'"):
            _ = hpstudy.Hyperbland
