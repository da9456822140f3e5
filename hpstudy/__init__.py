"""hpstudy: a teaching kit and study workbook on hyperparameter optimization.

The door: each name below is loaded when it is first used, so that importing the kit is quick.
"""

from __future__ import annotations

import importlib
from typing import Any

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

__all__ = list(_DOOR)
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    if name not in _DOOR:
        raise AttributeError(f"module 'hpstudy' has no attribute {name!r}")
    value = getattr(importlib.import_module(_DOOR[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(set(globals()) | set(_DOOR))
