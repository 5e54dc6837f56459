"""Charts: what is drawn, what is said of it, where it stands, and the picture itself."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import socket
import subprocess
import sys
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import pairwise
from multiprocessing import Pipe
from multiprocessing.connection import Client
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from pipeline import limits, themes, tree
from pipeline.diagnostics import PipelineError
from pipeline.limits import Limits
from pipeline.model import Chart, Edition, Locale, Place, Slug
from pipeline.stages.draw import (
    KINDS,
    Column,
    column,
    describe,
    ink,
    place,
    screened,
    sheet,
    specification,
)

ROOT = Path(__file__).parent.parent
ADDRESS = ("blocks", 0)
ZH = {
    "Stacked bar chart: {caption}. {figures}.": "堆积条形图：{caption}。{figures}。",
    "Bar chart: {caption}. {figures}.": "条形图：{caption}。{figures}。",
    "{category}: {figures}": "{category}：{figures}",
    "{first}; {rest}": "{first}；{rest}",
    "{name} {figure}": "{name}{figure}",
}
ENGLISH = Chart(
    "chart-1", "stacked", "Domestic funding prevails",
    ("Registered enterprises", "New market entities"), ("Domestic", "Foreign"),
    ((2908, 53), (2529, 47)), (("2,908", "53"), ("2,529", "47")), ADDRESS,
)  # fmt: skip
CHINESE = replace(
    ENGLISH,
    caption="内资占多数",
    categories=("注册企业（家）", "新增市场主体（户）"),
    series=("内资", "外资"),
)
FOREIGN = replace(
    CHINESE, name="chart-2", kind="bar", caption="外资部分放大图", series=("外资",),
    values=((53,), (47,)), labels=(("53",), ("47",)),
)  # fmt: skip


class Disk:
    """The project's own templates, as a World gives them."""

    most = Limits()

    def read(self, path):
        return (ROOT / path).read_bytes()

    def glob(self, pattern):
        return tuple(sorted(str(p.relative_to(ROOT)) for p in ROOT.glob(pattern)))


THEME = themes.load(Disk(), "aerotropolis", Place("diglot.toml"))


def edition(*charts, locale="zh_CN", words=ZH, document=None):
    return Edition(Slug("day"), Locale(locale), "2022-08-23", document, charts, (), words, locale)


def rows(spec, mark):
    layers = [layer for layer in spec["layer"] if layer["mark"]["type"] == mark]
    return [row for layer in layers for row in layer["data"]["values"]]


numbers = st.floats(0, 1e9, allow_subnormal=False)


@st.composite
def charts(draw):
    kind = draw(st.sampled_from(KINDS))
    wide, high = 1 if kind == "donut" else draw(st.integers(1, 5)), draw(st.integers(1, 4))
    values = draw(st.lists(st.tuples(*[numbers] * wide), min_size=high, max_size=high))
    names = tuple(f"Series {column}" for column in range(wide))
    return Chart(
        "chart-1", kind, "Caption", tuple(f"Row {r}" for r in range(high)),
        names, tuple(values), tuple(tuple(f"{v:.0f}" for v in row) for row in values), ADDRESS,
    )  # fmt: skip


@given(charts(), st.sampled_from(["en", "ar"]))
def test_no_bar_leaves_the_sheet_and_none_lies_on_another(chart, locale):
    """All stands within the text width; segments of a bar follow each other."""
    spec = specification(chart, THEME, edition(chart, locale=locale))
    boxes = [row for row in rows(spec, "rect") if "value" in row]

    assert all(-0.02 <= box["x"] <= box["x2"] + 0.02 <= sheet.WIDTH + 0.04 for box in boxes)
    assert all(0 <= box["y"] < box["y2"] <= spec["height"] for box in boxes)
    for one, other in pairwise(boxes):
        assert one["y"] != other["y"] or one["x2"] <= other["x"] + 1 or other["x2"] <= one["x"] + 1


