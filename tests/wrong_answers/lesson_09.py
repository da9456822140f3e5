"""Wrong answers to the labs of lesson 09."""

from statistics import mean, median

from hpstudy.labs import field_cards, first_request, repair_request
from hpstudy.labs.legal_children import CARDS, ILLEGAL, LEGAL
from tests.wrong_answers import wrong

wrong("metric-regex", "has no group")(lambda: r"validation_loss=\S+;")
wrong("metric-regex", "may be empty")(lambda: r"validation_loss=(.*?)")
wrong("metric-regex", "training loss")(lambda: r"loss=(.*?);")
wrong("metric-regex", "stop at the e")(lambda: r"validation_loss=([0-9.]+)")
wrong("metric-regex", "nan and inf are values")(lambda: r"validation_loss=([0-9.e+-]+);")
wrong("metric-regex", "is no number")(lambda: r"validation_loss=(.*);")
wrong("metric-regex", "after the equals sign")(lambda: r"(validation_loss=\S+?);")
wrong("metric-regex", "matches nowhere")(lambda: r"Validation loss: (.*?);")
wrong("metric-regex", "no regular expression")(lambda: r"validation_loss=(.*?;")
wrong("metric-regex", "has 2 groups")(lambda: r"(validation_loss)=(.*?);")
wrong("metric-regex", "the last must")(lambda: r"epoch 1: validation_loss=(.*?);")


@wrong("median-rule", "at this epoch. The rule takes the mean")
def _(losses, earlier):
    return bool(earlier) and losses[-1] > median(e[: len(losses)][-1] for e in earlier)


@wrong("median-rule", "mean of the means")
def _(losses, earlier):
    return bool(earlier) and losses[-1] > mean(mean(e[: len(losses)]) for e in earlier)


@wrong("median-rule", "Up to the same epoch only")
def _(losses, earlier):
    return bool(earlier) and losses[-1] > median(mean(e) for e in earlier)


@wrong("median-rule", "stop the better half")
def _(losses, earlier):
    return bool(earlier) and losses[-1] < median(mean(e[: len(losses)]) for e in earlier)


@wrong("median-rule", "level with the median")
def _(losses, earlier):
    return bool(earlier) and losses[-1] >= median(mean(e[: len(losses)]) for e in earlier)


@wrong("median-rule", "leave out jobs that were stopped")
def _(losses, earlier):
    came = [mean(e[: len(losses)]) for e in earlier if len(e) >= len(losses)]
    return bool(came) and losses[-1] > median(came)


@wrong("median-rule", "not the best so far")
def _(losses, earlier):
    return bool(earlier) and losses[-1] > min(mean(e[: len(losses)]) for e in earlier)


@wrong("median-rule", "mean of this job too")
def _(losses, earlier):
    return bool(earlier) and mean(losses) > median(mean(e[: len(losses)]) for e in earlier)


@wrong("median-rule", "it goes on")
def _(losses, earlier):
    return True


@wrong("median-rule", "let it run")
def _(losses, earlier):
    return False


