"""Generators: every key by a second method, slips apart from the key, the same seed the same."""

import heapq
import itertools
import json
import math
import os
import re
import subprocess
import sys
from fractions import Fraction

import numpy as np
import pytest
from scipy import integrate, optimize, stats

from hpstudy.quiz import grade, load_bank
from hpstudy.quiz.generators import GENERATORS
from hpstudy.quiz.question import Generated, Matching, Multiple, Numeric, Region, Single

SCALE = float(os.environ.get("HPSTUDY_TEST_SCALE", "0.1"))
SEEDS = max(round(1000 * SCALE), 20)


def numbers_in(text):
    return [float(x) for x in re.findall(r"-?\d+(?:\.\d+)?(?:e-?\d+)?", text)]


def rows_of(block):
    """Return the cells of a block of aligned text, without its head."""
    lines = block.strip("`\n").splitlines()[1:]
    return [re.split(r" {2,}", line.strip()) for line in lines]


def integral_of_improvement(mean, deviation, best):
    def gain(y):
        return (best - y) * stats.norm.pdf(y, mean, deviation)

    return integrate.quad(gain, mean - 12 * deviation, best, limit=200)[0]


# Second methods: from what the question shows to the key, by another way than the generator's.


def grid_size(p):
    counts = [int(x) for x in re.findall(r"(\d+) values", p["ranges"])]
    return sum(1 for _ in itertools.product(*map(range, counts)))


def box_share(p):
    optimum = 0.5
    axis = (np.arange(1000) + 0.5) / 1000
    near = np.mean(np.abs(axis - optimum) < p["percent"] / 100)
    return p["n"] * np.prod([near] * p["d"])


def random_hit(p):
    return 100 * stats.geom.cdf(p["n"], p["percent"] / 100)


def trials_for_hit(p):
    miss, n = 1.0, 0
    while 1 - miss < p["sure"] / 100 - 1e-12:
        miss *= 1 - p["percent"] / 100
        n += 1
    return n


def log_midpoint(p):
    return stats.loguniform(p["low"], p["high"]).median()


def log_draw(p):
    return stats.loguniform(p["low"], p["high"]).ppf(p["u"])


def linear_share(p):
    return 100 * stats.uniform(p["low"], p["high"] - p["low"]).sf(p["cut"])


def log_share(p):
    draws = stats.loguniform(p["low"], p["high"])
    return 100 * (draws.cdf(p["b"]) - draws.cdf(p["a"]))


def hyperband_bracket(p):
    s_max = 0
    while p["eta"] ** (s_max + 1) <= p["largest"]:
        s_max += 1
    assert s_max == p["s_max"]
    return next(
        n for n in itertools.count(1) if n * (p["s"] + 1) >= (s_max + 1) * p["eta"] ** p["s"]
    )


