"""The command line: parse arguments, open the World, call one function, print, exit.

Exit status: 0 clean · 1 findings · 2 bad usage · 3 the project cannot be built · 4 a tool is
missing · 5 both sides changed a text (`review import`) · 70 a fault of ours.
"""

from __future__ import annotations

import gc
import os
import shlex
import sys
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from time import time
from typing import TYPE_CHECKING, Any

import click

from pipeline import __version__, calling, choosing, helping
from pipeline.custody import ALONE
from pipeline.diagnostics import Diagnostic, PipelineError, Severity, visible
from pipeline.locking import WAIT, hold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pipeline.config import Project
    from pipeline.executors import Executor
    from pipeline.workshop import Workshop

CLEAN, FINDINGS, USAGE, BROKEN, NO_TOOL, BUG = 0, 1, 2, 3, 4, 70
STOPPED, ENDED = 130, 143
_TOOLS = ("missing-tool", "no-scheduler", "no-worker", "missing-font", "missing-profile")
_ELSEWHERE = {
    "adopt": "pipeline.adopt.verbs",
    "cache": "pipeline.custody",
    "check": "pipeline.copydesk.verbs",
    "explain": "pipeline.copydesk.verbs",
    "export": "pipeline.exchange.verbs",
    "import": "pipeline.exchange.verbs",
    "merge": "pipeline.merging",
    "po": "pipeline.tidying",
    "preview": "pipeline.preview.verbs",
    "review": "pipeline.review.verbs",
    "suggest": "pipeline.exchange.verbs",
    "verify": "pipeline.custody",
}