def bracket(train, *, left=27, keep=3, order=sorted, rungs=(1, 3, 9, 27)):
    jobs = list(range(left))
    for epochs in rungs:
        losses = {job: train(job, epochs) for job in jobs}
        jobs = order(jobs, key=lambda job: losses[job])
        last, jobs = jobs, jobs[: max(len(jobs) // keep, 1)]
    return last[0]


def as_they_come(jobs, key):
    return jobs


def worst_first(jobs, key):
    return sorted(jobs, key=key, reverse=True)


@wrong("one-bracket", "never called train")
def _(train):
    return 3


@wrong("one-bracket", "to the end")
def _(train):
    return min(range(27), key=lambda job: train(job, 27))


@wrong("one-bracket", "begin with 9 jobs")
def _(train):
    return bracket(train, left=9)


@wrong("one-bracket", "a third goes on")
def _(train):
    return bracket(train, keep=2)


@wrong("one-bracket", "longest job has 9")
def _(train):
    return bracket(train, rungs=(1, 3, 9))


@wrong("one-bracket", "The first nine go on")
def _(train):
    return bracket(train, order=as_they_come)


@wrong("one-bracket", "highest losses go on")
def _(train):
    return bracket(train, order=worst_first)


@wrong("one-bracket", "loss at this rung")
def _(train):
    first = {job: train(job, 1) for job in range(27)}
    return bracket(train, order=lambda jobs, key: sorted(jobs, key=lambda job: first[job]))


@wrong("one-bracket", "number of the job that is left")
def _(train):
    return train(bracket(train), 27)


@wrong("one-bracket", "whole number from 1 to 27")
def _(train):
    return bracket(train, rungs=(1, 3, 9, 81))


def sorted_but(card):
    def answer():
        groups = {LEGAL: [], ILLEGAL: []}
        for name, right in CARDS.items():
            group = right.group if name != card else {LEGAL: ILLEGAL, ILLEGAL: LEGAL}[right.group]
            groups[group].append(name)
        return groups

    return answer


for _card, _words in {
    "momentum tuned as well": "static and tunable together",
    "width static at 32": "may become static",
    "accuracy maximised": "same objective",
    "other pictures, IdenticalDataAndAlgorithm": "input data must stay",
    "six parents": "at most five",
    "width one of '16', '32', '64'": "keeps its type",
}.items():
    wrong("legal-children", _words)(sorted_but(_card))


@wrong("legal-children", "not placed yet")
def _():
    return {LEGAL: ["40 training jobs"], ILLEGAL: []}


@wrong("fair-comparison", "10 jobs of 16 epochs cost as many")
def _(a, b):
    return (a["metric"], a["data"], a["jobs"], a["epochs"]) == (
        b["metric"], b["data"], b["jobs"], b["epochs"],
    )  # fmt: skip


@wrong("fair-comparison", "strategies are what is compared")
def _(a, b):
    return a == b


@wrong("fair-comparison", "two scales")
def _(a, b):
    return a["data"] == b["data"] and a["jobs"] * a["epochs"] == b["jobs"] * b["epochs"]


@wrong("fair-comparison", "Other data may be easier")
def _(a, b):
    return a["metric"] == b["metric"] and a["jobs"] * a["epochs"] == b["jobs"] * b["epochs"]


@wrong("fair-comparison", "Training jobs twice as long")
def _(a, b):
    return (a["metric"], a["data"], a["jobs"]) == (b["metric"], b["data"], b["jobs"])


@wrong("fair-comparison", "larger budget wins")
def _(a, b):
    return (a["metric"], a["data"]) == (b["metric"], b["data"])


# -- requests --

CONFIG, DEFINITION = "HyperParameterTuningJobConfig", "TrainingJobDefinition"


def first(change):
    """The reference's request with one change."""

    def answer():
        request = first_request.reference()
        change(request, request[CONFIG], request[DEFINITION])
        return request

    return answer


@wrong("first-request", "valid types: <class 'str'>")
@first
def _(request, config, definition):
    config["ParameterRanges"]["ContinuousParameterRanges"][0]["MinValue"] = 0.001


@wrong("first-request", "ParameterRanges does not belong into TrainingJobDefinition")
@first
def _(request, config, definition):
    definition["ParameterRanges"] = config.pop("ParameterRanges")


@wrong("first-request", "StaticHyperParameters does not belong into HyperParameterTuningJobConfig")
@first
def _(request, config, definition):
    config["StaticHyperParameters"] = definition.pop("StaticHyperParameters")


@wrong("first-request", "You search the epochs")
@first
def _(request, config, definition):
    epochs = {"Name": "epochs", "MinValue": "1", "MaxValue": "12"}
    config["ParameterRanges"]["IntegerParameterRanges"].append(epochs)
    del definition["StaticHyperParameters"]


@wrong("first-request", "Member must not be static too")
@first
def _(request, config, definition):
    definition["StaticHyperParameters"]["width"] = "32"


@wrong("first-request", "width is under ContinuousParameterRanges")
@first
def _(request, config, definition):
    ranges = config["ParameterRanges"]
    ranges["ContinuousParameterRanges"] += ranges.pop("IntegerParameterRanges")


@wrong("first-request", "Evenly over its decades is Logarithmic")
@first
def _(request, config, definition):
    del config["ParameterRanges"]["ContinuousParameterRanges"][0]["ScalingType"]


@wrong("first-request", "less than or equal to maxNumberOfTrainingJobs")
@first
def _(request, config, definition):
    config["ResourceLimits"] = {"MaxNumberOfTrainingJobs": 2, "MaxParallelTrainingJobs": 8}


@wrong("first-request", "The lowest loss is the best")
@first
def _(request, config, definition):
    config["HyperParameterTuningJobObjective"]["Type"] = "Maximize"


@wrong("first-request", "would reward memory")
@first
def _(request, config, definition):
    config["HyperParameterTuningJobObjective"]["MetricName"] = "train:loss"


@wrong("first-request", "the same in every training job")
@first
def _(request, config, definition):
    del definition["StaticHyperParameters"]


@wrong("first-request", "expression pattern")
@first
def _(request, config, definition):
    request["HyperParameterTuningJobName"] = "rate_and_width"


@wrong("first-request", "width is searched from 4 to 64")
@first
def _(request, config, definition):
    config["ParameterRanges"]["IntegerParameterRanges"][0]["MinValue"] = "4"


@wrong("repair-request", "6 of 6 faults are as they were")
def _(request):
    return request


@wrong("repair-request", "1 of 6 faults are as they were")
def _(request):
    request = repair_request.reference(request)
    request[CONFIG]["ResourceLimits"]["MaxParallelTrainingJobs"] = 20
    return request


@wrong("repair-request", "The strategy was meant to be Bayesian")
def _(request):
    request = repair_request.reference(request)
    request[CONFIG]["Strategy"] = "Random"
    return request


@wrong("repair-request", "It is the accuracy that counts")
def _(request):
    request = repair_request.reference(request)
    request[CONFIG]["HyperParameterTuningJobObjective"]["MetricName"] = "validation:loss"
    return request


@wrong("repair-request", "the epochs stay")
def _(request):
    request = repair_request.reference(request)
    del request[DEFINITION]["StaticHyperParameters"]
    return request


@wrong("repair-request", "was in order")
def _(request):
    request = repair_request.reference(request)
    request[CONFIG]["ResourceLimits"]["MaxNumberOfTrainingJobs"] = 20
    return request


@wrong("repair-request", "no more jobs than there may be at all")
def _(request):
    request = repair_request.reference(request)
    request[CONFIG]["ResourceLimits"] = {
        "MaxNumberOfTrainingJobs": 13,
        "MaxParallelTrainingJobs": 13,
    }
    return request


def fields_but(field, group):
    def answer():
        groups = {name: list(cards) for name, cards in field_cards.reference().items()}
        for cards in groups.values():
            if field in cards:
                cards.remove(field)
        groups[group].append(field)
        return groups

    return answer


for _field, _group, _said in (
    ("ContinuousParameterRanges", "definition", "has values, no ranges"),
    ("StaticHyperParameters", "config", "Only what is tuned has a range"),
    ("StoppingCondition", "config", "those of all together"),
    ("MetricDefinitions", "config", "names one of them"),
    ("Strategy", "name", "matter of the search"),
):
    wrong("field-cards", _said)(fields_but(_field, _group))


wrong("field-cards", "lies in a list")(lambda: {"name": "HyperParameterTuningJobName"})


@wrong("field-cards", "not placed yet")
def _():
    return {"name": ["HyperParameterTuningJobName"]}