def rung_survivors(p):
    trials = list(range(p["start"]))
    for _ in range(1 if p["rungs"] == "one rung" else int(p["rungs"].split()[0])):
        trials = trials[: len(trials) // p["eta"]]
    return len(trials)


def halving_cost(p):
    resource = int(p["first"].split()[0])
    done, going, ran = [0] * p["start"], list(range(p["start"])), 0
    while going:
        for trial in going:
            ran += resource - done[trial]
            done[trial] = resource
        if resource == p["last"]:
            return ran
        going, resource = going[: len(going) // p["eta"]], resource * p["eta"]
    raise AssertionError("the bracket ended too early")


def median_rule(p):
    curves = np.array([[float(x) for x in row[1:]] for row in rows_of(p["table"])])
    running = np.cumsum(curves, axis=1) / np.arange(1, curves.shape[1] + 1)
    return np.median(running[:, p["epoch"] - 1])


def epochs_saved(p):
    runs = [p["at"]] * p["stopped"] + [p["epochs"]] * (p["jobs"] - p["stopped"])
    return 100 * (1 - sum(runs) / (p["jobs"] * p["epochs"]))


def expected_improvement(p):
    return integral_of_improvement(p["mean"], p["deviation"], p["best"])


def improvement_chance(p):
    return 100 * stats.norm(p["mean"], p["deviation"]).cdf(p["best"])


def next_of_four(p):
    rows = [(name, float(m), float(d)) for name, m, d in rows_of(p["table"])]
    if p["rule"] == "expected improvement":
        return max(rows, key=lambda row: integral_of_improvement(*row[1:], p["best"]))[0]
    kappa = numbers_in(p["kappa"])[0]
    return min(rows, key=lambda row: row[1] - kappa * row[2])[0]


def next_on_plot(p):
    u, mean = np.array(p["plot"]["mean"]).T
    deviation = np.array(p["plot"]["deviation"])[:, 1]
    fine = np.linspace(0, 1, 5001)
    bound = np.interp(fine, u, mean - (1 if p["kappa"] == "one deviation" else 2) * deviation)
    return fine[np.argmin(bound)]


def least_sure(p):
    """Go to the middle of the widest gap between trials, or to an end that lies farther off."""
    trials = [0 - p["plot"]["trials"][0][0], *(x for x, _ in p["plot"]["trials"])]
    trials.append(2 - trials[-1])  # an end counts as the middle of a gap with its mirror image
    gaps = [(b - a, (a + b) / 2) for a, b in itertools.pairwise(trials)]
    return max(gaps)[1]


def gradient_steps(p):
    centre = -sum(numbers_in(p["centre"].replace("- ", "-").replace("+ ", "")))
    w = p["start"]
    for _ in range(1 if p["steps"] == "one step" else int(p["steps"].split()[0])):
        loss = [p["curvature"] / 2 * (w + h - centre) ** 2 for h in (1e-3, -1e-3)]
        w -= p["rate"] * (loss[0] - loss[1]) / 2e-3
    return w


def momentum_step(p):
    w, v, g, rate, beta = (
        Fraction(str(p[key])) for key in ("weight", "velocity", "gradient", "rate", "beta")
    )
    return float(w + (beta * v - rate * g))


def momentum_reach(p):
    velocity = 0.0
    for _ in range(4000):
        velocity = p["beta"] * velocity - p["rate"] * p["gradient"]
    return abs(velocity)


def stable_rate(p):
    """Find by bisection the rate above which 200 steps lead away."""

    def diverges(rate):
        minimum = -float(p["b"].replace(" ", "")) / (2 * p["a"])
        w = minimum + 1.0
        for _ in range(200):
            w -= rate * (2 * p["a"] * w + float(p["b"].replace(" ", "")))
        return not abs(w - minimum) <= 1  # also where it overflowed

    low, high = 0.0, 10.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if diverges(middle) else (middle, high)
    return low


def updates(p):
    epochs = 1 if p["epochs"] == "one epoch" else int(p["epochs"].split()[0])
    return epochs * len(range(0, p["examples"], p["batch"]))


def same_updates(p):
    wanted = p["epochs"] * len(range(0, p["examples"], p["batch"]))
    each = len(range(0, p["examples"], p["larger"]))
    assert wanted == p["updates"]
    return next(n for n in itertools.count(1) if n * each == wanted)


def minimum_of(loss):
    return optimize.minimize_scalar(
        loss, bounds=(-5, 5), method="bounded", options={"xatol": 1e-9}
    ).x


def soft_threshold(p):
    return minimum_of(lambda w: (w - p["weight"]) ** 2 / 2 + p["strength"] * abs(w))


def ridge_shrink(p):
    return minimum_of(lambda w: (w - p["weight"]) ** 2 / 2 + p["strength"] * w**2 / 2)


def penalty(p):
    weights = np.array(numbers_in(p["weights"]))
    order = 1 if p["kind"] == "L1" else 2
    return p["strength"] * np.linalg.norm(weights, order) ** order


def dropout_scale(p):
    """Solve for the output whose mean over kept and dropped is the plain output."""
    return optimize.brentq(lambda y: (1 - p["rate"]) * y + p["rate"] * 0 - p["output"], 0, 100)


def active_units(p):
    layers = ((p["first"], p["low"]), (p["second"], p["high"]))
    return sum(stats.binom(n, 1 - rate).mean() for n, rate in layers)


def parameters(sizes):
    return sum(np.zeros((a + 1, b)).size for a, b in itertools.pairwise(sizes))


def parameter_count(p):
    hidden = [int(x) for x in numbers_in(p["hidden"])]
    outputs = 1 if p["outputs"] == "one output" else int(p["outputs"].split()[0])
    return parameters([p["inputs"], *hidden, outputs])


def more_units(p):
    outputs = 1 if p["outputs"] == "one output" else int(p["outputs"].split()[0])
    after, before = (parameters([p["inputs"], p[key], outputs]) for key in ("after", "before"))
    return after - before


def crop_inputs(p):
    picture = np.zeros((p["side"], p["side"], 1 if p["channels"] == "grey" else 3))
    edge = p["edge"]
    return picture[edge:-edge, edge:-edge].size


def patience(p):
    losses = [float(row[1]) for row in rows_of(p["table"])]
    for end in range(1, len(losses) + 1):
        if end > p["wait"] and min(losses[: end - p["wait"]]) <= min(losses[end - p["wait"] : end]):
            assert losses.index(min(losses[:end])) + 1 == p["best"]
            return end
    raise AssertionError("it never stops")


def read_curve(p):
    training, validation = np.array([[float(x) for x in r[1:]] for r in rows_of(p["table"])]).T
    if np.max(np.diff(training)) > 0.2:
        return "The learning rate is too large"
    if validation[-1] > validation.min() + 0.1:
        return "The model overfits"
    late = training[-3] - training[-1]
    early = training[0] - training[2]
    return "The learning rate is too small" if late > 0.3 * early else "The model is too simple"


def winners_curse(p):
    n, error = p["n"], stats.bernoulli(p["percent"] / 100).std() / math.sqrt(p["pictures"])
    largest = integrate.quad(
        lambda z: z * n * stats.norm.cdf(z) ** (n - 1) * stats.norm.pdf(z), -8, 8
    )
    return 100 * largest[0] * error


def importance_share(p):
    losses = np.array([[float(x) for x in row[1:]] for row in rows_of(p["table"])])
    rate = np.repeat(np.eye(3), 3, axis=0)
    fitted = rate @ np.linalg.lstsq(rate, losses.ravel(), rcond=None)[0]
    return 100 * np.var(fitted) / np.var(losses)


def type_of(knob):
    words = set(knob.split())
    if words & {"layers", "hidden", "activation", "trees"}:
        return "model"
    data = {"cropped", "resized", "turned", "texts", "vocabulary"}
    return "data" if words & data else "optimizer"


def knob_types(p):
    return {prompt: type_of(prompt) for prompt in p["prompts"]}


def model_knobs(p):
    return {text for text in p["options"] if type_of(text) == "model"}


def optimizer_knobs(p):
    return {text for text in p["options"] if type_of(text) == "optimizer"}


def data_knobs(p):
    return {text for text in p["options"] if type_of(text) == "data"}


def objective_direction(p):
    less = ("loss", "error", "misread", "milliseconds")
    return {m: "Minimize" if any(w in m for w in less) else "Maximize" for m in p["prompts"]}


def which_are_set(p):
    learned = ("weights", "biases", "coefficients", "threshold", "mean", "vectors")
    return {text for text in p["options"] if not any(word in text for word in learned)}


def wall_clock(p):
    free = [0] * p["parallel"]
    for _ in range(p["jobs"]):
        heapq.heapreplace(free, free[0] + p["minutes"])
    return max(free)


def compute_limit(p):
    return sum(
        int(p["seconds"]) / 3600 for _ in range(p["parallel"]) for _ in range(p["instances"])
    )


def fenced(block):
    return json.loads(block.removeprefix("```json").removesuffix("```"))


def grid_jobs(p):
    ranges = fenced(p["json"])["CategoricalParameterRanges"]
    return sum(1 for _ in itertools.product(*(r["Values"] for r in ranges)))


def warm_start(p):
    rows = {row[0]: row[1:] for row in rows_of(p["table"])}
    states = rows["states"][0].split(", ")
    if len(states) > 5:
        return "Refused: too many parents"
    if set(states) - {"Completed", "Stopped", "Failed"}:
        return "Refused: a parent has not ended"
    if len(set(rows["objective metric"])) > 1:
        return "Refused: another objective metric"
    parents, child = (sum(int(rows[k][i]) for k in ("tuned", "static")) for i in (0, 1))
    return "Accepted" if parents == child else "Refused: number of knobs differs"


def range_type(p):
    if ":" in p["knob"]:
        return "categorical"
    low, high = numbers_in(re.sub("β₂|L2", "", p["knob"]))
    kind = "integer" if low == int(low) and high == int(high) else "continuous"
    if any(word in p["knob"] for word in ("rate,", "strength", "momentum", "Adam", "share")):
        kind = "continuous"
    if kind == "continuous" and 0.9 < high < 1:
        return "continuous, ReverseLogarithmic"
    return f"{kind}, {'Logarithmic' if high / low > 20 else 'Linear'}"


def reported_metric(p):
    return float(re.findall(r"accuracy=(.*?);", p["log"])[-1])


def repair_request(p):
    """Run every rule over the request; exactly one is broken."""
    request = fenced(p["json"])
    continuous = request["ParameterRanges"]["ContinuousParameterRanges"]
    integer = request["ParameterRanges"]["IntegerParameterRanges"]
    every = continuous + integer
    strategy, broken = request["Strategy"], set()
    if any(not isinstance(r[key], str) for r in every for key in ("MinValue", "MaxValue")):
        broken.add("A bound is a bare number")
    if any(float(r["MinValue"]) >= float(r["MaxValue"]) for r in every):
        broken.add("A lower bound is above the upper one")
    if any(r["ScalingType"] == "Logarithmic" and float(r["MinValue"]) <= 0 for r in every):
        broken.add("A logarithmic range starts at zero")
    reverse = [r for r in every if r["ScalingType"] == "ReverseLogarithmic"]
    if any(not 0 <= float(r["MaxValue"]) < 1 for r in reverse if r in continuous):
        broken.add("A reverse-logarithmic range reaches 1")
    if any(r in integer for r in reverse):
        broken.add("A scale does not fit whole numbers")
    if strategy == "Grid":
        broken.add("The strategy takes no such ranges")
    if strategy == "Hyperband" and request["TrainingJobEarlyStoppingType"] != "Off":
        broken.add("Early stopping clashes with the strategy")
    if strategy not in ("Bayesian", "Random", "Hyperband", "Grid"):
        broken.add("The service has no such strategy")
    if request["HyperParameterTuningJobObjective"]["Type"] not in ("Minimize", "Maximize"):
        broken.add("The objective's direction is misspelt")
    if "MaxParallelTrainingJobs" not in request["ResourceLimits"]:
        broken.add("A required limit is missing")
    (one,) = broken
    return one


def strategy_choice(p):
    if "ategorical" in p["story"]:
        return "Grid"
    if "every epoch" in p["story"]:
        return "Hyperband"
    trials, machines = re.search(r"(\d+) trials .*?(\w+) machines?\b", p["story"]).groups()
    return "Random" if trials == machines else "Bayesian"


def pick_by_goal(p):
    limit = int(re.search(r"within (\d+) ms", p["goal"])[1])
    column = 1 if "right" in p["goal"] else 2
    quick = [row for row in rows_of(p["table"]) if int(row[3]) <= limit]
    return sorted(quick, key=lambda row: float(row[column]))[-1][0]


def jobs_in_budget(p):
    """Start jobs one by one on the machine that is free first, while money and time last."""
    free, money, ran = [0] * p["parallel"], Fraction(p["euros"]), 0
    price = Fraction(p["price"]) * p["minutes"] / 60
    while money >= price and free[0] + p["minutes"] <= 60 * p["hours"]:
        heapq.heapreplace(free, free[0] + p["minutes"])
        money, ran = money - price, ran + 1
    return ran


def edge_alarm(p):
    near = []
    for name, low, high, scale, best in rows_of(p["table"]):
        ends = np.array([float(low), float(high), float(best)])
        low, high, best = np.log(ends) if scale == "log" else ends
        if not 0.05 < (best - low) / (high - low) < 0.95:
            near.append(name)
    (one,) = near
    return one


def exhaustive_days(p):
    runs = math.prod([p["values"]] * p["knobs"])
    return runs * Fraction(p["minutes"], 60) / 24


def best_job(p):
    ended = [row for row in rows_of(p["table"]) if row[2] != "-"]
    ended.sort(key=lambda row: float(row[2]), reverse=p["direction"] == "Maximize")
    return ended[0][0]


def tuning_ends(p):
    for ran, (_, value) in enumerate(rows_of(p["table"]), 1):
        better = (float(value) - float(p["target"])) * (1 if p["type"] == "Maximize" else -1)
        if better >= 0 or ran == p["limit"]:
            return ran
    raise AssertionError("it goes on")


def logged_metric(p):
    return float(re.findall(p["regex"].strip("`"), p["log"])[-1])


def bad_name(p):
    pattern = r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}"
    names = [text.strip("`") for text in p["options"]]
    (one,) = [n for n in names if not re.fullmatch(pattern, n) or len(n) > 32]
    return f"`{one}`"


def place_fields(p):
    config = ("what is tuned", "number of training", "at once", "objective", "strategy")
    config += ("poor jobs", "target value")
    name = ("unique", "begin with", "letters")

    def place(text):
        if any(word in text for word in name):
            return "name"
        return "config" if any(word in text for word in config) else "training job definition"

    return {prompt: place(prompt) for prompt in p["prompts"]}


def choose_depth(p):
    depth, _, validation = np.array([[float(x) for x in row] for row in rows_of(p["table"])]).T
    assert np.sort(validation)[-1] - np.sort(validation)[-2] > 0.01
    return depth[np.argmax(validation)]


def stop_on_plot(p):
    (line,) = [line for line in p["plot"]["lines"] if line["name"] == "validation"]
    epochs, losses = np.array(line["points"]).T
    assert epochs[np.argmin(losses)] == p["best"]
    return epochs[np.argmin(losses)]


def diagnose_scores(p):
    def shows(pair):
        training, validation = numbers_in(pair)
        if training - validation > 0.1:
            return "overfitting"
        return "a good fit" if training > 0.85 else "underfitting"

    return {prompt: shows(prompt) for prompt in p["prompts"]}


def incumbent(p):
    best = None
    for trial, value in rows_of(p["table"])[: p["after"]]:
        sign = 1 if p["metric"] == "accuracy" else -1
        if best is None or sign * float(value) > sign * float(best[1]):
            best = trial, value
    return int(best[0])


def cross_validation_time(p):
    fits = [(n, fold) for n in range(p["n"]) for fold in range(p["folds"])]
    return p["minutes"] * len([*fits, "refit"])


def known_results(p):
    """Run the rounds and count what has finished when the job starts."""
    done = 0
    for start in range(1, p["jobs"] + 1, p["parallel"]):
        running = range(start, start + p["parallel"])
        if p["job"] in running:
            return done
        done += len(running)
    raise AssertionError("the job never starts")


def decayed_rate(p):
    rate = p["start"]
    for epoch in range(1, p["epoch"]):
        rate *= p["factor"] if epoch % p["every"] == 0 else 1
    return rate


def errors_removed(p):
    before, after = (1 - Fraction(str(p[key])) / 100 for key in ("before", "after"))
    return float(100 * (1 - after / before))


def running_mean(p):
    """Weigh every gradient by its age, and divide by the sum of the weights."""
    gradients = numbers_in(p["gradients"])
    weights = [p["beta"] ** age for age in range(len(gradients))][::-1]
    return np.average(gradients, weights=weights)


def trials_to_match(p):
    rows = [[float(x) for x in row] for row in rows_of(p["table"])]
    (reached,) = [guided for n, guided, _ in rows if n == p["trials"]]
    return next(n for n, _, drawn in rows if drawn <= reached) / p["trials"]


def unit_output(p):
    weights, inputs = np.array(numbers_in(p["weights"])), np.array(numbers_in(p["inputs"]))
    return np.clip(weights @ inputs + p["bias"], 0, None)


def merged_layers(p):
    rng = np.random.default_rng(0)
    sizes = [p["inputs"], *map(int, numbers_in(p["hidden"])), p["outputs"]]
    product = np.eye(sizes[0])
    for a, b in itertools.pairwise(sizes):
        product = product @ rng.normal(size=(a, b))
    return product.size


def missing_part(p):
    """Ask every part of the request for what it says; one has nothing to say."""
    request = fenced(p["json"])
    says = {
        "ResourceLimits": "When it has to end",
        "ParameterRanges": "What is searched, and where",
        "Strategy": "How the next values are chosen",
        "HyperParameterTuningJobObjective": "What counts as better",
    }
    (one,) = [said for member, said in says.items() if member not in request]
    return one


def which_valley(p):
    """Roll down in small steps on a curve whose slope is zero at the three places."""
    w = p["start"]
    for _ in range(4000):
        w -= 0.004 * (w - p["left"]) * (w - p["hill"]) * (w - p["right"])
    return w


SECOND = {name: globals()[name.replace("-", "_")] for name in GENERATORS}
# Where the second method is numerical, its own error.
ROUGH = {
    "soft-threshold": 1e-6,
    "ridge-shrink": 1e-6,
    "gradient-steps": 1e-6,
    "which-valley": 1e-6,
    "winners-curse": 1e-3,
}


# Matching: every response belongs to some prompt, so that none is wrong by itself.
WITHOUT_SLIPS = ("objective-direction", "place-fields", "diagnose-scores")


def draw(name, seed):
    return GENERATORS[name](np.random.default_rng([7, seed]))


def shown(variant):
    """Return what the question shows: its params, its plot, its options or prompts."""
    answer = variant.answer
    prompts = list(answer) if isinstance(answer, dict) else []
    right = sorted(answer) if isinstance(answer, frozenset) else [answer]
    options = [*right, *(slip.value for slip in variant.slips)]
    return {**variant.params, "plot": variant.plot, "prompts": prompts, "options": options}


@pytest.mark.parametrize("name", GENERATORS)
def test_the_key_by_a_second_method(name):
    for seed in range(SEEDS):
        variant = draw(name, seed)
        expected, key = SECOND[name](shown(variant)), variant.answer
        if isinstance(key, Region):
            assert key.x[0] <= expected <= key.x[1], seed
        elif isinstance(key, int | float):
            rough = ROUGH.get(name, 1e-9)
            assert key == pytest.approx(expected, rel=rough, abs=rough), (seed, variant.params)
        else:
            assert key == expected, (seed, variant.params)


@pytest.mark.parametrize("name", GENERATORS)
def test_slips_are_named_and_apart_from_the_key(name):
    met = set()
    for seed in range(SEEDS):
        variant = draw(name, seed)
        values = [slip.value for slip in variant.slips]
        assert len(set(values)) == len(values)
        for slip in variant.slips:
            met.add(slip.name)
            assert slip.name
            assert slip.why
            assert 0 <= slip.credit < 1
            assert slip.value != variant.answer
        if isinstance(variant.answer, str):
            assert 2 <= len(values) <= 4
            assert variant.why
    if name not in ("next-on-plot", "least-sure", "stop-on-plot", *WITHOUT_SLIPS):
        assert met


BANK = load_bank()
TEMPLATES = [question for question in BANK if isinstance(question, Generated)]


def test_every_generator_is_asked():
    assert {question.generator for question in TEMPLATES} == set(GENERATORS)
    assert len(GENERATORS) >= 24


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda q: q.id)
def test_the_concrete_question_grades_its_key_and_knows_its_slips(template):
    for seed in range(SEEDS):
        asked = template.variant(seed)
        assert asked.id == template.id
        assert "{{" not in asked.stem + asked.explanation
        if isinstance(asked, Numeric):
            assert grade(template, asked.answer, seed).verdict == "right"
            # What a learner would write down: four significant digits, or the whole count.
            typed = f"{asked.answer:.4g}" if asked.tolerance else f"{round(asked.answer)}"
            assert grade(template, f"{typed} {asked.unit}", seed).verdict == "right", (typed, asked)
            for slip in asked.slips:
                found = grade(template, slip.value, seed)
                assert found.slip == slip.name
                assert found.verdict == ("partial" if slip.credit else "wrong")
        elif isinstance(asked, Single | Multiple):
            right = [option.text for option in asked.options if option.correct]
            answer = right[0] if isinstance(asked, Single) else right
            assert grade(template, answer, seed).verdict == "right"
            assert all(option.why for option in asked.options)
            for option in asked.options:
                if not option.correct and isinstance(asked, Single):
                    assert grade(template, option.text, seed).slip == option.slip != ""
        elif isinstance(asked, Matching):
            pairs = {pair.prompt: pair.response for pair in asked.pairs}
            assert grade(template, pairs, seed).verdict == "right"
        else:
            middle = sum(asked.region.x) / 2
            assert grade(template, middle, seed).verdict == "right"


