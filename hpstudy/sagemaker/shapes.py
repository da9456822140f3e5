"""The service's own model of what goes in and out, read from botocore and walked.

    missing, unknown, of a wrong type, below a minimum     botocore's ParamValidator: every client
    above a maximum, not in the enum, not as the pattern   `value_faults`: only the service

The model is the one that boto3 itself carries, so a newer boto3 brings newer instance types.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from hpstudy.sagemaker.errors import Fault

# What Java's regular expressions say and Python's do not, for use inside [ ].
_CLASSES = {
    r"\p{L}": r"\w",
    r"\p{N}": r"\w",
    r"\p{Z}": " \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000",
    r"\p{Alnum}": "a-zA-Z0-9",
}
_INTEGERS = {"integer": 2**31, "long": 2**63}


def need_botocore() -> None:
    """Raise an error with the way out if botocore is not installed."""
    try:
        import botocore  # noqa: F401
    except ModuleNotFoundError:
        raise ModuleNotFoundError(
            "The tuning job's requests are checked by Amazon's own model, which botocore brings:"
            ' pip install "hpstudy[aws]"'
        ) from None


@cache
def service_model() -> Any:
    """Return botocore's model of the service, loaded once."""
    need_botocore()
    from botocore.loaders import Loader
    from botocore.model import ServiceModel

    return ServiceModel(Loader().load_service_model("sagemaker", "service-2"), "sagemaker")


def operation_model(operation: str) -> Any:
    """Return botocore's model of one operation."""
    return service_model().operation_model(operation)


def member_report(shape: Any, value: object) -> str:
    """Return what botocore's client would complain about before it sends `value`; "" if nothing."""
    report = _validator().validate(value, shape)
    return str(report.generate_report()) if report.has_errors() else ""


@cache
def _validator() -> Any:
    """Return botocore's validator, mended for times that no calendar has: there it raises."""
    need_botocore()
    from botocore.validate import ParamValidator

    class Validator(ParamValidator):  # type: ignore[misc]
        def _validate_timestamp(self, param: Any, shape: Any, errors: Any, name: str) -> None:
            try:
                super()._validate_timestamp(param, shape, errors, name)
            except (ArithmeticError, OSError, RuntimeError):
                years = ["a time in the years 1 to 9999"]
                errors.report(name, "invalid type", param=param, valid_types=years)

    return Validator()


def value_faults(shape: Any, value: Any, path: str = "") -> Iterator[Fault]:
    """Give what the service refuses and botocore's client does not see; types are right already."""
    for rule in _broken(shape, value):
        yield Fault(path, value, rule)
    if shape.type_name == "structure":
        for member, inside in value.items():
            yield from value_faults(shape.members[member], inside, below(path, member))
    elif shape.type_name == "list":
        for n, inside in enumerate(value, 1):
            yield from value_faults(shape.member, inside, item(path, n))
    elif shape.type_name == "map":
        for key, inside in value.items():
            for rule in _broken(shape.key, key):
                yield Fault(path, key, f"Map keys must satisfy constraint: [{rule}]")
            yield from value_faults(shape.value, inside, f"{path}.{key[:64]}")


def output_faults(operation: str, output: Mapping[str, Any]) -> list[str]:
    """Return what is wrong with an operation's output: missing, unknown or wrong members."""
    shape = operation_model(operation).output_shape
    if shape is None:
        return [f"Unknown member: {member}" for member in output]
    if report := member_report(shape, output):
        return report.splitlines()
    return [str(fault) for fault in value_faults(shape, output)]


def below(path: str, *members: str) -> str:
    """Return a member's path as the service writes it: `below("a", "RoleArn")` is a.roleArn."""
    return ".".join([*([path] if path else []), *(m[:1].lower() + m[1:] for m in members)])


def item(path: str, n: int) -> str:
    """Return the path of the nth thing of a list, from 1."""
    return f"{path}.{n}.member"


def _broken(shape: Any, value: Any) -> Iterator[str]:
    """Give the rules of the shape that the value itself breaks."""
    kind, said = shape.type_name, shape.metadata
    if kind == "string":
        yield from _within(said, len(value), "length")
        if said.get("enum") and value not in said["enum"]:
            yield f"Member must satisfy enum value set: [{', '.join(said['enum'])}]"
        if "pattern" in said and not _matches(said, value):
            yield f"Member must satisfy regular expression pattern: {said['pattern']}"
    elif kind in ("list", "map"):
        yield from _within(said, len(value), "length")
    elif kind in ("integer", "long", "float", "double", "timestamp"):
        yield from _number(kind, said, value)


def _within(said: Mapping[str, Any], size: float, what: str) -> Iterator[str]:
    if size < said.get("min", -math.inf):
        yield f"Member must have {what} greater than or equal to {said['min']}"
    if size > said.get("max", math.inf):
        yield f"Member must have {what} less than or equal to {said['max']}"


def _number(kind: str, said: Mapping[str, Any], value: Any) -> Iterator[str]:
    """Give what is wrong with a number; to Python True is one, and infinity, to the service not."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield "Member must be a number"
    elif kind in _INTEGERS:
        if not -_INTEGERS[kind] <= value < _INTEGERS[kind]:
            yield f"Member must fit into {8 if kind == 'long' else 4} bytes"
        else:
            yield from _within(said, value, "value")
    elif not abs(value) <= 1.7976931348623157e308:
        yield "Member must be a finite number"
    else:
        yield from _within(said, value, "value")


def _matches(said: Mapping[str, Any], value: str) -> bool:
    # A pattern is the service's own and may be slow on a long text: too long is said already.
    if len(value) > said.get("max", math.inf):
        return True
    pattern = _compiled(said["pattern"])
    return pattern is None or pattern.fullmatch(value) is not None


@cache
def _compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the service's pattern, which is Java's, as Python's; None if it cannot be said."""
    flags = re.NOFLAG if r"\p" in pattern else re.ASCII
    for theirs, ours in _CLASSES.items():
        pattern = pattern.replace(theirs, ours)
    try:
        return re.compile(pattern, flags)
    except re.error:
        return None
