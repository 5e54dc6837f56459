"""Where templates run: they reach nothing of Python, and may do only so much.

Each page has a budget of steps (nodes of a template that are run) and of letters (text that is
put together). Both are counted before the work is done, so that a loop of loops, a macro that
calls itself twice, or a text that doubles itself stops early, by name, and always at the same
place. Filters and methods that build large texts from small ones are not there at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sized
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.filters import FILTERS as ALL
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.utils import Namespace

FILTERS = (
    "abs", "batch", "capitalize", "d", "default", "dictsort", "e", "escape", "first", "float",
    "groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min", "reject",
    "rejectattr", "reverse", "round", "safe", "select", "selectattr", "slice", "sort", "string",
    "striptags", "sum", "title", "trim", "truncate", "unique", "upper", "wordcount",
)  # fmt: skip
"""What a theme may use of Jinja's own filters: none makes much of little, none is by chance."""

METHODS = ("endswith", "lower", "lstrip", "rstrip", "split", "startswith", "strip", "upper")
"""What a theme may ask of a text."""

_LONG = 4096
"""Bits of a number that a template may reckon with."""

_DIGITS = 12
"""To so many a template may round a number."""

_KEPT = 256
"""So many templates a process need not compile again for the next page."""

_compiled: dict[tuple[str | None, ...], tuple[Any, int, int]] = {}
"""Templates as code, by source, name and file; what it took of a budget to compile each."""


class TooMuch(jinja2.TemplateRuntimeError):
    """A template has used up its budget; ``setting`` is what would give it more."""

    def __init__(self, message: str, setting: str) -> None:
        super().__init__(message)
        self.setting = setting


@dataclass(slots=True)
class Budget:
    """How many steps and letters are left for a page."""

    steps: int
    letters: int

    def step(self, count: int = 1) -> None:
        """Take steps off; raise ``TooMuch`` if there are not so many."""
        self.steps -= count
        if self.steps < 0:
            raise TooMuch("the templates do not come to an end", "template_steps")

    def write(self, count: int) -> None:
        """Take letters off; raise ``TooMuch`` if there are not so many."""
        self.letters -= count
        if self.letters < 0:
            raise TooMuch("the templates write more and more", "template_mb")


