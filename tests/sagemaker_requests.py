"""Requests for the tuning service: one as a person writes it, many as the model's shapes allow.

`Maker` reads botocore's model, not our checks: what it makes is legal by construction. `breakages`
lists every way to break exactly one of the constraints that the model states for a request.
"""

from __future__ import annotations

import copy
import random
import re
import string
from collections.abc import Iterator
from typing import Any, NamedTuple

from hpstudy.sagemaker.shapes import operation_model

# The parser of Python's own expressions: a stable name for it came with 3.11.
from re import _parser as parser  # isort: skip  # type: ignore[attr-defined]

Body = dict[str, Any]
CREATE = "CreateHyperParameterTuningJob"
ROLE = "arn:aws:iam::123456789012:role/tuning"


def plain_request(name: str = "digits", **config: Any) -> Body:
    """Return a request as a person writes it; `config` replaces members of the configuration."""
    return {
        "HyperParameterTuningJobName": name,
        "HyperParameterTuningJobConfig": {
            "Strategy": "Random",
            "HyperParameterTuningJobObjective": {"Type": "Minimize", "MetricName": "loss"},
            "ResourceLimits": {"MaxNumberOfTrainingJobs": 4, "MaxParallelTrainingJobs": 2},
            "ParameterRanges": {
                "ContinuousParameterRanges": [
                    {
                        "Name": "learning-rate",
                        "MinValue": "0.001",
                        "MaxValue": "1",
                        "ScalingType": "Logarithmic",
                    }
                ],
                "IntegerParameterRanges": [{"Name": "units", "MinValue": "4", "MaxValue": "64"}],
                "CategoricalParameterRanges": [{"Name": "activation", "Values": ["relu", "tanh"]}],
            },
            "RandomSeed": 1,
            **config,
        },
        "TrainingJobDefinition": {
            "AlgorithmSpecification": {
                "TrainingImage": "bowl",
                "TrainingInputMode": "File",
                "MetricDefinitions": [{"Name": "loss", "Regex": "loss=(.*?);"}],
            },
            "RoleArn": ROLE,
            "OutputDataConfig": {"S3OutputPath": "s3://local/output"},
            "ResourceConfig": {
                "InstanceType": "ml.m5.large",
                "InstanceCount": 1,
                "VolumeSizeInGB": 1,
            },
            "StoppingCondition": {"MaxRuntimeInSeconds": 600},
            "StaticHyperParameters": {"epochs": "9"},
        },
    }