@given(charts())
def test_picture_and_alt_text_say_every_figure(chart):
    """No figure is dropped for want of room."""
    made = edition(chart, locale="en", words={})
    drawn = " ".join(row["text"] for row in rows(specification(chart, THEME, made), "text"))
    figures = [figure for row in chart.labels for figure in row]

    assert all(re.search(rf"\b{figure}\b", drawn) for figure in figures)
    assert all(re.search(rf"\b{figure}\b", describe(chart, made)) for figure in figures)


def test_a_specification_is_plain_data():
    """It can be cached by content and sent to another process."""
    spec = specification(ENGLISH, THEME, edition(ENGLISH))

    assert json.loads(json.dumps(spec)) == spec


def test_the_smallest_segment_shows_and_its_figure_stands_after_the_bar():
    """53 beside 2,908: a sliver, and a figure that nothing touches."""
    spec = specification(ENGLISH, THEME, edition(ENGLISH))
    (sliver,) = [row for row in rows(spec, "rect") if row.get("value") == 53]
    (figure,) = [row for row in rows(spec, "text") if row["text"] == "53"]

    assert sliver["x2"] - sliver["x"] >= 2
    assert figure["x"] > sliver["x2"]


def test_figures_that_have_no_room_name_their_series():
    """After the bar, two figures alone would not tell whose they are."""
    crowded = replace(
        ENGLISH, series=("Domestic", "Foreign", "Joint"), categories=("2022",),
        values=((500, 3, 2),), labels=(("500", "3", "2"),),
    )  # fmt: skip
    spec = specification(crowded, THEME, edition(crowded))

    assert "Foreign 3 · Joint 2" in [row["text"] for row in rows(spec, "text")]


def test_a_right_to_left_edition_is_the_mirror_image():
    """Bars begin at the right side and grow leftwards; the names stand above their beginning."""
    ltr = specification(ENGLISH, THEME, edition(ENGLISH, locale="en"))
    rtl = specification(ENGLISH, THEME, edition(ENGLISH, locale="ar"))
    mirrored = [sheet.WIDTH - row["x2"] for row in rows(rtl, "rect")]

    assert mirrored == pytest.approx([row["x"] for row in rows(ltr, "rect")], abs=0.02)
    assert {layer["mark"].get("align") for layer in rtl["layer"]} == {None, "right"}


def test_a_fall_runs_backwards():
    """A bar below nothing begins at the base line and carries its figure on the other side."""
    fall = replace(FOREIGN, values=((53,), (-20,)), labels=(("53",), ("−20",)))
    spec = specification(fall, THEME, edition(fall))
    down, (figure,) = (
        next(row for row in rows(spec, "rect") if row["value"] < 0),
        [row for row in rows(spec, "text") if row["text"] == "−20"],
    )

    assert down["x2"] == rows(spec, "rule")[0]["x"]
    assert figure["x"] < down["x"]


PAPERS = [
    (themes.on_paper(THEME, paper, Place("")), halved)
    for paper in ("a4", "letter", "dl")
    for halved in (False, True)
    if not (halved and paper == "dl")
]


@pytest.mark.parametrize(("theme", "halved"), PAPERS)
def test_a_chart_is_drawn_for_its_column_in_letters_of_one_size(theme, halved):
    """Nothing scales them: a half of the page has smaller bars, and the type of its captions."""
    of = column(theme, halved=halved)
    spec = specification(ENGLISH, theme, edition(ENGLISH), of)
    page = theme.tokens["page"]
    whole = page["width_mm"] / page["panels"] - page["left_mm"] - page["right_mm"]
    inner = whole if theme.folded else whole - page["side_mm"] - page["gap_mm"]
    points = spec["config"]["text"]["fontSize"] * 72 / 96

    assert points == pytest.approx((theme.size("label") + 0.5) * (0.92 if halved else 1), abs=0.01)
    assert of.width * 25.4 / 96 == pytest.approx(
        (whole - page["gap_mm"]) / 2 if halved else inner, abs=0.01
    )
    assert max(row["x2"] for row in rows(spec, "rect")) <= spec["width"] == of.width


