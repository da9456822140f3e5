"""Typical wrong answers to each lab, one module a lesson, and the words their message must have."""

import importlib
import pkgutil

WRONG = {}


def wrong(lab, words):
    """Register a wrong answer to a lab and the words its message must have."""

    def keep(answer):
        WRONG.setdefault(lab, []).append((answer, words))
        return answer

    return keep


for _module in pkgutil.iter_modules(__path__):
    importlib.import_module(f"{__name__}.{_module.name}")
