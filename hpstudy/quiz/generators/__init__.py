"""Generators: each draws the numbers of a question and works out its key and its likely slips.

A generator is a pure function from a `numpy.random.Generator` to a `Variant`; `variant` gives it
one that depends on nothing but the question's id and the seed.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from hpstudy.quiz.generators import (
    choosing,
    counting,
    curves,
    halving,
    networks,
    optimizing,
    requests,
    results,
    runs,
    searching,
    shrinking,
    sorting,
    surrogates,
    tuning_jobs,
)
from hpstudy.quiz.generators.variant import Variant, ask, names
from hpstudy.quiz.question import Generated, Question

if TYPE_CHECKING:
    import numpy as np

_ALL: tuple[Callable[[np.random.Generator], Variant], ...] = (
    searching.grid_size,
    searching.box_share,
    searching.random_hit,
    searching.trials_for_hit,
    searching.log_midpoint,
    searching.log_draw,
    searching.linear_share,
    searching.log_share,
    halving.hyperband_bracket,
    halving.rung_survivors,
    halving.halving_cost,
    halving.median_rule,
    halving.epochs_saved,
    surrogates.expected_improvement,
    surrogates.improvement_chance,
    surrogates.next_of_four,
    surrogates.next_on_plot,
    surrogates.least_sure,
    optimizing.gradient_steps,
    optimizing.momentum_step,
    optimizing.momentum_reach,
    optimizing.stable_rate,
    optimizing.updates,
    optimizing.same_updates,
    shrinking.soft_threshold,
    shrinking.ridge_shrink,
    shrinking.penalty,
    shrinking.dropout_scale,
    shrinking.active_units,
    networks.parameter_count,
    networks.more_units,
    networks.crop_inputs,
    runs.patience,
    runs.read_curve,
    runs.winners_curse,
    runs.importance_share,
    sorting.knob_types,
    sorting.model_knobs,
    sorting.optimizer_knobs,
    sorting.data_knobs,
    sorting.objective_direction,
    sorting.which_are_set,
    tuning_jobs.wall_clock,
    tuning_jobs.compute_limit,
    tuning_jobs.grid_jobs,
    tuning_jobs.warm_start,
    tuning_jobs.range_type,
    tuning_jobs.reported_metric,
    requests.repair_request,
    requests.missing_part,
    choosing.strategy_choice,
    choosing.pick_by_goal,
    choosing.jobs_in_budget,
    choosing.edge_alarm,
    choosing.exhaustive_days,
    results.best_job,
    results.tuning_ends,
    results.logged_metric,
    results.bad_name,
    results.place_fields,
    curves.choose_depth,
    curves.stop_on_plot,
    curves.diagnose_scores,
    curves.incumbent,
    curves.which_valley,
    counting.cross_validation_time,
    counting.known_results,
    counting.decayed_rate,
    counting.errors_removed,
    counting.running_mean,
    counting.trials_to_match,
    networks.unit_output,
    networks.merged_layers,
)

GENERATORS = {draw.__name__.replace("_", "-"): draw for draw in _ALL}


def variant(template: Generated, seed: int | None) -> Question:
    """Return the concrete question that `seed` gives; a `ValueError` without a whole seed >= 0."""
    import numpy as np

    if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
        raise ValueError(
            f"The question {template.id} is generated: give it a seed, a whole number from 0 up, "
            f"not {seed!r}."
        )
    # crc32 of the id: questions that share a generator and a seed draw different numbers.
    rng = np.random.default_rng([zlib.crc32(template.id.encode()), int(seed)])
    return ask(template, GENERATORS[template.generator](rng), rng)


def unfilled(template: Generated) -> list[tuple[str, str]]:
    """Return (field, name) for every {{name}} of the template that its generator does not fill."""
    import numpy as np

    params = GENERATORS[template.generator](np.random.default_rng(0)).params
    texts = {"stem": template.stem, "explanation": template.explanation}
    return [(f, name) for f, text in texts.items() for name in names(text) if name not in params]