LONG = ("Research and medical buildings of the zone, those of its neighbours among them",
        "科研及医疗用房，包括大兴机场临空区以及周边各区已经建成和正在建设的全部用房")  # fmt: skip


@pytest.mark.parametrize("name", LONG)
def test_a_long_name_turns_into_the_next_line(name):
    """It is said whole, within the sheet, and its bars begin below it."""
    chart = replace(FOREIGN, categories=(name, "下一个"))
    narrow = Column(250.0, 11.0)
    spec = specification(chart, THEME, edition(chart), narrow)
    said = [row for row in rows(spec, "text") if row["text"] in name]
    drawn = sheet.Sheet(chart, narrow.em, width=narrow.width)
    first = min(row["y"] for row in rows(spec, "rect"))

    assert len(said) > 1
    assert "".join(row["text"] for row in said).replace(" ", "") == name.replace(" ", "")
    assert all(drawn.length(row["text"]) <= narrow.width for row in said)
    assert not any(row["text"][0] in "，。、" for row in said)
    assert max(row["y"] for row in said) + narrow.em / 2 < first


@given(charts())
def test_a_drawing_for_a_screen_holds_what_paper_shows(chart):
    """The narrowest screen has room for all of it; so has every wider one."""
    made = edition(chart, locale="en", words={})
    spec = screened(made, THEME)[chart.name]
    texts = rows(spec, "text")

    assert {row["text"] for row in texts} >= set(chart.categories)
    assert all(0 <= row["at"] <= spec["width"] for row in texts)


def test_a_course_of_many_points_is_drawn_wider_than_a_phone():
    """Its figures would lie on each other: the reader pushes it aside."""
    months = tuple(f"{n}月" for n in range(1, 13))
    values = tuple((1000.0 * n,) for n in range(1, 13))
    labels = tuple((f"{n},000",) for n in range(1, 13))
    few = replace(FOREIGN, kind="line")
    many = replace(few, name="chart-3", categories=months, values=values, labels=labels)
    specs = screened(edition(few, many), THEME)
    figures = [row for row in rows(specs["chart-3"], "text") if (row["text"],) in labels]
    drawn = sheet.Sheet(many, specs["chart-3"]["config"]["text"]["fontSize"])

    assert specs["chart-3"]["width"] > specs["chart-2"]["width"]
    for one, other in pairwise(sorted(figures, key=lambda row: row["x"])):
        needed = (drawn.length(one["text"]) + drawn.length(other["text"])) / 2
        assert other["x"] - one["x"] >= needed


@pytest.mark.parametrize("width", [600.0, 270.0, 150.0])
def test_the_names_of_a_ring_stand_beside_it_or_below(width):
    """A ring gives way, and then its list does: no figure lies on a name or on an arc."""
    parts = ("Medical research", "Service", "Industry")
    values, labels = ((50.0,), (30.0,), (20.0,)), (("50",), ("30",), ("20",))
    whole = replace(FOREIGN, kind="donut", categories=parts, values=values, labels=labels)
    of = Column(width, 11.0)
    spec = specification(whole, THEME, edition(whole), of)
    arc = next(layer["mark"] for layer in spec["layer"] if layer["mark"]["type"] == "arc")
    said = {row["text"]: row for row in rows(spec, "text")}
    drawn = sheet.Sheet(whole, of.em, width=width)

    for name, (figure,) in zip(parts, labels, strict=True):
        end = said[name]["x"] + drawn.length(name)
        assert end < said[figure]["x"] - drawn.length(figure)
        right, foot = arc["x"] + arc["outerRadius"], arc["y"] + arc["outerRadius"]
        assert said[name]["x"] > right or said[name]["y"] > foot
    assert max(row["y"] for row in said.values()) + of.em / 2 < spec["height"]


