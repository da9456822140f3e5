"""The JSON card: one complete request for a tuning job, its three inputs and its four things."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from hpstudy.export.handouts import Handout
from hpstudy.sagemaker.algorithms import metrics

REQUEST: dict[str, Any] = {
    "HyperParameterTuningJobName": "digits-1",
    "HyperParameterTuningJobConfig": {
        "Strategy": "Bayesian",
        "ParameterRanges": {
            "ContinuousParameterRanges": [
                {
                    "Name": "learning_rate",
                    "MinValue": "0.001",
                    "MaxValue": "1",
                    "ScalingType": "Logarithmic",
                }
            ],
            "IntegerParameterRanges": [{"Name": "width", "MinValue": "8", "MaxValue": "64"}],
            "CategoricalParameterRanges": [{"Name": "batch_size", "Values": ["16", "32"]}],
        },
        "ResourceLimits": {
            "MaxNumberOfTrainingJobs": 20,
            "MaxParallelTrainingJobs": 2,
        },
        "HyperParameterTuningJobObjective": {
            "Type": "Minimize",
            "MetricName": "validation:loss",
        },
        "TrainingJobEarlyStoppingType": "Auto",
    },
    "TrainingJobDefinition": {
        "AlgorithmSpecification": {
            "TrainingImage": "hpstudy/digits-net",
            "TrainingInputMode": "File",
        },
        "StaticHyperParameters": {"epochs": "12"},
        "RoleArn": "arn:aws:iam::123456789012:role/tuning",
        "OutputDataConfig": {"S3OutputPath": "s3://my-bucket/models"},
        "ResourceConfig": {
            "InstanceType": "ml.m5.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 10,
        },
        "StoppingCondition": {"MaxRuntimeInSeconds": 3600},
    },
}

# The four things, and the members at which each stands.
THINGS = {
    "Which hyperparameters": ("each range names one; what is static is not searched.", {"Name"}),
    "Which ranges": (
        "numbers as texts, each with a scale; or a list of values.", {"MinValue", "Values"}
    ),
    "Which limits": ("how many jobs in all, and how many at once.", {"ResourceLimits"}),
    "Which objective": (
        "a metric, and which way is better.", {"HyperParameterTuningJobObjective"}
    ),
}  # fmt: skip

INPUTS = {
    "HyperParameterTuningJobName": ("name", "What it is called, in your account and region."),
    "HyperParameterTuningJobConfig": ("config", "What is searched, how, and for how long."),
    "TrainingJobDefinition": (
        "definition",
        "How every single training job runs: image, data, static values, machines, time.",
    ),
}


TRY = """<section class="box"><h2>Try it on your machine</h2>
<pre>hpstudy endpoint        # prints its address, and runs what is asked of it

# any region and any keys will do
client = boto3.client("sagemaker", "eu-west-1", endpoint_url=address)
client.create_hyper_parameter_tuning_job(**request)</pre></section>"""


def handout() -> Handout:
    """Return the card."""
    lines = "".join(_lines())
    return Handout(
        "A tuning job in JSON",
        "A complete request: three inputs, and four things to say.",
        f'<div class="columns"><div class="request"><pre>{lines}</pre>{TRY}</div>'
        f'<div class="side">{_side()}</div></div>',
    )


def _lines() -> Iterator[str]:
    """Give the request line by line, each in the colour of the input it belongs to."""
    kind, things = "frame", enumerate(THINGS.values(), 1)
    badges = {member: n for n, (_, members) in things for member in members}
    for text in _compact(REQUEST).splitlines():
        member = re.match(r' *"(\w+)":', text)
        if member and member[1] in INPUTS:
            kind = INPUTS[member[1]][0]
        if not text.startswith(" "):
            kind = "frame"
        named = re.findall(r'"(\w+)":', text)
        marks = "".join(f' <b class="badge">{badges[name]}</b>' for name in named if name in badges)
        yield f'<span class="line {kind}">{_coloured(text)}{marks}</span>'


def _compact(value: Any, indent: int = 0, before: str = "") -> str:
    """Return JSON, after the text `before`, in which what fits stands in one line."""
    flat = before + json.dumps(value)
    if not isinstance(value, dict | list) or (indent and len(flat) + indent <= 62):
        return flat
    if isinstance(value, dict):
        inner = [_compact(v, indent + 2, f"{json.dumps(key)}: ") for key, v in value.items()]
    else:
        inner = [_compact(v, indent + 2) for v in value]
    first, last = "{}" if isinstance(value, dict) else "[]"
    pad, end = "\n" + " " * (indent + 2), "\n" + " " * indent
    return before + first + ",".join(pad + part for part in inner) + end + last


def _coloured(text: str) -> str:
    def colour(match: re.Match[str]) -> str:
        kind = "key" if match["key"] else "text" if match["text"] else "number"
        return f'<span class="{kind}">{escape(match[0], quote=False)}</span>'

    return re.sub(r'(?P<key>"\w+"(?=:))|(?P<text>"[^"]*")|(?P<number>\b\d+\b)', colour, text)


def _side() -> str:
    inputs = "".join(
        f'<div class="input {kind}"><code>{member}</code><br>{said}</div>'
        for member, (kind, said) in INPUTS.items()
    )
    things = "".join(
        f'<p><span><b class="badge">{n}</b></span><span><b>{title}</b>: {said}</span></p>'
        for n, (title, (said, _)) in enumerate(THINGS.items(), 1)
    )
    (metric,) = metrics("validation:loss")
    own = escape(json.dumps(metric, indent=1), quote=False)
    return f"""
<section><h2>The three inputs</h2>{inputs}</section>
<section class="things"><h2>The four things</h2>{things}</section>
<section class="box"><h2>An algorithm of your own</h2>
<p>Its image under <code>TrainingImage</code>, and beside it, under <code>MetricDefinitions</code>,
how the metric is found in what it prints:</p><pre>{own}</pre></section>
<section class="box"><h2>Easily wrong</h2><ul>
<li>Bounds of ranges and static values are texts: <code>"0.001"</code>, not <code>0.001</code>.</li>
<li>A hyperparameter is static or tuned, never both.</li>
<li><code>Grid</code> takes categorical ranges alone, and no number of jobs.</li>
<li>Logarithmic scales begin above 0.</li>
<li>The objective is a metric that the algorithm prints.</li></ul></section>"""