class Verbs(helping.Helped):
    """Turns a ``PipelineError`` from any verb into its diagnostics and its exit status.

    The verbs of ``_ELSEWHERE`` are imported when they are asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *_ELSEWHERE})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _ELSEWHERE and cmd_name not in self.commands:
            import_module(_ELSEWHERE[cmd_name]).add(self, _opened)
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except PipelineError as error:
            _print(error.diagnostics)
            sys.exit(_broken(error.diagnostics))
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except KeyboardInterrupt as reason:
            click.echo(
                "stopped; what is finished stays, and the next run goes on from there", err=True
            )
            sys.exit(ENDED if isinstance(reason, Ended) else STOPPED)
        except OSError as reason:
            where = f" `{reason.filename}`" if reason.filename else ""
            click.echo(f"cannot read or write{where}: {reason.strerror or reason}", err=True)
            sys.exit(BROKEN)
        except Exception as fault:
            _confess(fault)
            sys.exit(BUG)


class Ended(KeyboardInterrupt):
    """The machine, or CI, has asked us to end: we do as with Ctrl-C."""


def end(*_signal: object) -> None:
    """Stop whatever this process is at."""
    raise Ended


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="diglot")
@click.option(
    "--root", type=click.Path(path_type=Path), help="The project's folder; else the nearest above."
)
@click.option("--wait", is_flag=True, help="Wait for another `diglot` that works on the project.")
@click.option("--local-cache", is_flag=True, help="Leave the shared cache of the project alone.")
@click.pass_context
def main(ctx: click.Context, /, root: Path | None, **options: bool) -> None:
    """Publish one text in two languages: PDF, Word and web from one release.

    `diglot COMMAND --help` tells all of a command; ./diglot test, of the launcher, tests Diglot.
    """
    ctx.obj = root
    ctx.meta.update({WAIT: options["wait"], ALONE: options["local_cache"]})
    if os.environ.get("NO_COLOR"):
        ctx.color = False


@main.command("build", epilog="One file: diglot build SLUG -l zh_CN -f pdf")
@click.argument("slugs", nargs=-1)
@choosing.LOCALE
@choosing.FORMAT
@click.option("--edition", help="single, or parallel: each text beside its translation.")
@click.option("-x", "--executor", default="processes", help="processes, serial or dask.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="How many processes.")
@click.option("--scheduler", default="", help="Dask's, tcp://…; without one, a local cluster.")
@click.option("--shard", default="1/1", help="Only a part of the releases: 2/5, second fifth.")
@click.option("--to", help="Publish there, not in output/: a folder, s3://bucket/releases, …")
@click.option("--timings", type=click.Path(path_type=Path), help="Write a trace of every step.")
@click.option("-v", "--verbose", is_flag=True, help="Name the steps that the cache served too.")
@click.option("--verify", is_flag=True, help="Build twice more, elsewhere, and compare.")
@click.pass_obj
def build_verb(root: Path | None, /, slugs: tuple[str, ...], **options: Any) -> None:
    """Make the artefacts of all releases, or of the SLUGS named, into output/ or --to."""
    from time import perf_counter

    from pipeline import custody, executors, progress, timings
    from pipeline.delivery import deliver
    from pipeline.orders import Wish
    from pipeline.rounds import Run

    started = perf_counter()
    home = _home(root)
    hold(home, "build")
    executor = options["executor"]
    if executor not in executors.NAMES:
        listed = " or ".join(executors.NAMES)
        raise click.UsageError(f"executor `{executor}`: write {listed}")
    outlet = custody.outlet(options["to"], home, alone=not slugs and options["shard"] == "1/1")
    with (
        _uncollected(),
        timings.traced(options["timings"]),
        executors.opened(executor, options["jobs"], options["scheduler"]) as execute,
        progress.shown(verbose=options["verbose"]) as tell,
    ):
        shop = _shop(home, execute, tell)
        project = _project(shop)
        locales = choosing.locales(project, options["locales"])
        formats = choosing.edition(options["edition"], choosing.formats(options["formats"]))
        shard = choosing.shard(options["shard"], project, slugs)
        run = Run(project, shop, Wish(slugs, locales, formats), shard=shard)
        tally = deliver(home, run, lambda path: click.echo(f"  {outlet.name}/{path}"), outlet)
    custody.tidied(project, shop)
    _print(tally.diagnostics)
    fresh = sum(not step.recalled for step in shop.steps)
    seconds = perf_counter() - started
    made = f"{tally.files} artefacts, {len(tally.changed)} new"
    click.echo(f"{made}; {fresh} engine runs; {seconds:.2f} s")
    if tally.withheld:
        names = ", ".join(name or "the rest" for name in tally.withheld)
        click.echo(visible(f"not published: {names}"), err=True)
    for fault in tally.faults:
        _confess(fault)
    if tally.faults or tally.withheld:
        sys.exit(BUG if tally.faults else _broken(tally.diagnostics))
    same = not options["verify"] or custody.rebuilt(home, slugs, options, outlet)
    sys.exit(FINDINGS if tally.diagnostics or not same else CLEAN)


@main.command("sync")
@click.argument("slugs", nargs=-1)
@choosing.LOCALE
@click.option("--check", is_flag=True, help="Write nothing; exit 1 if a catalog is not current.")
@click.option(
    "--accept-cosmetic", is_flag=True, help="Keep translations of mere typing corrections."
)
@click.pass_obj
def sync_verb(root: Path | None, /, slugs: tuple[str, ...], **options: Any) -> None:
    """Bring the catalogs up to date with the sources and the templates."""
    from pipeline.publish import write
    from pipeline.translators import sync

    home = _home(root)
    if not options["check"]:
        hold(home, "sync")
    shop = _shop(home)
    project = _project(shop)
    locales = choosing.locales(project, options["locales"])
    with _uncollected():
        stale = list(sync(project, shop, slugs, locales, cosmetic=options["accept_cosmetic"]))
    for path, data in stale:
        if not options["check"]:
            write(home / path, data, home)
        click.echo(f"  {path}{' is not current' if options['check'] else ''}")
    click.echo(
        "catalogs are current"
        if not stale
        else f"{_counted(stale)} {'differs' if len(stale) == 1 else 'differ'} from the sources: "
        f"run `{_called()} sync`"
        if options["check"]
        else f"{_counted(stale)} brought up to date"
    )
    sys.exit(FINDINGS if stale and options["check"] else CLEAN)


@main.command("status")
@click.argument("slugs", nargs=-1)
@choosing.LOCALE
@click.option("--why", is_flag=True, help="Name every input that changed.")
@click.option("--json", "plain", is_flag=True, help="Print the counts as JSON.")
@click.option("--badge", type=click.Path(path_type=Path), help="Write an SVG badge to this file.")
@click.pass_obj
def status_verb(root: Path | None, /, slugs: tuple[str, ...], **options: Any) -> None:
    """Show how far each release is in each locale, and which artefacts are stale and why."""
    from pipeline import coverage
    from pipeline.publish import write
    from pipeline.status import artefacts

    home = _home(root)
    shop = _shop(home)
    project = _project(shop)
    locales = choosing.locales(project, options["locales"])
    rows = tuple(coverage.coverage(project, shop, slugs, locales))
    if options["badge"]:
        write(options["badge"], coverage.badge(rows).encode())
    if options["plain"]:
        click.echo(coverage.as_json(rows), nl=False)
        return
    click.echo(coverage.table(rows))
    for line in artefacts(home, project, shop, slugs, why=options["why"]):
        click.echo(_spelt(line))


@main.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--ci", multiple=True, help="Add a recipe: github, gitlab, shell, hook, container.")
def init_verb(folder: Path, ci: tuple[str, ...]) -> None:
    """Make a new project in FOLDER that builds at once, or add recipes for CI to one.

    It writes diglot.toml, README.md, a sample release and its translation; FOLDER must be empty.
    """
    from pipeline import scaffold
    from pipeline.config import FILE

    if strange := next((name for name in ci if name not in scaffold.CI), ""):
        listed = ", ".join(scaffold.CI)
        raise click.UsageError(f"there is no recipe `{strange}`; write one of {listed}")
    stands = bool(ci) and (folder / FILE).is_file()
    made = () if stands else scaffold.init(folder)
    for path in (*made, *scaffold.recipes(folder, ci)):
        click.echo(f"  {path}")
    if "hook" in ci:
        click.echo(f"{scaffold.SWITCH} switches the hook on")
    if not stands:
        click.echo(f"now: cd {shlex.quote(str(folder))} && {_called(folder)} build")


@main.command("new")
@click.argument("slug")
@click.pass_obj
def new_verb(root: Path | None, slug: str) -> None:
    """Begin a new release, sources/SLUG/release.md, with a sample of every part.

    SLUG is its name in addresses and files, such as 2025-06-01-opening; the date it begins with
    is that of the release, else today.
    """
    from datetime import date

    from pipeline import scaffold

    hold(_home(root), "new")
    today = date.today().isoformat()  # noqa: DTZ011  (the day where the author sits)
    click.echo(f"  {scaffold.new(_home(root), slug, today)}")
    click.echo(f"now: write it, then run `{_called()} sync` and `{_called()} build`")


@main.command("doctor")
@click.pass_obj
def doctor_verb(root: Path | None) -> None:
    """Say what is found on this machine, which version, and what to do."""
    from pipeline import doctor

    rows = doctor.examine(root or Path())
    click.echo(calling.installing(doctor.table(rows), _launcher(), Path()))
    sys.exit(NO_TOOL if not doctor.healthy(rows) else CLEAN)


def _opened(root: Path | None) -> tuple[Path, Project, Workshop]:
    """Open the project at a folder, or the nearest above: its home, its keys, its tools."""
    home = _home(root)
    shop = _shop(home)
    return home, _project(shop), shop


def _home(root: Path | None) -> Path:
    """Return the project's folder: the one named, or the nearest above with a diglot.toml."""
    from pipeline.config import FILE

    here = (root or Path()).absolute()
    for folder in [here] if root else [here, *here.parents]:
        if (folder / FILE).is_file():
            return folder
    where = f"{here}{'' if root else ' or above'}"
    raise click.UsageError(f"no {FILE} in {where}; make a project with `{_called()} init FOLDER`")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Leave the collector of cycles off: a large release is millions of values without one."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()  # what there is now stays until the end, which is near
        gc.enable()