def test_one_series_needs_no_legend():
    """A legend of one would say the caption again."""
    assert sheet.legend(sheet.Sheet(FOREIGN, 13)) == ()


RIDERS = replace(FOREIGN, caption="各线客流", series=("工作日乘客（人次）",))


@pytest.mark.parametrize(("chart", "below"), [(RIDERS, "工作日乘客（人次）"), (FOREIGN, "")])
def test_one_series_is_named_below_the_caption_that_does_not_say_it(chart, below):
    """53 of something is no figure; what the caption says already is not said again."""
    caption = [{"t": "Plain", "c": tree.text(chart.caption)}]
    table = {"t": "Table", "c": [["", [], []], [None, caption], [], [], [], []]}
    blocks = [{"t": "Div", "c": [["", ["chart"], [["type", "bar"]]], [table]]}]
    placed = place(edition(chart, document={"meta": {}, "blocks": blocks}))
    shown = placed["blocks"][0]["c"][1][0]["c"][1][1]

    assert [tree.plain(block["c"]) for block in shown] == [chart.caption, *filter(None, [below])]
    assert describe(chart, edition(chart)).count("：") == (2 if below else 1)


def test_one_name_has_one_colour_in_an_edition():
    """The foreign part is as red in the enlarged chart as in the whole."""
    made = edition(CHINESE, FOREIGN)

    assert ink.colors(FOREIGN, THEME, made) == (THEME.color("accent"),)


@pytest.mark.parametrize("name", ["plain", "aerotropolis"])
def test_the_palette_holds_in_grey_print(name):
    """Neighbouring series differ in lightness, and a figure shows on each of them."""
    theme = themes.load(Disk(), name, Place("diglot.toml"))
    inks = ink.palette(theme)

    for one, other in pairwise(inks):
        assert ink.contrast(one, other) >= 1.4
    for ground in inks:
        assert ink.contrast(ink.on(ground, theme), ground) >= ink.READABLE
    assert ink.contrast(theme.color("text"), theme.color("paper")) >= ink.READABLE


def test_the_alt_text_is_english_in_english():
    """The words of the template, lists as the locale writes them."""
    assert describe(ENGLISH, edition(ENGLISH, locale="en", words={})) == (
        "Stacked bar chart: Domestic funding prevails. Registered enterprises: Domestic 2,908 "
        "and Foreign 53; New market entities: Domestic 2,529 and Foreign 47."
    )


def test_the_alt_text_is_chinese_in_chinese():
    """Punctuation comes from the translated patterns."""
    made = edition(CHINESE, FOREIGN)

    assert describe(CHINESE, made) == (
        "堆积条形图：内资占多数。注册企业（家）：内资2,908和外资53；新增市场主体（户）：内资2,529和外资47。"
    )
    assert describe(FOREIGN, made) == (
        "条形图：外资部分放大图。注册企业（家）53和新增市场主体（户）47。"
    )


def test_a_translated_pattern_is_never_a_format_string():
    """What a msgstr or a caption says in braces stays what it is."""
    words = {"Bar chart: {caption}. {figures}.": "{caption.__class__}{figures:>9} {caption}"}
    odd = replace(FOREIGN, caption="{figures}")

    assert describe(odd, edition(odd, words=words)) == (
        "{caption.__class__}{figures:>9} {figures}"
    )


def cell(text):
    return [["", [], []], {"t": "AlignDefault"}, 1, 1, [{"t": "Plain", "c": tree.text(text)}]]


