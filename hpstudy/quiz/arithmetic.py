"""A sum such as 1 - (1 - 0.1)**10, worked out over `ast`: numbers and six operators, never code."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

FUNCTIONS: dict[str, Callable[[float], float]] = {
    "sqrt": math.sqrt,
    "exp": math.exp,
    "ln": math.log,
    "log": math.log10,
}
_OPERATORS: dict[type[ast.AST], Callable[..., float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}


def evaluate(expression: str) -> float | None:
    """Return the finite real number that the expression is, or None if it is none."""
    try:
        value = _value(ast.parse(expression.strip(), mode="eval").body)
        return value if math.isfinite(value) else None
    except (SyntaxError, TypeError, ValueError, ArithmeticError, MemoryError, RecursionError):
        return None


def _value(node: ast.AST) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.UnaryOp(op=op, operand=operand):
            return _OPERATORS[type(op)](_value(operand)) if type(op) in _OPERATORS else _refuse()
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=[argument], keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](_value(argument))
    return _refuse()


def _refuse() -> float:
    raise ValueError("not arithmetic")
