"""hpstudy: a teaching kit and study workbook on hyperparameter optimization.

The door: each name below is loaded when it is first used, so that importing the kit is quick.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # for editors and type checkers, which do not call __getattr__
    from hpstudy.space import Categorical, Float, Integer, SearchSpace
    from hpstudy.strategies.bayesian_optimization import BayesianOptimization
    from hpstudy.strategies.grid_search import GridSearch
    from hpstudy.strategies.hyperband import Hyperband
    from hpstudy.strategies.random_search import RandomSearch
    from hpstudy.trial import Trial
    from hpstudy.tuner import tune
    from hpstudy.widgets.quiz_card import show_quiz
    from hpstudy.widgets.show import show_demo
    from hpstudy.widgets.source import show_source

_DOOR = {
    "SearchSpace": "hpstudy.space",
    "Float": "hpstudy.space",
    "Integer": "hpstudy.space",
    "Categorical": "hpstudy.space",
    "Trial": "hpstudy.trial",
    "RandomSearch": "hpstudy.strategies.random_search",
    "GridSearch": "hpstudy.strategies.grid_search",
    "BayesianOptimization": "hpstudy.strategies.bayesian_optimization",
    "Hyperband": "hpstudy.strategies.hyperband",
    "tune": "hpstudy.tuner",
    "show_demo": "hpstudy.widgets.show",
    "show_quiz": "hpstudy.widgets.quiz_card",
    "show_source": "hpstudy.widgets.source",
}

__all__ = [
    "BayesianOptimization",
    "Categorical",
    "Float",
    "GridSearch",
    "Hyperband",
    "Integer",
    "RandomSearch",
    "SearchSpace",
    "Trial",
    "show_demo",
    "show_quiz",
    "show_source",
    "tune",
]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'hpstudy' has no attribute {name!r}")
    value = getattr(importlib.import_module(_DOOR[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_DOOR))