class Sandbox(SandboxedEnvironment):
    """Jinja's sandbox with a budget, and without what a page does not need."""

    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "%", "**"))

    def __init__(self, budget: Budget, **options: Any) -> None:
        self.budget = budget
        super().__init__(**options)
        self.filters: dict[str, Any] = {name: ALL[name] for name in FILTERS}
        self.filters |= {"_looped": self._looped, "_spent": self._spent, "_made": self._weighed}
        self.filters |= {"batch": self._batched, "slice": self._sliced, "round": self._rounded}
        self.filters["sum"] = self._summed
        self.globals = {"range": self.globals["range"], "dict": dict, "namespace": Namespace}
        self.concat = self._joined  # type: ignore[method-assign]

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        if isinstance(obj, str) and attr not in METHODS:
            return False
        return bool(super().is_safe_attribute(obj, attr, value))

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805
        __self.budget.step(10)
        return __self.made(super().call(__context, __obj, *args, **kwargs))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        self._weigh(operator, left, right)
        return self.made(super().call_binop(context, operator, left, right))

    def compile(  # type: ignore[override]
        self, source: str, name: str | None = None, filename: str | None = None, **_raw: Any
    ) -> Any:
        """Return a template as code, and pay for it, whether or not it was compiled before."""
        key, budget = (source, name, filename), self.budget
        if key not in _compiled:
            steps, letters = budget.steps, budget.letters
            code = super().compile(source, name, filename)
            if len(_compiled) >= _KEPT:
                _compiled.clear()
            _compiled[key] = code, steps - budget.steps, letters - budget.letters
            return code
        code, steps, letters = _compiled[key]
        budget.step(steps)
        budget.write(letters)
        return code

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return _priced(super()._parse(source, name, filename))

    def _weigh(self, operator: str, left: Any, right: Any) -> None:
        """Refuse what would make a text, list or number out of all proportion."""
        if isinstance(left, str) and operator == "%":
            raise jinja2.TemplateRuntimeError("a text is no format: use the filter fill")
        if operator == "*" and (isinstance(left, Sized) or isinstance(right, Sized)):
            many, other = (left, right) if isinstance(left, Sized) else (right, left)
            self.budget.write(len(many) * max(int(other), 0))
        if operator == "**":
            raise jinja2.TemplateRuntimeError("a template does not reckon with powers")
        if any(isinstance(one, int) and one.bit_length() > _LONG for one in (left, right)):
            raise jinja2.TemplateRuntimeError("a number has too many digits")

    @jinja2.pass_context
    def _weighed(self, _: Context, value: Any) -> Any:
        return self.made(value)

    def made(self, value: Any) -> Any:
        """Return a value that a template made, once it is paid for."""
        if isinstance(value, str | list | tuple):
            self.budget.write(len(value))
        return value

    def _joined(self, pieces: Iterable[str]) -> str:
        listed = list(pieces)
        self.budget.write(sum(map(len, listed)))
        return "".join(listed)

    @jinja2.pass_context  # or it would be reckoned once, when the template is read
    def _looped(self, _: Context, value: Any, weight: int) -> Any:
        listed = value if isinstance(value, Sized) else list(value)
        self.budget.step(len(listed) * weight)
        return listed

    @jinja2.pass_context  # so here: what can be reckoned beforehand is not paid for
    def _batched(self, _: Context, value: Any, linecount: Any, fill_with: Any = None) -> Any:
        listed, count = list(value), int(linecount)
        self.budget.step(len(listed) + (0 if fill_with is None else max(count, 0)))
        return ALL["batch"](listed, count, fill_with)

    @jinja2.pass_context
    def _sliced(self, here: Context, value: Any, slices: Any, fill_with: Any = None) -> Any:
        self.budget.step(max(int(slices), 0))
        return ALL["slice"](here.eval_ctx, value, int(slices), fill_with)

    @jinja2.pass_context
    def _rounded(self, _: Context, value: Any, precision: Any = 0, method: Any = "common") -> Any:
        if abs(int(precision)) > _DIGITS:
            raise jinja2.TemplateRuntimeError(f"a number is rounded to {_DIGITS} digits at most")
        return ALL["round"](value, int(precision), method)

    @jinja2.pass_context
    def _summed(self, _: Context, iterable: Any, attribute: Any = None, start: Any = 0) -> Any:
        if not isinstance(start, int | float):
            raise jinja2.TemplateRuntimeError("only numbers are summed")
        return ALL["sum"](self, iterable, attribute, start)

    @jinja2.pass_context
    def _spent(self, _: Context, weight: int) -> str:
        self.budget.step(weight)
        return ""


def own(filters: Mapping[str, Callable[..., Any]], sandbox: Sandbox) -> None:
    """Give a sandbox filters of ours; what they make is counted."""

    def paid(call: Callable[..., Any]) -> Callable[..., Any]:
        return lambda *args, **kwargs: sandbox.made(call(*args, **kwargs))

    sandbox.filters |= {name: paid(call) for name, call in filters.items()}


def _priced(template: nodes.Template) -> nodes.Template:
    """Return a template that pays for what it does: each body, loop and joined text."""
    for loop in template.find_all(nodes.For):
        loop.iter = _filtered(loop.iter, "_looped", _weight(loop))
    bodies: list[Any] = [template]
    bodies += template.find_all((nodes.Macro, nodes.Block, nodes.CallBlock))
    for body in bodies:
        price = _filtered(nodes.Const(_weight(body)), "_spent")
        body.body.insert(0, nodes.ExprStmt(price).set_lineno(body.lineno or 1))
    for joined in list(template.find_all(nodes.Concat)):
        whole = nodes.Concat(joined.nodes)
        whole.set_lineno(joined.lineno)
        joined.nodes = [_filtered(whole, "_made")]
    assert template.environment
    template.set_environment(template.environment)  # that of the new nodes too
    return template


def _weight(node: nodes.Node) -> int:
    return 1 + sum(1 for _ in node.find_all(nodes.Node))


def _filtered(node: Any, name: str, *arguments: int) -> nodes.Filter:
    given: list[nodes.Expr] = [nodes.Const(argument) for argument in arguments]
    priced = nodes.Filter(node, name, given, [], None, None)
    priced.set_lineno(node.lineno or 1)
    return priced