def test_the_picture_stands_before_its_figures():
    """A chart's Div holds a figure with caption and alt text, then the table without caption."""
    caption = [{"t": "Plain", "c": tree.text("内资占多数")}]
    row = [["", [], []], [cell("注册企业（家）"), cell("2,908")]]
    content = [
        ["", [], []],
        [None, caption],
        [],
        [["", [], []], []],
        [[["", [], []], 0, [], [row]]],
    ]
    table = {"t": "Table", "c": [*content, [["", [], []], []]]}
    blocks = [{"t": "Div", "c": [["", ["chart"], [["type", "stacked"]]], [table]]}]
    placed = place(edition(CHINESE, document={"meta": {}, "blocks": blocks}))
    figure, data = placed["blocks"][0]["c"][1]
    image = figure["c"][2][0]["c"][0]

    assert placed["blocks"][0]["c"][0] == ["", ["chart"], [["type", "stacked"]]]
    assert figure["c"][1] == [None, caption]
    assert image["c"][2] == ["charts/chart-1.svg", ""]
    assert tree.plain(image["c"][1]) == describe(CHINESE, edition(CHINESE))
    assert tree.classes(data) == ["data"]
    assert data["c"][1][0]["c"][1] == [None, []]
    assert data["c"][1][0]["c"][2:] == table["c"][2:]


def test_an_edition_without_charts_stays_as_it_is():
    """Nothing is copied, nothing moved."""
    document = {"meta": {}, "blocks": []}

    assert place(edition(document=document)) == document


@pytest.fixture(scope="module")
def picture():
    from pipeline.engines.drawing import vega

    return vega.draw(specification(CHINESE, THEME, edition(CHINESE)))


def test_the_svg_keeps_its_text(picture):
    """A reader can search it; nothing in it is said in a foreign tongue or fetched."""
    svg = picture["svg"].decode()

    assert ">注册企业（家）</text>" in svg
    assert ">2,908</text>" in svg
    assert "aria-" not in svg
    assert "href" not in svg.replace("xmlns:xlink", "")


def test_the_png_is_made_for_print(picture):
    """127 mm wide at 350 dots an inch, and it says so, so that Word sets it to size."""
    image = Image.open(io.BytesIO(picture["png"]))

    assert image.width == 1750
    assert image.info["dpi"] == pytest.approx((350, 350), abs=0.1)


def test_the_faces_of_the_theme_are_known(picture):
    """With Inter missing, the converter would set the label in another face: other bytes."""
    from pipeline.engines.drawing import vega

    bare = json.loads(json.dumps(specification(ENGLISH, THEME, edition(ENGLISH, locale="en"))))
    named = vega.draw(bare)["png"]
    other = json.dumps(bare).replace("Inter", "No Such Face")

    assert vega.draw(json.loads(other))["png"] != named


def test_what_was_drawn_before_changes_nothing(picture):
    """Equal specifications give equal bytes, also after others."""
    from pipeline.engines.drawing import vega

    vega.draw(specification(FOREIGN, THEME, edition(FOREIGN)))

    assert vega.draw(specification(CHINESE, THEME, edition(CHINESE))) == picture


def test_processes_that_share_a_drawer_draw_the_same(picture):
    """And when it is killed, by a chart of somebody else, who shared it draws on alone."""
    from pipeline.engines.drawing import easel, vega

    spec = specification(CHINESE, THEME, edition(CHINESE))
    with pytest.MonkeyPatch.context() as patch, easel.shared() as address:
        patch.setattr(easel, "_room", easel._Room())
        easel.join(address)
        shared = vega.draw(spec)
        alone = easel._room.own
        with suppress(OSError):
            easel._room.lines[address].send_bytes(b"")
            easel._room.lines[address].close()
        after = vega.draw(spec)

    assert alone is None
    assert shared == after == picture


def test_what_another_drawer_lost_does_not_count(picture, monkeypatch, tmp_path):
    """Who waited in vain for one that is shared has as long as any chart for its own."""
    from pipeline.engines.drawing import easel, vega

    clocks = []

    @contextmanager
    def within(engine):
        clocks.append(engine)
        yield

    monkeypatch.setattr(limits, "within", within)
    monkeypatch.setattr(easel, "_room", easel._Room(str(tmp_path / "nobody")))

    assert vega.draw(specification(CHINESE, THEME, edition(CHINESE))) == picture
    assert clocks == ["Vega-Lite"] * 2


