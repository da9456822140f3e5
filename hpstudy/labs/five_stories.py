"""Lab: an objective and a direction for five stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from hpstudy.demos.objective import MAXIMIZE, MINIMIZE
from hpstudy.labs.mistake import Mistake, call, demand

PASSED = "Five stories, five objectives, each in its direction. The search will give what you ask."

# Every objective on offer, and which way is better.
OBJECTIVES = {
    "accuracy": MAXIMIZE,
    "log-loss": MINIMIZE,
    "recall of the rare class": MAXIMIZE,
    "accuracy of the worst class": MAXIMIZE,
    "mean absolute error": MINIMIZE,
    "training loss": MINIMIZE,
}


class Story(NamedTuple):
    """What is wanted, the objective that says so, and why."""

    told: str
    objective: str
    why: str


STORIES = {
    "letters": Story(
        "Post is sorted by ten digits, all equally frequent. Each wrong bag costs the same.",
        "accuracy",
        "Every mistake costs the same, so count mistakes.",
    ),
    "rain": Story(
        "Farmers read a chance of rain. When it says 30 %, it should rain three days in ten.",
        "log-loss",
        "The probabilities themselves are used; log-loss punishes a wrong one by how sure it was.",
    ),
    "fraud": Story(
        "One payment in 500 is fraud. A missed one costs a thousand times a needless check.",
        "recall of the rare class",
        "Never saying fraud has an accuracy of 99.8 %; what counts is how many frauds are found.",
    ),
    "signs": Story(
        "A car reads forty road signs. No single kind of sign may be read badly.",
        "accuracy of the worst class",
        "A mean over forty kinds hides the one that is read badly.",
    ),
    "houses": Story(
        "Prices of houses are estimated, and every euro off costs a euro.",
        "mean absolute error",
        "The answer is a number, and each euro of error weighs the same.",
    ),
}


def reference() -> dict[str, tuple[str, str]]:
    """Return objective and direction for each story."""
    return {name: (story.objective, OBJECTIVES[story.objective]) for name, story in STORIES.items()}


def check(answer: Any) -> None:
    """Check story by story, and say what would come of a wrong objective."""
    found = answer if isinstance(answer, dict) else call(answer)
    demand(
        isinstance(found, Mapping),
        f"Return a dict with an objective and a direction for each story, not {found!r}.",
    )
    for name in found:
        demand(name in STORIES, f"There is no story {name!r}: {', '.join(STORIES)}.")
    left = [name for name in STORIES if name not in found]
    demand(not left, f"{len(left)} of {len(STORIES)} stories have no objective yet: {left}.")
    for name, story in STORIES.items():
        _check_story(name, story, found[name])


def _check_story(name: str, story: Story, found: Any) -> None:
    demand(
        isinstance(found, tuple | list) and len(found) == 2,
        f"{name}: give an objective and a direction, as ('accuracy', 'Maximize'), not {found!r}.",
    )
    objective, direction = found
    demand(
        objective in OBJECTIVES,
        f"{name}: there is no objective {objective!r}: {', '.join(OBJECTIVES)}.",
    )
    demand(direction in (MAXIMIZE, MINIMIZE), f"{name}: {MAXIMIZE} or {MINIMIZE}?")
    if objective == "training loss":
        raise Mistake(
            f"{name}: by training loss the winner is whoever remembers best. Judge on data that "
            "was not trained on."
        )
    demand(
        direction == OBJECTIVES[objective],
        f"{name}: {direction} {objective} finds the worst model with great care.",
    )
    demand(objective == story.objective, f"{name}: not {objective}. {story.why}")
