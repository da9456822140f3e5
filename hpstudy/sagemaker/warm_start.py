"""Warm start: what a tuning job may take over from its parents, and how its strategy learns it.

    all parents have ended, five at most; the strategy is Bayesian or Random
    the objective stays the same, and so do the hyperparameters, static and tunable together,
    and the kind of each that stays tunable
    ten changes at most between what was tunable and what is static, or of a static value
    IdenticalDataAndAlgorithm: algorithm and channels stay the same; TransferLearning: as you like

Parents of parents count only if they are named as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from hpstudy.sagemaker.definition import Definition
from hpstudy.sagemaker.errors import ServiceError
from hpstudy.sagemaker.ranges import as_texts, from_texts, kinds_of
from hpstudy.trial import Trial

if TYPE_CHECKING:
    from hpstudy.sagemaker.job import TuningJob

_MOST_PARENTS = 5
_MOST_CHANGES = 10


def check_parents(
    body: Mapping[str, Any], child: Sequence[Definition], parents: Sequence[TuningJob]
) -> None:
    """Raise a ValidationException if a request must not start from these parents."""
    if problem := next(_problems(body, child, parents), None):
        raise ServiceError("ValidationException", problem)


def _problems(
    body: Mapping[str, Any], child: Sequence[Definition], parents: Sequence[TuningJob]
) -> Iterator[str]:
    strategy = body["HyperParameterTuningJobConfig"]["Strategy"]
    identical = body["WarmStartConfig"]["WarmStartType"] == "IdenticalDataAndAlgorithm"
    if strategy not in ("Bayesian", "Random"):
        yield f"Warm start is for the strategies Bayesian and Random, not for {strategy}."
    if len(parents) > _MOST_PARENTS:
        yield f"A tuning job has at most {_MOST_PARENTS} parents, not {len(parents)}."
    if len({parent.id for parent in parents}) < len(parents):
        yield "Name each parent tuning job only once."
    for parent in parents:
        if not parent.terminal:
            yield (
                f"The parent tuning job {parent.name} is {parent.status}: a parent must have ended"
                " (Completed, Stopped or Failed) first."
            )
        elif len(parent.definitions) != len(child):
            yield f"The parent tuning job {parent.name} has another number of definitions."
        else:
            for ours, theirs in zip(child, parent.definitions, strict=True):
                yield from _differences(parent.name, ours, theirs, identical=identical)


def _differences(
    parent: str, ours: Definition, theirs: Definition, *, identical: bool
) -> Iterator[str]:
    if (ours.type, ours.metric) != (theirs.type, theirs.metric):
        yield (
            f"The objective must stay that of the parent tuning job {parent}: {theirs.type}"
            f" {theirs.metric}, not {ours.type} {ours.metric}."
        )
    if ours_only := _names(ours) ^ _names(theirs):
        yield (
            "Static and tunable hyperparameters together must stay those of the parent tuning job"
            f" {parent}: {', '.join(sorted(ours_only))} would come or go."
        )
    kinds, their_kinds = kinds_of(ours.ranges), kinds_of(theirs.ranges)
    for name in kinds.keys() & their_kinds.keys():
        if kinds[name] != their_kinds[name]:
            yield (
                f"The hyperparameter {name} must stay {their_kinds[name]}, as in the parent tuning"
                f" job {parent}, not become {kinds[name]}."
            )
    if (n := n_changes(ours, theirs)) > _MOST_CHANGES:
        yield (
            f"There are {n} changes from the parent tuning job {parent} between tunable and static"
            f" or of static values: {_MOST_CHANGES} are the most."
        )
    if identical and ours.image != theirs.image:
        yield (
            f"IdenticalDataAndAlgorithm needs the algorithm of the parent tuning job {parent},"
            f" {theirs.image}, not {ours.image}: or choose TransferLearning."
        )
    if identical and ours.body.get("InputDataConfig") != theirs.body.get("InputDataConfig"):
        yield (
            f"IdenticalDataAndAlgorithm needs the input data of the parent tuning job {parent}: or"
            " choose TransferLearning."
        )


def _names(definition: Definition) -> set[str]:
    return set(definition.space) | set(definition.static)


def n_changes(ours: Definition, theirs: Definition) -> int:
    """Return how many went between tunable and static, or changed their static value."""
    moved = set(ours.space) ^ set(theirs.space)
    changed = {
        name
        for name in ours.static.keys() & theirs.static.keys()
        if ours.static[name] != theirs.static[name]
    }
    return len(moved | changed)


def told_by(
    parents: Iterable[TuningJob], definition: Definition
) -> Iterator[tuple[Trial, float | None]]:
    """Yield the trials of the parents that lie in the child's space, numbered from 0, with losses.

    What is tunable now and was static then has the static value; what lies outside the child's
    ranges says nothing within them and is left out.
    """
    number = 0
    for parent in parents:
        for configuration, static, loss in parent.tried():
            found = from_texts(definition.space, static | as_texts(configuration))
            if found is not None:
                yield Trial(number, found), loss
                number += 1
