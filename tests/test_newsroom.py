"""Many releases: each is a task in each locale, done anywhere in any order, published alone."""

from __future__ import annotations

import pickle
import shutil

import pytest
from click.testing import CliRunner

from pipeline import config, delivery, executors, inventory, publish, standing
from pipeline.build import build, finished
from pipeline.cache import Cache
from pipeline.cli import _shipped, main
from pipeline.executors import Loss
from pipeline.model import Locale
from pipeline.orders import Wish
from pipeline.rounds import Run
from pipeline.tasks import NOWHERE, Maker, Making
from pipeline.workshop import Workshop
from pipeline.world import Disk, Memory
from tests import small

LIGHT = Wish(formats=("text",))
OTHER = "2024-06-01-closing"
BROKEN = "2024-07-01-broken"
THIRD = "2024-08-01-third"


class Elsewhere:
    """An executor that does all in another order, and loses the tasks it is told to."""

    def __init__(self, lost=(), fault=None):
        self.lost, self.fault, self.warmed = set(lost), fault, []

    def __call__(self, job, items):
        tasks = [pickle.loads(pickle.dumps(item)) for item in items]
        for task in reversed(tasks):
            if str(task) in self.lost:
                yield task, self.fault or Loss("ended its process, twice (SIGSEGV)")
            else:
                yield task, pickle.loads(pickle.dumps(job(task)))

    def warm(self, count, ahead):
        self.warmed.append(count)


def project(folder, *slugs, toml=small.TOML):
    """Write a project of one small release and copies of it under other slugs."""
    small.write(folder, **{"diglot.toml": toml})
    for slug in slugs:
        shutil.copytree(folder / f"sources/{small.SLUG}", folder / f"sources/{slug}")
        shutil.copy(folder / small.CATALOG, folder / f"locales/zh_CN/LC_MESSAGES/{slug}.po")
    return folder


def spoil(folder, slug, old="{guests} guests came", new="{gests} guests came"):
    """Put a mistake into a release."""
    path = folder / f"sources/{slug}/release.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def shop_in(folder, execute=executors.serial, cache=None):
    """Return a workshop on the project in a folder."""
    cache = Cache(cache or folder / ".diglot/cache")
    return Workshop(Disk(folder, _shipped()), cache, execute)


def run_in(folder, execute=executors.serial, wish=LIGHT, **more):
    """Return a run of the project in a folder."""
    shop = shop_in(folder, execute)
    return Run(config.load(shop.world), shop, wish, **more)


def command(folder, *arguments):
    """Run ``diglot build`` here; return its exit status and what it said."""
    formats = ("-f", "text", "-x", "serial")
    done = CliRunner().invoke(main, ["--root", str(folder), "build", *formats, *arguments])
    return done.exit_code, done.output


def files(folder):
    """Return the files of ``output/`` with their bytes."""
    output = folder / "output"
    return {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in output.rglob("*")
        if path.is_file()
    }


def engines(run):
    """Return what was made by an engine, not recalled."""
    return [f"{s.engine} {s.subject}" for s in run.shop.steps if not s.recalled]


def test_a_release_with_errors_is_not_published_and_the_others_are(tmp_path):
    """All problems of the project are told at once, and the exit status says that there are."""
    folder = project(tmp_path, OTHER, BROKEN, THIRD)
    spoil(folder, BROKEN)
    spoil(folder, THIRD, "date: 2024-05-01", "date: someday")
    status, said = command(folder)

    assert status == 3
    assert f"sources/{BROKEN}/release.md" in said
    assert f"sources/{THIRD}/release.md" in said
    assert f"not published: {BROKEN}, {THIRD}" in said
    assert {path.split("/")[0] for path in files(folder)} == {small.SLUG, OTHER}


def test_what_was_published_of_a_release_stays_while_it_has_errors(tmp_path):
    """A reader never sees half of a new version."""
    folder = project(tmp_path, OTHER)
    command(folder)
    before = files(folder)
    spoil(folder, OTHER)

    assert command(folder)[0] == 3
    assert files(folder) == before


def test_the_order_in_which_tasks_are_done_changes_nothing(tmp_path):
    """Tasks and what comes of them travel as bytes, and arrive from the last to the first."""
    folder = project(tmp_path, OTHER)
    here = build(config.load(shop_in(folder).world), shop_in(folder), LIGHT)
    shop = shop_in(folder, Elsewhere(), tmp_path / "another")
    there = build(config.load(shop.world), shop, LIGHT)

    assert {a.path: a for a in here.artifacts} == {a.path: a for a in there.artifacts}
    assert here.diagnostics == there.diagnostics