def test_an_explanation_of_a_number_shows_one_that_would_be_right():
    for template in TEMPLATES:
        for seed in range(8):
            asked = template.variant(seed)
            if isinstance(asked, Numeric):
                told = re.findall(r"-?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?", asked.explanation)
                rights = [grade(asked, number.rstrip(",")).verdict for number in told]
                assert "right" in rights, (template.id, seed, asked.explanation)


def test_the_places_of_right_options_are_balanced():
    places = []
    for template in TEMPLATES:
        for seed in range(100):
            asked = template.variant(seed)
            if isinstance(asked, Single) and len(asked.options) == 4:
                places.append([option.correct for option in asked.options].index(True))
    shares = np.bincount(places, minlength=4) / len(places)
    assert shares.min() > 0.18
    assert shares.max() < 0.32


def test_the_same_seed_asks_the_same_in_any_process():
    code = (
        "from hpstudy.quiz import load_bank\n"
        "from hpstudy.quiz.question import Generated\n"
        "for q in load_bank():\n"
        "    if isinstance(q, Generated): print(repr(q.variant(11)))\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for hash_seed in ("1", "2")
    ]
    assert runs[0] == runs[1]
    assert runs[0].count("\n") == len(TEMPLATES)
    assert runs[0] == "".join(f"{template.variant(11)!r}\n" for template in TEMPLATES)


@pytest.mark.parametrize("seed", [None, -1, 1.5, "3", True])
def test_a_generated_question_needs_a_seed(seed):
    with pytest.raises(ValueError, match="seed"):
        TEMPLATES[0].variant(seed)
    with pytest.raises(ValueError, match="seed"):
        grade(TEMPLATES[0], "12", seed)


def test_two_questions_with_one_generator_draw_different_numbers():
    first = TEMPLATES[0]
    twin = Generated(**{**first.__dict__, "id": first.id + "-twin"})
    assert [first.variant(s) for s in range(5)] != [twin.variant(s) for s in range(5)]
    stems = lambda q: [q.variant(s).stem for s in range(5)]  # noqa: E731
    assert stems(first) != stems(twin)


@pytest.mark.slow
def test_a_repeat_is_no_recall():
    """Four generators of five have a thousand distinct variants in ten thousand seeds."""
    n = round(10_000 * SCALE)
    wide = 0
    for name in GENERATORS:
        variants = (draw(name, seed) for seed in range(n))
        wide += len({repr((v.params, v.answer, v.plot)) for v in variants}) >= n / 10
    assert wide >= 0.8 * len(GENERATORS)