def test_who_is_stopped_keeps_no_drawer_waiting(monkeypatch):
    """The line is closed before anybody else looks: nothing stands in it that nobody reads."""
    from pipeline.engines.drawing import easel, vega

    here, there = Pipe()

    def stopped():
        raise KeyboardInterrupt

    line = SimpleNamespace(send_bytes=here.send_bytes, recv_bytes=stopped, close=here.close)
    monkeypatch.setattr(easel, "_room", easel._Room(lines={"": line}))
    with pytest.raises(KeyboardInterrupt):
        vega.draw({})

    assert (here.closed, easel._room.lines) == (True, {})
    there.close()


STAND_IN = """
def vegalite_to_svg(text): return "<svg/>"
def set_font_directories(_): pass
def configure(**_): pass
"""


def test_a_drawer_finds_its_library_where_we_do(tmp_path):
    """Wherever that is installed: for one user, or on a path of somebody's own."""
    (tmp_path / "vl_convert.py").write_text(STAND_IN)
    code = "from pipeline.engines.drawing import vega; print(vega.draw({}, pixels=False))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert done.stdout == "{'svg': b'<svg/>'}\n"


def test_pixels_are_made_where_they_are_wanted(picture):
    """A page shows the drawing; only Word, at times, and paper for Arabic need more."""
    from pipeline.engines.drawing import vega

    bare = vega.draw(specification(CHINESE, THEME, edition(CHINESE)), pixels=False)

    assert bare == {"svg": picture["svg"]}


ENDLESS = {
    "data": {"sequence": {"start": 0, "stop": 1e9, "as": "x"}}, "mark": "bar",
    "encoding": {"x": {"field": "x", "aggregate": "mean"}},
}  # fmt: skip


def test_a_drawer_ends_with_who_started_it():
    """Whatever it is at: nobody is left to draw for."""
    from pipeline.engines.drawing import easel

    with easel._address() as address:
        drawer = easel._started(address)
        line = Client(address)
        line.send_bytes(b"chart")
        line.send_bytes(json.dumps(ENDLESS).encode())
        begun = not line.poll(1)
        drawer.stdin.close()

    assert begun
    assert drawer.wait(20) == 0


@pytest.mark.slow
def test_a_chart_that_takes_too_long_is_ended(picture):
    """It is named with its limit, and the next one is drawn."""
    from pipeline.engines.drawing import vega

    limits.install(Limits(engine_s=1))
    try:
        with pytest.raises(PipelineError, match="Vega-Lite"):
            vega.draw(ENDLESS)
    finally:
        limits.install(Limits())

    assert vega.draw(specification(CHINESE, THEME, edition(CHINESE))) == picture


@pytest.mark.slow
@pytest.mark.parametrize("seed", ["1", "2"])
def test_another_process_draws_the_same_bytes(picture, seed):
    """Neither the hash seed nor the time zone shows in a picture."""
    code = (
        "import sys, json, hashlib; from pipeline.engines.drawing import vega;"
        "made = vega.draw(json.load(sys.stdin));"
        "print([hashlib.sha256(made[k]).hexdigest() for k in sorted(made)])"
    )
    spec = json.dumps(specification(CHINESE, THEME, edition(CHINESE)))
    setting = {"PYTHONHASHSEED": seed, "TZ": "Asia/Shanghai", "PATH": "/usr/bin:/bin"}
    run = subprocess.run(
        [sys.executable, "-c", code], input=spec, capture_output=True, text=True, cwd=ROOT,
        env=setting, check=True,
    )  # fmt: skip
    here = [hashlib.sha256(picture[kind]).hexdigest() for kind in sorted(picture)]

    assert run.stdout.strip() == str(here)