def test_a_worker_without_disk_and_cache_makes_the_same(tmp_path):
    """The project travels to it once, the release with each task."""
    run = run_in(project(tmp_path))
    (card,) = list(standing_cards(run))
    disk = run.maker.world
    words = "locales/*/LC_MESSAGES/theme.po"
    patterns = ("templates/**/*", "locales/**/*", "sources/**/*", "diglot.toml", words)
    paths = [path for pattern in patterns for path in disk.glob(pattern)]
    far = Maker(Memory({path: disk.read(path) for path in paths}), NOWHERE)
    order = run.order(card, Locale("zh_CN"))
    task = pickle.loads(pickle.dumps(Making(order)))

    assert far(task).value == run.maker(Making(order)).value


def standing_cards(run):
    """Yield the cards of a project's releases after a build."""
    list(finished(run))
    for path in run.shop.world.glob("sources/*/release.md"):
        yield standing.card(run.shop, path)


def test_a_lost_task_fails_alone(tmp_path):
    """Its release keeps what it had, the others are published, and the engine is named."""
    folder = project(tmp_path, OTHER, THIRD, *(f"2024-09-{n:02}-more" for n in range(1, 8)))
    lost = Elsewhere({f"{OTHER}/zh_CN"})
    tally = delivery.deliver(folder, run_in(folder, lost), lambda _: None)

    assert tally.withheld == [OTHER]
    assert [d.rule for d in tally.diagnostics] == ["worker-lost"]
    assert OTHER not in {path.split("/")[0] for path in files(folder)}
    assert len({path.split("/")[0] for path in files(folder)}) == 9


def test_a_fault_of_ours_in_one_release_does_not_stop_the_others(tmp_path):
    """It is handed on, to be told with its traceback."""
    folder = project(tmp_path, OTHER, THIRD, *(f"2024-09-{n:02}-more" for n in range(1, 8)))
    lost = Elsewhere({f"{OTHER}/en"}, ZeroDivisionError("ours"))
    done = {one.slug: one for one in finished(run_in(folder, lost))}

    assert [str(fault) for fault in done[OTHER].faults] == ["ours"]
    assert [slug for slug, one in done.items() if not one.whole] == [OTHER]


def test_a_release_is_handed_on_before_the_next_is_begun(tmp_path):
    """Nothing waits for the end, so nothing piles up."""
    run = run_in(project(tmp_path, OTHER))
    first = next(finished(run))

    assert {step.subject.split("/")[0] for step in run.shop.steps if step.engine == "emit"} == {
        first.slug
    }


def test_what_stands_is_neither_made_nor_opened(tmp_path):
    """Sizes and times tell that output is as it was left; a second build opens no file of it."""
    folder = project(tmp_path, OTHER)
    command(folder)
    before = {path: path.stat() for path in (folder / "output").rglob("*")}
    run = run_in(folder)
    lying = inventory.opened(folder / delivery.INVENTORY, publish.home(folder))
    done = list(finished(Run(run.project, run.shop, LIGHT, lying.due)))

    assert [one.artifacts for one in done] == [(), ()]
    assert engines(run) == []
    assert "0 new; 0 engine runs" in command(folder)[1]
    assert {path: path.stat().st_mtime_ns for path in before} == {
        path: found.st_mtime_ns for path, found in before.items()
    }


@pytest.mark.parametrize("harm", ["altered", "gone", "manifest", "all"])
def test_output_that_is_not_as_it_was_left_is_put_right_without_an_engine(tmp_path, harm):
    """Whatever became of it."""
    folder = project(tmp_path, OTHER)
    command(folder)
    before = files(folder)
    page = folder / f"output/{OTHER}/en/{OTHER}.txt"
    match harm:
        case "altered":
            page.write_text("mine", encoding="utf-8")
        case "gone":
            page.unlink()
        case "manifest":
            (folder / f"output/{OTHER}/manifest.json").write_text("{}", encoding="utf-8")
        case "all":
            shutil.rmtree(folder / "output")
    status, said = command(folder)

    assert (status, "0 engine runs" in said) == (0, True)
    assert files(folder) == before


