r"""The few words of TeX that questions use, as MathML: `math(r"w^2")`.

MathML is drawn by the browser at once, without a script or a font to load, and screen readers read
it aloud; JupyterLab's own typesetter is loaded later than the question stands there.
"""

from __future__ import annotations

import re

Node = str | list["Node"]  # a text, or a tag and what is in it

_TABLE = r"""
alpha α  beta β  gamma γ  delta δ  epsilon ϵ  varepsilon ε  zeta ζ  eta η  theta θ  kappa κ
lambda λ  mu μ  nu ν  xi ξ  pi π  rho ρ  sigma σ  tau τ  phi ϕ  varphi φ  chi χ  psi ψ  omega ω
Gamma Γ  Delta Δ  Theta Θ  Lambda Λ  Xi Ξ  Pi Π  Sigma Σ  Phi Φ  Psi Ψ  Omega Ω
cdot ·  times ×  pm ±  le ≤  leq ≤  ge ≥  geq ≥  ne ≠  neq ≠  approx ≈  sim ∼  infty ∞
leftarrow ←  rightarrow →  to →  mapsto ↦  sum ∑  prod ∏  int ∫  partial ∂  nabla ∇  in ∈
lceil ⌈  rceil ⌉  lfloor ⌊  rfloor ⌋  mid ∣  lvert |  rvert |  ldots …  dots …  cdots ⋯
{ {  } }  % %  | ‖
"""
_CELLS = _TABLE.split()
_SYMBOLS = dict(zip(_CELLS[::2], _CELLS[1::2], strict=True)) | dict.fromkeys(
    ",;: ", "\N{THIN SPACE}"
)
_FUNCTIONS = {
    "max",
    "min",
    "log",
    "ln",
    "exp",
    "arg",
    "argmin",
    "argmax",
    "sin",
    "cos",
    "tanh",
    "sign",
    "lim",
}
_UPRIGHT = {"text", "mathrm", "mathbf", "operatorname", "mathit"}
_MARKS = {"hat": "^", "bar": "‾", "tilde": "~"}
_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\S")


def math(source: str) -> list[Node]:
    """Return ["math", spoken text, MathML...]; what it cannot read stays as it was written."""
    try:
        rows = _Reader(source).rows()
    except (IndexError, KeyError):
        rows = [["mtext", source]]
    return ["math", _spoken(rows), *rows]


class _Reader:
    """Reads the few words of TeX that questions use."""

    def __init__(self, source: str) -> None:
        self._tokens = _TOKEN.findall(source)

    def rows(self, until: str | None = None) -> list[Node]:
        """Read up to the token `until`, or to the end."""
        nodes: list[Node] = []
        while self._tokens or until:
            if (token := self._tokens.pop(0)) == until:
                break
            nodes.append(self._scripts(self._one(token)))
        return nodes

    def _group(self) -> Node:
        nodes = [self._one(self._tokens.pop(0))]
        return nodes[0] if len(nodes) == 1 else ["mrow", *nodes]

    def _one(self, token: str) -> Node:
        if token == "{":
            inner = self.rows("}")
            return inner[0] if len(inner) == 1 else ["mrow", *inner]
        if token.startswith("\\"):
            return self._command(token[1:])
        if token[0].isdigit():
            return ["mn", token]
        return ["mi", token] if token.isalpha() else ["mo", {"-": "−", "*": "∗"}.get(token, token)]

    def _command(self, name: str) -> Node:
        if name == "frac":
            return ["mfrac", self._group(), self._group()]
        if name == "sqrt":
            return ["msqrt", self._group()]
        if name in ("left", "right"):
            return self._one(self._tokens.pop(0))
        if name in _MARKS:
            return ["mover", self._group(), ["mo", _MARKS[name]]]
        if name in _UPRIGHT:
            return ["mtext", "".join(_texts([self._group()]))]
        if name in _FUNCTIONS:
            return ["mi", name]
        symbol = _SYMBOLS[name]
        return ["mi", symbol] if symbol.isalpha() else ["mo", symbol]

    def _scripts(self, base: Node) -> Node:
        below = above = None
        while self._tokens and self._tokens[0] in "_^":
            sign = self._tokens.pop(0)
            script = self._group()
            if _texts([script]) and all(len(t) == 1 for t in _texts([script])):
                letters = "".join(_texts([script]))
                script = ["mi", letters] if len(letters) > 1 and letters.isalpha() else script
            below, above = (script, above) if sign == "_" else (below, script)
        if below is not None and above is not None:
            return ["msubsup", base, below, above]
        if below is not None:
            return ["msub", base, below]
        return base if above is None else ["msup", base, above]


def _texts(nodes: list[Node]) -> list[str]:
    found: list[str] = []
    for node in nodes:
        found += [node] if isinstance(node, str) else _texts(node[1:])
    return found


def _spoken(nodes: list[Node]) -> str:
    """Return mathematics in one line: (1)/(2), x^2."""
    said: list[str] = []
    for node in nodes:
        if isinstance(node, str):
            said.append(node)
            continue
        parts = [_spoken([child]) for child in node[1:]]
        match node[0]:
            case "mfrac":
                fraction = f"{_bracketed(parts[0])}/{_bracketed(parts[1])}"
                said.append(fraction if len(nodes) == 1 else f"({fraction})")
            case "msup":
                said.append(f"{parts[0]}^{_bracketed(parts[1])}")
            case "msub":
                said.append(f"{parts[0]}_{_bracketed(parts[1])}")
            case "msubsup":
                said.append(f"{parts[0]}_{_bracketed(parts[1])}^{_bracketed(parts[2])}")
            case "msqrt":
                said.append(f"√{_bracketed(parts[0])}")
            case "mo" if parts[0] in "=+−<>≤≥≈←→×·":
                said.append(f" {parts[0]} ")
            case _:
                said.append("".join(parts))
    return "".join(said).strip()


def _bracketed(text: str) -> str:
    return text if len(text) == 1 or text.isalnum() else f"({text})"