class Maker:
    """Makes legal values of a shape from a seeded `random.Random`."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def create(self) -> Body:
        """Return a legal CreateHyperParameterTuningJob, of one definition or of several."""
        body: Body = self.make(operation_model(CREATE).input_shape)
        config = body["HyperParameterTuningJobConfig"]
        for member in ("TrainingJobDefinition", "TrainingJobDefinitions", "Autotune"):
            body.pop(member, None)
        self._tags(body)
        definition = operation_model(CREATE).input_shape.members["TrainingJobDefinition"]
        one = self.rng.random() < 0.7
        n = 1 if one else self.rng.randint(1, 3)
        definitions = [self._definition(definition, config["Strategy"]) for _ in range(n)]
        if one:
            body["TrainingJobDefinition"] = definitions[0]
            config["ParameterRanges"] = definitions[0].pop("HyperParameterRanges")
            config["HyperParameterTuningJobObjective"] = definitions[0].pop("TuningObjective")
        else:
            body["TrainingJobDefinitions"] = definitions
            config.pop("ParameterRanges", None)
            config.pop("HyperParameterTuningJobObjective", None)
            for i, each in enumerate(definitions):
                each["DefinitionName"] = f"definition-{i}"
                each["TuningObjective"]["Type"] = definitions[0]["TuningObjective"]["Type"]
        self._limit(config, definitions)
        self._warm_start(body)
        return body

    def make(self, shape: Any) -> Any:
        """Return a legal value: required members, some of the others, as the shape allows."""
        return getattr(self, f"_make_{shape.type_name}")(shape)

    def _make_structure(self, shape: Any) -> Body:
        return {
            name: self.make(member)
            for name, member in shape.members.items()
            if name in shape.required_members or self.rng.random() < 0.3
        }

    def _make_list(self, shape: Any) -> list[Any]:
        return [self.make(shape.member) for _ in range(self._size(shape, 3))]

    def _make_map(self, shape: Any) -> Body:
        return {self.make(shape.key): self.make(shape.value) for _ in range(self._size(shape, 3))}

    def _make_boolean(self, shape: Any) -> bool:
        return self.rng.random() < 0.5

    def _make_integer(self, shape: Any) -> int:
        least = shape.metadata.get("min", 0)
        return self.rng.randint(least, min(shape.metadata.get("max", 2**31 - 1), least + 10**4))

    _make_long = _make_integer

    def _make_float(self, shape: Any) -> float:
        return self.rng.choice([0.25, -3, 1e-30, 7.5e20])

    _make_double = _make_float

    def _make_timestamp(self, shape: Any) -> float:
        return self.rng.uniform(0, 2e9)

    def _make_string(self, shape: Any) -> str:
        if shape.enum:
            return str(self.rng.choice(shape.enum))
        least, most = shape.metadata.get("min", 0), shape.metadata.get("max", 40)
        for _ in range(1000):
            made = matching(shape.metadata.get("pattern", f".{{{least},{most}}}"), self.rng)
            if least <= len(made) <= most:
                return made
        raise AssertionError(f"found no string for {shape.name}")

    def _size(self, shape: Any, most: int) -> int:
        least = shape.metadata.get("min", 0)
        return self.rng.randint(least, min(shape.metadata.get("max", most), least + most))

    # -- what only rules across fields say --

    def _definition(self, shape: Any, strategy: str) -> Body:
        made: Body = self.make(shape)
        made.pop("DefinitionName", None)
        specification = made["AlgorithmSpecification"]
        specification.pop("AlgorithmName", None)
        specification["TrainingImage"] = "bowl"
        names = [f"metric-{i}" for i in range(self.rng.randint(1, 4))]
        specification["MetricDefinitions"] = [{"Name": n, "Regex": f"{n}=(.*?);"} for n in names]
        made["TuningObjective"] = {
            "Type": self.rng.choice(["Minimize", "Maximize"]),
            "MetricName": self.rng.choice(names),
        }
        if "ResourceConfig" in made:
            made.pop("HyperParameterTuningResourceConfig", None)
        made["StoppingCondition"] = {"MaxRuntimeInSeconds": self.rng.randint(1, 10**6)}
        for i, channel in enumerate(made.get("InputDataConfig", ())):
            source = {"S3DataType": "S3Prefix", "S3Uri": f"s3://local/{i}"}
            channel |= {"ChannelName": f"channel-{i}", "DataSource": {"S3DataSource": source}}
        made["HyperParameterRanges"] = self._ranges(strategy)
        made["StaticHyperParameters"] = {
            f"static-{i}": self.make(shape.members["StaticHyperParameters"].value)
            for i in range(self.rng.randint(0, 60))
        }
        return made

    def _ranges(self, strategy: str) -> Body:
        rng = self.rng
        categorical = [
            {"Name": f"c{i}", "Values": [f"v{j}" for j in range(rng.randint(1, 4))]}
            for i in range(rng.randint(1, 4))
        ]
        if strategy == "Grid":
            return {"CategoricalParameterRanges": categorical}
        integer = [self._integer(f"i{i}") for i in range(rng.randint(0, 13))]
        continuous = [self._continuous(f"f{i}") for i in range(rng.randint(0, 13))]
        return {
            "IntegerParameterRanges": integer,
            "ContinuousParameterRanges": continuous,
            "CategoricalParameterRanges": categorical,
        }

    def _integer(self, name: str) -> Body:
        scale = self.rng.choice(["Auto", "Linear", "Logarithmic"])
        low = self.rng.randint(1 if scale == "Logarithmic" else -100, 100)
        high = low + self.rng.randint(1, 10**6)
        return self._range(name, str(low), str(high), scale)

    def _continuous(self, name: str) -> Body:
        scale = self.rng.choice(["Auto", "Linear", "Logarithmic", "ReverseLogarithmic"])
        low, high = sorted(self.rng.sample(range(1, 999), 2))
        form = self.rng.choice(["{:.3f}", "{:e}", "{}"])
        return self._range(name, form.format(low / 1000), form.format(high / 1000), scale)

    def _range(self, name: str, low: str, high: str, scale: str) -> Body:
        made = {"Name": name, "MinValue": low, "MaxValue": high}
        return made | (
            {} if scale == "Auto" and self.rng.random() < 0.5 else {"ScalingType": scale}
        )

    def _limit(self, config: Body, definitions: list[Body]) -> None:
        rng, strategy = self.rng, config["Strategy"]
        most = rng.randint(1, 10_000 if strategy == "Random" else 750)
        limits = {"MaxNumberOfTrainingJobs": most}
        if strategy == "Grid":
            limits["MaxNumberOfTrainingJobs"] = most = grid_size(definitions, config)
            if rng.random() < 0.5:
                del limits["MaxNumberOfTrainingJobs"]
        limits["MaxParallelTrainingJobs"] = rng.randint(1, min(most, 100))
        config["ResourceLimits"] = limits
        config.pop("StrategyConfig", None)
        if strategy == "Hyperband":
            config["TrainingJobEarlyStoppingType"] = "Off"
            if rng.random() < 0.5:
                resources = {
                    "MaxResource": rng.randint(9, 20_000),
                    "MinResource": rng.randint(1, 9),
                }
                config["StrategyConfig"] = {"HyperbandStrategyConfig": resources}
            for definition in definitions:
                definition["StaticHyperParameters"]["n-epochs"] = str(rng.randint(1, 20_000))

    def _tags(self, body: Body) -> None:
        for i, tag in enumerate(body.get("Tags", ())):
            tag["Key"] = f"Schlüssel {i}"

    def _warm_start(self, body: Body) -> None:
        if body["HyperParameterTuningJobConfig"]["Strategy"] not in ("Bayesian", "Random"):
            body.pop("WarmStartConfig", None)
        elif "WarmStartConfig" in body:
            body["WarmStartConfig"]["ParentHyperParameterTuningJobs"] = [
                {"HyperParameterTuningJobName": f"parent-{i}-of-this"}
                for i in range(self.rng.randint(1, 5))
            ]


def grid_size(definitions: list[Body], config: Body) -> int:
    """Return how many combinations there are, counted the plain way."""
    total = 0
    for definition in definitions:
        ranges = definition.get("HyperParameterRanges") or config["ParameterRanges"]
        product = 1
        for each in ranges["CategoricalParameterRanges"]:
            product *= len(each["Values"])
        total += product
    return total


def matching(pattern: str, rng: random.Random) -> str:
    """Return a random text that the pattern matches; repetitions without end are kept short."""
    for theirs, ours in (
        (r"\p{L}", "a-zé"),
        (r"\p{Z}", " "),
        (r"\p{N}", "0-9"),
        (r"\p{Alnum}", "a-z"),
    ):
        pattern = pattern.replace(theirs, ours)
    return "".join(_one(node, rng) for node in parser.parse(pattern))


def _one(node: tuple[Any, Any], rng: random.Random) -> str:
    kind, said = str(node[0]), node[1]
    if kind == "LITERAL":
        return chr(said)
    if kind in ("ANY", "NOT_LITERAL"):
        return rng.choice(string.ascii_letters + " -_.")
    if kind == "IN":
        return _member(rng.choice(said), rng)
    if kind == "BRANCH":
        return "".join(_one(each, rng) for each in rng.choice(said[1]))
    if kind == "SUBPATTERN":
        return "".join(_one(each, rng) for each in said[-1])
    if kind == "MAX_REPEAT":
        least, most, inside = said
        n = rng.randint(least, min(int(most), least + 12))
        return "".join(_one(each, rng) for _ in range(n) for each in inside)
    if kind in ("AT", "ASSERT_NOT"):
        return ""
    raise NotImplementedError(kind)


def _member(node: tuple[Any, Any], rng: random.Random) -> str:
    kind, said = str(node[0]), node[1]
    if kind == "RANGE":
        return chr(rng.randint(*said))
    if kind == "CATEGORY":
        return rng.choice("0123456789" if "DIGIT" in str(said) else "abcXYZ7")
    return chr(said)


class Breakage(NamedTuple):
    """One constraint to break: what to put where, and what the refusal must say."""

    at: tuple[str | int, ...]
    put: Any  # or DELETE
    path: str
    rule: str

    def apply(self, body: Body) -> Body:
        broken = copy.deepcopy(body)
        inside: Any = broken
        for step in self.at[:-1]:
            inside = inside[step]
        if self.put is DELETE:
            del inside[self.at[-1]]
        else:
            inside[self.at[-1]] = self.put
        return broken


DELETE = object()


def breakages(shape: Any, value: Any, at: tuple[str | int, ...] = ()) -> Iterator[Breakage]:
    """Give every way to break one constraint of the model in a legal value of the shape."""
    said, kind = shape.metadata, shape.type_name
    client, service = client_path(at), service_path(at)
    if at:
        wrong: Any = ["x"] if kind != "list" else "x"
        yield Breakage(at, wrong, client, "Invalid type")
    if kind == "structure":
        for member in shape.required_members:
            yield Breakage((*at, member), DELETE, f'in {client or "input"}: "{member}"', "Missing")
        yield Breakage((*at, "Nonsense"), 1, f'in {client or "input"}: "Nonsense"', "Unknown")
        for member, inside in value.items():
            yield from breakages(shape.members[member], inside, (*at, member))
    elif kind == "list":
        for i, inside in enumerate(value):
            yield from breakages(shape.member, inside, (*at, i))
        if said.get("min", 0) > 0:
            yield Breakage(at, [], client, "valid min length")
        if "max" in said and value:
            rule = f"length less than or equal to {said['max']}"
            yield Breakage(at, [value[0]] * (said["max"] + 1), service, rule)
    elif kind == "map":
        if "max" in said and value:
            many = {f"k{i}": next(iter(value.values())) for i in range(said["max"] + 1)}
            yield Breakage(at, many, service, f"length less than or equal to {said['max']}")
        for key, inside in value.items():
            yield from breakages(shape.value, inside, (*at, key))
    elif kind == "string":
        yield from _string_breakages(shape, at)
    elif kind in ("integer", "long"):
        yield Breakage(at, True, service, "must be a number")
        yield Breakage(at, 2**63, service, "must fit into")
        if "min" in said:
            yield Breakage(at, said["min"] - 1, client, f"valid min value: {said['min']}")
        if "max" in said:
            rule = f"value less than or equal to {said['max']}"
            yield Breakage(at, said["max"] + 1, service, rule)


def _string_breakages(shape: Any, at: tuple[str | int, ...]) -> Iterator[Breakage]:
    said, client, service = shape.metadata, client_path(at), service_path(at)
    if said.get("min", 0) > 0:
        yield Breakage(at, "", client, f"valid min length: {said['min']}")
    if "max" in said:
        long = "a" * (said["max"] + 1)
        yield Breakage(at, long, service, f"length less than or equal to {said['max']}")
    if shape.enum:
        yield Breakage(at, "Genetic", service, "must satisfy enum value set: [")
    if pattern := said.get("pattern"):
        least = said.get("min", 0)
        for wrong in ("_", "-", "\n", "é?", "-" * least, "a\n" * least):
            plain = re.sub(r"\\p\{\w+\}", "a-z", pattern)
            if least <= len(wrong) <= said.get("max", 99) and not re.fullmatch(plain, wrong):
                yield Breakage(at, wrong, service, "must satisfy regular expression pattern: ")
                return


def client_path(at: tuple[str | int, ...]) -> str:
    """Return the path as botocore's client writes it: A.B[0].C."""
    parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return "".join(parts).removeprefix(".")


def service_path(at: tuple[str | int, ...]) -> str:
    """Return the path as the service writes it: a.b.1.member.c."""
    parts = []
    for before, step in zip(("", *at), at, strict=False):
        if isinstance(step, int):
            parts.append(f"{step + 1}.member")
        elif before in ("StaticHyperParameters", "Environment"):
            parts.append(step)  # a key of a map is as it is
        else:
            parts.append(step[:1].lower() + step[1:])
    return ".".join(parts)