def _shop(home: Path, execute: Executor | None = None, tell: Any = None) -> Workshop:
    from pipeline.cache import Cache
    from pipeline.executors import serial
    from pipeline.workshop import Workshop
    from pipeline.world import Disk

    cache = Cache(home / ".diglot" / "cache", now_s=time())
    click.get_current_context().call_on_close(lambda: _print(cache.told.values()))
    shop = Workshop(Disk(home, _shipped()), cache, execute or serial)
    if tell:
        shop.tell = tell
    return shop


def _shipped() -> Path:
    """Return the folder of themes that travel with the program: in the wheel, or beside it."""
    package = Path(__file__).parent
    return package / "builtin" if (package / "builtin").is_dir() else package.parent


def _project(shop: Workshop) -> Project:
    from dataclasses import replace

    from pipeline import config, custody, limits
    from pipeline.world import Disk

    project = config.load(shop.world)
    limits.install(project.most)
    if isinstance(shop.world, Disk):
        shop.world = replace(shop.world, most=project.most)
    if project.cache:
        shared = custody.shared(project, click.get_current_context())
        shop.cache = replace(shop.cache, shared=shared)
    return project


def _print(diagnostics: Iterable[Diagnostic]) -> None:
    for diagnostic in diagnostics:
        click.echo(_spelt(str(diagnostic)), err=True)


def _spelt(advice: str) -> str:
    return calling.spelt(advice, _launcher(), Path())


def _called(folder: Path | None = None) -> str:
    return calling.called(_launcher(), folder or Path())


def _launcher() -> str:
    """Return the path of the launcher that called us, or nothing: only the launcher says so."""
    return os.environ.get("DIGLOT_CALLED", "")


def _broken(diagnostics: Iterable[Diagnostic]) -> int:
    """Return the status of a project that cannot be built, or lacks a tool only."""
    wrong = [found for found in diagnostics if found.severity is Severity.ERROR]
    return NO_TOOL if all(found.rule in _TOOLS for found in wrong) else BROKEN


def _counted(catalogs: list[Any]) -> str:
    return "1 catalog" if len(catalogs) == 1 else f"{len(catalogs)} catalogs"


def _confess(fault: Exception) -> None:
    import traceback

    click.echo("".join(traceback.format_exception(fault)), err=True)
    click.echo(
        "this is a fault of Diglot, not of your text; what it was at was not published", err=True
    )
