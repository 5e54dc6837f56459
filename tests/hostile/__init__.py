"""Projects of people who mean harm: what each attacks, and the rule that has to answer.

A case is a few files laid over a small sound project, run by a real verb in a process of its
own, without a network and under limits of time and memory. It is contained if the named rule
answers, or if it has no answer (`inert`), when the artefacts are sound and hold nothing of it.

``python -m tests.hostile`` runs all of them and prints what each took.
"""

from tests.hostile import (
    catalogs,
    depths,
    engines,
    letters,
    links,
    markup,
    names,
    network,
    outside,
    pictures,
    placeholders,
    sizes,
    themes,
)
from tests.hostile.case import Case

KINDS: dict[str, tuple[Case, ...]] = {
    kind.__name__.rpartition(".")[2]: kind.CASES
    for kind in (
        outside, network, markup, placeholders, links, names, letters, pictures, themes, catalogs,
        depths, sizes, engines,
    )
}  # fmt: skip
CASES: tuple[Case, ...] = tuple(case for cases in KINDS.values() for case in cases)
"""The corpus, kind by kind."""