def test_what_cannot_be_drawn_is_a_problem_with_a_name():
    """The converter's complaint reaches the user as a diagnostic."""
    from pipeline.engines.drawing import vega

    with pytest.raises(PipelineError, match="chart cannot be drawn"):
        vega.draw({"mark": 5, "data": {"url": "http://example.org/x.csv"}})


REMOTE = {"mark": "bar", "encoding": {"x": {"field": "x"}}}
LINKED = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<image href="{}" width="9" height="9"/></svg>'
)


@pytest.mark.parametrize("address", ["http://127.0.0.1:{}/x.csv", "file:///etc/hosts", "x.csv"])
def test_nothing_is_fetched_or_read(address):
    """A chart's data and a picture's pictures stand in it, or there is a problem with a name."""
    from pipeline.engines.drawing import raster, vega

    with socket.create_server(("127.0.0.1", 0)) as server:
        place = address.format(server.getsockname()[1])
        with pytest.raises(PipelineError, match=r"chart cannot be drawn: (Ext|File|Unsupp)"):
            vega.draw({**REMOTE, "data": {"url": place}})
        with pytest.raises(PipelineError, match=r"picture cannot be drawn: (Ext|File|Failed)"):
            raster.pixels(LINKED.format(place).encode())
        server.setblocking(False)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize("svg", [b"\xff", b"no picture", b"<svg/>"])
def test_what_is_no_picture_is_a_problem_with_a_name(svg):
    """It costs nobody a drawer."""
    from pipeline.engines.drawing import easel, raster

    raster.pixels(SQUARE)
    before = easel._room.own
    with pytest.raises(PipelineError, match="a picture cannot be drawn"):
        raster.pixels(svg)

    assert easel._room.own is before


SQUARE = b'<svg xmlns="http://www.w3.org/2000/svg" width="96" height="96"></svg>'


def test_a_picture_that_ends_its_drawer_ends_nothing_else():
    """A hundred thousand pixels a side have no room anywhere; the next one is drawn."""
    from pipeline.engines.drawing import raster

    with pytest.raises(PipelineError, match="ended without an answer"):
        raster.pixels(SQUARE.replace(b"96", b"96000"))

    assert Image.open(io.BytesIO(raster.pixels(SQUARE))).size == (300, 300)


def test_a_picture_keeps_no_chart_of_others_waiting(picture, monkeypatch):
    """It may be large, so each process draws its own, and charts where all have theirs drawn."""
    from pipeline.engines.drawing import easel, raster, vega

    monkeypatch.setattr(easel, "_room", easel._Room())
    with easel.shared() as address:
        easel.join(address)
        raster.pixels(SQUARE)
        pictures = set(easel._room.lines)
        drawn = vega.draw(specification(CHINESE, THEME, edition(CHINESE)))
        both = set(easel._room.lines)

    assert pictures == {""}
    assert both == {"", address}
    assert drawn == picture


def test_only_a_drawer_loads_what_draws():
    """It starts threads as it is loaded, which a worker that is forked would not have."""
    code = (
        "import importlib, sys; from pipeline.executors import LOADED;"
        "[importlib.import_module(name) for name in LOADED];"
        "from pipeline.engines.drawing import raster; raster.pixels(sys.argv[1].encode());"
        "print('vl_convert' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, SQUARE], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert done.stdout == "False\n"


def test_a_line_ends_where_it_would_run_through_a_figure():
    """Figures in a valley are read on the ground of the page; those beside a line need none."""
    years = ("2018", "2019", "2020", "2021", "2022")
    values = ((402, 88), (431, 97), (96, 12), (187, 41), (389, 102))
    labels = tuple(tuple(f"{v},000" for v in row) for row in values)
    chart = Chart("chart-1", "line", "Back", years, ("All", "Schools"), values, labels, ADDRESS)
    rects = rows(specification(chart, THEME, edition(chart)), "rect")
    grounds = [row for row in rects if row["color"] == THEME.color("paper")]

    assert 0 < len(grounds) < len(years) * 2