def test_bytes_that_the_cache_lost_are_made_again(tmp_path):
    """The facts are remembered, the file is not: it is made anew, and the same."""
    folder = project(tmp_path)
    command(folder)
    before = files(folder)
    shutil.rmtree(folder / "output")
    shutil.rmtree(folder / ".diglot/cache/values")

    assert command(folder)[0] == 0
    assert files(folder) == before


def test_one_translation_is_one_task(tmp_path):
    """The other locale, and the other releases, are recalled; no process starts for it."""
    folder = project(tmp_path, OTHER)
    command(folder)
    catalog = folder / small.CATALOG
    text = catalog.read_text(encoding="utf-8").replace("欢迎前来！", "欢迎光临！")
    catalog.write_text(text, encoding="utf-8")
    executor = Elsewhere()
    run = run_in(folder, executor)
    changed = delivery.deliver(folder, run, lambda _: None).changed

    assert executor.warmed == [1]
    assert {path.split("/")[1] for path in changed} == {"zh_CN"}
    assert all(f"{small.SLUG}/zh_CN" in step for step in engines(run))


def test_a_file_that_changed_under_way_is_not_remembered_as_it_was(tmp_path):
    """What a task read must be what its release was parsed from."""
    folder = project(tmp_path)

    def late(job, items):
        for item in items:
            if isinstance(item, Making):
                spoil(folder, small.SLUG, "Come and see!", "Come soon, and see!")
            yield item, job(item)

    late.warm = lambda *_, **__: None
    run = run_in(folder, wish=Wish(locales=("en",), formats=("text",)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.rounds.serial", late)
        list(finished(run))
    again = run_in(folder, wish=Wish(locales=("en",), formats=("text",)))
    (done,) = finished(again)

    assert b"Come soon" in b"".join(artifact.data for artifact in done.artifacts)


def test_releases_that_share_a_slug_are_both_refused(tmp_path):
    """Nobody can say which of the two the readers shall see."""
    folder = project(tmp_path, OTHER)
    spoil(folder, OTHER, "title: The hall opens", f"slug: {small.SLUG}\ntitle: The hall opens")
    status, said = command(folder)

    assert status == 3
    assert said.count("doubled-slug") == 1
    assert files(folder) == {}


def test_a_format_that_is_no_longer_promised_goes(tmp_path):
    """Also if all that is left stands already."""
    both = small.TOML.replace('"html", "pdf", "docx"', '"text", "docx"')
    one = small.TOML.replace('"html", "pdf", "docx"', '"text"')
    folder = project(tmp_path, toml=one)
    for toml in (one, both, one):
        (folder / "diglot.toml").write_text(toml, encoding="utf-8")
        CliRunner().invoke(main, ["--root", str(folder), "build", "-x", "serial"])

    assert {path.rpartition(".")[2] for path in files(folder)} == {"txt", "json"}
    assert not any("docx" in path for path in files(folder))


@pytest.mark.slow
def test_a_site_with_errors_stays_as_it_is(tmp_path):
    """Its pages know each other: it is published when all of it is made."""
    toml = small.TOML.replace('"html", "pdf", "docx"', '"html"')
    site = f'{toml}\n[html]\nlayout = "site"\nbase = "https://news.example.org/"\n'
    folder = project(tmp_path, OTHER, toml=site)
    build_it = ["--root", str(folder), "build", "-x", "serial"]
    CliRunner().invoke(main, build_it)
    before = files(folder)
    spoil(folder, OTHER)
    spoil(folder, small.SLUG, "Come and see!", "Come soon, and see!")
    done = CliRunner().invoke(main, build_it)

    assert done.exit_code == 3
    assert files(folder) == before


def test_what_is_said_has_the_order_of_the_files(tmp_path):
    """Not that in which tasks were done."""
    folder = project(tmp_path, OTHER, BROKEN, THIRD)
    for slug in (THIRD, BROKEN):
        spoil(folder, slug, "{guests} guests came", "{gests} guests came, {gest} in all")
    one, two = (command(folder, *order)[1] for order in ((), (THIRD, OTHER, BROKEN)))
    told = [line for line in one.splitlines() if ": error: " in line]

    assert told == sorted(told)
    assert [line for line in two.splitlines() if ": error: " in line] == told


def test_an_inventory_that_cannot_be_written_costs_time_only(tmp_path):
    """A folder stands in its place: all is compared again, and nothing is made."""
    folder = project(tmp_path)
    (folder / delivery.INVENTORY).mkdir(parents=True)
    command(folder)
    status, said = command(folder)

    assert status == 0
    assert "0 new; 0 engine runs" in said
