"""Front matter: strict YAML, a schema, and every problem with its line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline import units
from pipeline.frontmatter import read, split

GOOD = "title: A title\ndate: 2022-08-23\n"


def problems(yaml):
    """Return ``line rule: message`` of each problem."""
    return [f"{p.place.line} {p.rule}: {p.message}" for p in read(yaml, "release.md")[1]]


@given(st.text(max_size=200))
def test_whatever_the_yaml_says_reading_ends_in_a_report(yaml):
    """No front matter is a crash: it is read or it is reported."""
    front, found = read(yaml, "release.md")

    assert found or front.texts["title"]


@given(st.text("-\n abc:", max_size=60))
def test_the_lines_of_the_body_are_the_lines_of_the_file(text):
    """Blank lines stand for the front matter, so places need no sums."""
    _, body = split(text)

    assert body.split("\n")[-1] == text.split("\n")[-1]


def test_every_value_is_text_until_the_schema_types_it():
    """``no`` is a word, ``1:30`` a time, and a date stays as it is written."""
    front, found = read(GOOD + "place: no\nkicker: 1:30\n", "release.md")

    assert found == ()
    assert (front.texts["place"], front.texts["kicker"]) == ("no", "1:30")
    assert front.plain["date"] == "2022-08-23"


@pytest.mark.parametrize(
    ("yaml", "found"),
    [
        (GOOD + "titel: x\n", "4 unknown-key: unknown key `titel`"),
        (GOOD + "title: again\n", "4 doubled-key: `title` stands twice"),
        ("title: &a x\nsubtitle: *a\n", "2 yaml-alias: YAML anchors and aliases are not allowed"),
        ("title: !!python/object:os.system x\n", "2 yaml-tag: YAML tag"),
        ("title: a: b\n", "2 broken-yaml: broken YAML: mapping values are not allowed here"),
        (GOOD + "facts: {a: {value: 2,961}}\n", "4 wrong-number: fact `a`: `2,961` is no number"),
        (GOOD + "facts: {a: {value: about three hundred thousand}}\n",
         "4 wrong-number: fact `a`: `about three hundred thou` is no number"),
        (GOOD + "facts: {a: {value: 0123456789012345678901234}}\n",
         "4 wrong-number: fact `a`: `012345678901234567890123` has over 24 digits"),
        (GOOD + "facts: {a: {value: x}}\n", "4 wrong-number: fact `a`: `x` is no number"),
        (GOOD + "facts: {a: {unit: x}}\n", "4 wrong-number: fact `a`: it has no value"),
        (GOOD + "facts:\n  a: 3\n  b: {value: 4, sum: [a, a]}\n",
         "6 wrong-sum: fact `b` is 4, but 3 + 3 makes 6"),
        (GOOD + "facts:\n  a: {value: 4, sum: [c]}\n",
         "5 undefined-fact: fact `c` does not exist"),
        (GOOD + "facts: {a: {value: 1, date: July}}\n", "4 wrong-date: `July` is no date"),
        (GOOD + "facts: {a: {value: 1, kind: dat}}\n",
         "4 unknown-kind: fact `a` cannot be of kind `dat`"),
        (GOOD + "facts:\n  a: {value: 3, currency: EUR}\n"
         "  b: {value: 3, currency: USD, sum: [a]}\n",
         "6 mixed-units: fact `b` reckons with USD and EUR"),
        (GOOD + "facts:\n  a: {value: 3, currency: EUR}\n"
         "  b: {value: 4, currency: EUR, sum: [a]}\n",
         "6 wrong-sum: fact `b` is 4, but 3 makes 3"),
        (GOOD + "facts: {a: {value: 3, currency: EUR, unit: books}}\n",
         "4 wrong-type: fact `a` has a unit and a currency"),
        (GOOD + "facts: {a: {value: 3, currency: EUR, kind: percent}}\n",
         "4 unknown-kind: fact `a` has a currency, and cannot be of kind `percent`"),
        (GOOD + "facts: {A: 1}\n", "4 bad-fact-name: `A` cannot name a fact"),
        (GOOD + "slug: ../../etc\n", "4 bad-slug: `../../etc` cannot be a slug"),
        ("title: x\ndate: 23 August\n", "3 wrong-date: `23 August` is no date"),
        ("date: 2022-08-23\n", "1 missing-key: the front matter has no `title`"),
        (GOOD + "place: [a, b]\n", "4 wrong-type: `place` must be text"),
        ("- a\n", "2 broken-yaml: the front matter is not a list of `key: value`"),
        ("? [a]\n: b\n", "2 broken-yaml: a key must be a word"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_at_its_line(yaml, found):
    """The front matter begins on line two, below its fence."""
    assert any(problem.startswith(found) for problem in problems(yaml)), problems(yaml)


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("2961", "integer"),
        ("{value: 2961}", "integer"),
        ("{value: 29.5}", "decimal"),
        ("{value: 8, unit: day}", "quantity"),
        ("{value: 8, unit: days out}", "integer"),
        ("2022-07-31", "date"),
        ("{value: 2022-07}", "date"),
        ("{value: 212000000, currency: EUR}", "money"),
        ("{value: 8.4, unit: kilometer}", "quantity"),
        ("{value: 5, unit: km-pass}", "integer"),
        ("{value: 2, unit: hours}", "integer"),
    ],
)
def test_the_kind_of_a_fact_shows_from_how_it_is_written(written, kind):
    """A number without a unit is a number."""
    front, found = read(f"{GOOD}facts: {{a: {written}}}\n", "release.md")

    assert (found, front.facts["a"].kind) == ((), kind)


def test_all_problems_come_at_once():
    """An author mends a file in one go."""
    assert len(problems(GOOD + "titel: x\nslug: A\nfacts: {a: x, b: y}\n")) == 4


def test_an_alias_bomb_costs_nothing():
    """The first anchor ends the reading."""
    bomb = "a: &a [x,x]\n" + "".join(f"{c}: &{c} [*{p},*{p}]\n" for p, c in pairwise("abcdefghi"))

    assert [p.split(":")[0] for p in problems(bomb)] == ["2 yaml-alias"]


def hints(yaml):
    """Return the hints of every problem."""
    return [hint for problem in read(yaml, "release.md")[1] for hint in problem.hints]


@pytest.mark.parametrize(
    ("written", "order"),
    [
        ("{value: 31,000}", "write 31000, without separators: each language sets its own"),
        ("{value: 1,234,567, unit: books}", "write 1234567, without separators"),
        ("31,000", "write 31000, without separators"),
        ("{value: '31 000.5'}", "write 31000.5, without separators"),
        ("{value: 1’200’000}", "write 1200000, without separators"),
        ("{value: 1,200.5}", "write 1200.5, without separators"),
        ("{value: 12%}", "write `value: 12, kind: percent`"),
        ("{value: 31,000 km}", "write `value: 31000, unit: km`"),
        ("{value: 31 guests}", "write `value: 31, unit: guests`"),
        ("{value: many}", "write the bare number, such as 2961"),
    ],
)
def test_a_number_as_people_write_it_is_told_how_a_fact_writes_it(written, order):
    """A comma within braces ends a value for YAML; the author hears of the comma only."""
    (hint,) = hints(f"{GOOD}facts: {{a: {written}}}\n")

    assert hint.startswith(order)


@pytest.mark.parametrize(
    ("yaml", "told"),
    [
        ("facts:\n\tguests: 3\n", "use blanks, not tabs"),
        ("kicker:\tx\n", "use blanks, not tabs"),
        ("kicker:News\nplace: Rome\n", "write `kicker: `, with a plain colon and a blank"),
        ("kicker：新闻\nplace: Rome\n", "write `kicker: `, with a plain colon and a blank"),
        ('kicker: "News\n', "close it, on the same line"),
        ("facts: {a: {value: 3}\nplace: Rome\n", "close the bracket with `}`"),
        ("facts:\n  a: 3\n b: 4\n", "begin the line below its neighbours"),
        ("kicker: News: more\n", "put the text in quotation marks"),
    ],
)
def test_broken_yaml_is_told_what_to_type(yaml, told):
    """The parser says where it gave up; the hint says what the mistake most often is."""
    assert hints(GOOD + yaml)[0].startswith(told)


@pytest.mark.parametrize(
    ("unit", "meant"),
    [
        ("km", "kilometer"), ("KM", "kilometer"), ("kilometre", "kilometer"),
        ("kilometres", "kilometer"), ("kilometers", "kilometer"), ("kilomter", "kilometer"),
        ("公里", "kilometer"), ("m", "meter"), ("m2", "square-meter"), ("m²", "square-meter"),
        ("square metres", "square-meter"), ("sq m", "square-meter"),
        ("sqare-meter", "square-meter"), ("sqaure mteres", "square-meter"), ("mtere", "meter"),
        ("平方米", "square-meter"), ("square-kilometre", "square-kilometer"), ("ha", "hectare"),
        ("hectares", "hectare"), ("kg", "kilogram"), ("kilogrammes", "kilogram"), ("t", "tonne"),
        ("metric tons", "tonne"), ("litres", "liter"), ("cubic metres", "cubic-meter"),
        ("km/h", "kilometer-per-hour"), ("kWh", "kilowatt-hour"), ("feet", "foot"),
        ("miles", "mile"), ("°C", "celsius"),
    ],
)  # fmt: skip
def test_a_unit_by_another_name_is_told_its_cldr_name(unit, meant):
    """As a noun it would vanish from the text without a word."""
    _, found = read(f"{GOOD}facts: {{a: {{value: 8.4, unit: '{unit}'}}}}\n", "release.md")

    assert [(p.rule, p.hints) for p in found] == [("unknown-unit", (f"did you mean `{meant}`?",))]


@pytest.mark.parametrize(
    "noun",
    [
        "enterprises", "guests", "people", "points", "parts", "items", "days", "hours", "stops",
        "books", "cups", "stones", "bars", "家", "位", "milestones", "parameters", "programmes",
        "visiteurs", "شركة", "market entities", "perimeters", "seats", "metre-long models",
    ],
)  # fmt: skip
def test_a_noun_is_no_misspelt_unit(noun):
    """Whatever can be counted may be a unit, if it measures nothing."""
    assert read(f"{GOOD}facts: {{a: {{value: 8, unit: {noun}}}}}\n", "release.md")[1] == ()


UNITS = sorted(filter(units.known, units._bare()))


@given(st.sampled_from(UNITS))
def test_no_unit_is_a_slip_of_another(unit):
    """Nor is its plural, by which people count."""
    assert units.near(unit) == ""
    assert units.near(f"{unit}s") == "" or not unit[-1].isalpha()


@given(st.sampled_from([unit for unit in UNITS if len(unit) >= 5]), st.data())
def test_a_letter_left_out_of_a_unit_or_two_that_changed_places_are_told(unit, data):
    """As an error, or as a warning with the nearest unit; unless they make another word."""
    at = data.draw(st.integers(0, len(unit) - 2))
    changed = data.draw(st.booleans())
    slip = unit[:at] + (unit[at + 1] + unit[at] + unit[at + 2 :] if changed else unit[at + 1 :])
    assume(slip not in units._WORDS and not units.known(slip))

    assert units.known(units.meant(slip) or units.near(slip))


@pytest.mark.parametrize(
    "noun",
    [
        "knights", "trains", "chairs", "rounds", "stores", "liners", "quartiers", "evolutions",
        "resolutions", "houses", "lights", "files", "members", "manometers", "barometers",
        "diameters", "semesters", "programs", "grants", "terms", "ponds", "moths", "karts",
        "carts", "minuets", "tones", "mines", "bites", "towns",
        "paints", "prints", "meteors", "letters", "metros", "métiers", "minuten", "secondes",
        "segundos", "candles", "teams", "centres", "theatres", "volunteers", "countries",
    ],
)  # fmt: skip
def test_an_honest_noun_is_near_no_unit(noun):
    """Nobody is asked whether a knight is a night."""
    assert (units.meant(noun), units.near(noun)) == ("", "")
    assert (units.meant(noun.removesuffix("s")), units.near(noun.removesuffix("s"))) == ("", "")


@pytest.mark.parametrize(
    ("fact", "rule", "order"),
    [
        ("{value: 3, unit: euro}", "unknown-unit", "write `currency: EUR` in its place"),
        ("{value: 3, unit: EUR}", "unknown-unit", "write `currency: EUR` in its place"),
        ("{value: 3, unit: €}", "unknown-unit", "write `currency: EUR` in its place"),
        ("{value: 3, unit: 元}", "unknown-unit", "write `currency: CNY` in its place"),
        ("{value: 3, unit: '%'}", "unknown-unit", "write `kind: percent`"),
        ("{value: 3, kind: currency, unit: EUR}", "unknown-currency", "write `currency: EUR`"),
        ("{value: 3, kind: money}", "unknown-currency", "write `currency: EUR`"),
        ("{value: 3, currency: eur}", "unknown-currency", "did you mean `EUR`?"),
        ("{value: 3, currency: euros}", "unknown-currency", "did you mean `EUR`?"),
        ("{value: 3, currency: Swiss francs}", "unknown-currency", "did you mean `CHF`?"),
        ("{value: 3, currency: RMB}", "unknown-currency", "did you mean `CNY`?"),
        ("{value: 3, currency: doubloon}", "unknown-currency", "write its code of three letters"),
        ("{value: €31,000}", "wrong-number", "write `value: 31000, currency: EUR`"),
        ("{value: 31000 EUR}", "wrong-number", "write `value: 31000, currency: EUR`"),
    ],
)
def test_a_price_is_told_how_a_fact_writes_it(fact, rule, order):
    """Everybody writes money in a way of their own."""
    ((found,), _) = read(f"{GOOD}facts: {{a: {fact}}}\n", "release.md")[::-1]

    assert (found.rule, found.hints[0][: len(order)]) == (rule, order)
