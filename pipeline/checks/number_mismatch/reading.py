"""Read the figures of a text, in digits and in words, as values.

    400,000 · 400 thousand · 40万 · 四十万 · ٤٠٠٬٠٠٠      one value, five ways to write it

Each reader takes what it knows out of the text and leaves the rest to the next, from the
special (dates, decades, percentages) to the plain. Digits in codes (``COVID-19``, ``5G``) and
in phone numbers are loose: they may stand for something, but nothing need stand for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from pipeline.checks.number_mismatch import english, han
from pipeline.checks.number_mismatch.contrasts import multiple
from pipeline.checks.number_mismatch.figures import Figure, Value, Weight, figure
from pipeline.inlines import TOKEN

_WEB = re.compile(
    r"(?:https?://|www\.)[!-'*-;=?-~]+|[a-z0-9_.+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+|`[^`]*`",
    re.IGNORECASE,
)
_POSITION = re.compile(r"%\d+\$|%[-+#0]*\d*(?:\.\d+)?[diouxXeEfgGcs](?![A-Za-z])")
_TICKED = re.compile("`[^`]*`")
_GROUPED = re.compile(r"(?<=\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))")
_STRICT = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\d)"
_FREE = r"(?:\d{1,3}(?:[.,'’ ]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?)(?!\d)"
_JOIN = r"\s*(?:-|–|—|~|～|to|or|and|至|到|或)\s*"
_MONTHS = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
_MONTH = "|".join(f"{m}|{m[:3]}" for m in map(str.title, _MONTHS)) + "|Sept"
_MONTH_JOIN = r"日?\s*(?:-|–|—|~|～|至|到|或|和|及|与|、)\s*"
_BEFORE_MONTH = re.compile(
    r"(?:\d\w{0,2}(?: of)?|\b(?:in|of|since|by|until|till|from|late|early|mid|this|last|next)"
    r"(?: the)?)[ -]$",
    re.IGNORECASE,
)
_DOUBTFUL = ("may", "march", "mar", "jan", "sep", "dec")
_METRIC = "克米瓦卡伏赫帕"  # 5千克 is five kilograms
_NOT_PLAIN = re.compile("[¼-¾²³¹⁰-₉⅐-↋①-⓿❶-➓㈠-㊰]")
_DIGIT = re.compile(r"\d|月|年代")
_LEFT = re.compile(r"\d{1,30}(?:\.\d{1,30})?")
_LETTER = re.compile("[A-Za-z]")
_SLIP = re.compile(r"\d，\d|[一二三四五六七八九]、[一二三四五六七八九]|[一二〇零][○0OＯ]|秒\d")
_SLIPS = (
    (re.compile(r"(?<=\d)，(?=\d{3}(?!\d))"), ","),
    (
        re.compile(
            r"(?<=[一二三四五六七八九])、(?=[一二三四五六七八九](?:[十百千万]|[个人岁天]))"
        ),
        "",
    ),
    (re.compile("(?<=[一二三四五六七八九〇零])[○0OＯ](?=[一二三四五六七八九〇零年])"), "〇"),
    (re.compile(r"(?<=\d)秒(?=\d\d(?!\d))"), "."),
)
"""What another rule finds, and what a sports reporter writes (10秒79): no other number."""

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_NAMED = re.compile(rf"\b(?:{_MONTH})\b")
_HAN = re.compile(f"[{han.NUMERALS}成]")
_LETTERED = {"k": 10**3, "m": 10**6, "mn": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_EN_SCALE = "|".join(english.SCALES)
_HAN_SCALE = "|".join(han.SCALES)


@dataclass(frozen=True, slots=True)
class _Reader:
    """A pattern and what a match of it means.

    ``clues`` are lower-case letters of which one stands in every text that matches; none if
    the pattern is for any text with digits.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str]], list[Figure]]
    clues: tuple[str, ...] = ()

    def has_clue(self, lowered: str) -> bool:
        for clue in self.clues:
            if clue in lowered:
                return True
        return not self.clues


def figures(text: str, *, strict: bool = True) -> tuple[Figure, ...]:
    """Return the figures of a message text, facts and tags left out.

    ``strict`` means that ``,`` parts thousands and ``.`` decimals; else either may do either.
    """
    rest = _prepared(text)
    found: list[Figure] = []
    if _DIGIT.search(rest) or _NAMED.search(rest):
        found, rest = _in_digits(rest, strict=strict)
    found += han.sayings(rest)
    if _HAN.search(rest):
        for match, made in han.compounds(rest):
            found.append(made)
            rest = rest[: match.start()] + _taken(match) + rest[match.end() :]
        found += [made for _, made in han.runs(rest)]
    if _LETTER.search(rest):
        found += english.words(rest)
    found += _symbols(rest)
    if "`" in text:
        found += [figure(run, int(run), weight="loose") for run in _coded(text)]
    return tuple(found + list(_halved(text, found)))


def _in_digits(rest: str, *, strict: bool) -> tuple[list[Figure], str]:
    """Return the figures with digits and named months, and the text without them."""
    found: list[Figure] = []
    lowered = rest.lower() + "".join(name for name, sign in _CLUES if sign.search(rest))
    for reader in (*_SPECIAL, _STRICTLY if strict else _FREELY):
        if reader.has_clue(lowered):
            matches = list(reader.pattern.finditer(rest))
            if matches:
                found += [made for match in matches for made in reader.read(match)]
                rest = _without(rest, matches)
    found += [
        figure(run, _number(run), *map(int, run.split(".")), weight="loose")
        for run in _LEFT.findall(rest)
    ]
    return found, rest


def _without(text: str, matches: list[re.Match[str]]) -> str:
    """Return a text in which what was read is blotted out."""
    pieces: list[str] = []
    end = 0
    for match in matches:
        pieces += (text[end : match.start()], _taken(match))
        end = match.end()
    return "".join((*pieces, text[end:]))


def _coded(text: str) -> list[str]:
    """Return the digits of code in backticks: they may stand for a figure of the other text."""
    return [run for code in _TICKED.findall(text) for run in re.findall(r"\d{1,30}", code)]


def _taken(match: re.Match[str]) -> str:
    return "\0" * len(match[0])


def _prepared(text: str) -> str:
    bare = TOKEN.sub(lambda t: "\0" if t["fact"] else "", text)
    if any(map(bare.__contains__, "@/`")) or "www" in bare.lower():
        bare = _WEB.sub(" ", bare)
    if "%" in bare:
        bare = _POSITION.sub(" ", bare)
    if bare.isascii():
        return bare
    plain = _FOREIGN_DIGIT.sub(_digit, bare).replace("٬", ",").replace("٫", ".")
    plain = plain.replace("％", "%").replace("廿", "二十").replace("卅", "三十")
    for slip, meant in _SLIPS if _SLIP.search(plain) else ():
        plain = slip.sub(meant, plain)
    return _GROUPED.sub("", plain)


def _digit(match: re.Match[str]) -> str:
    return str(unicodedata.decimal(match[0]))


def _number(text: str) -> Value:
    bare = text.replace(",", "")
    return int(bare) if bare.isdecimal() else Fraction(bare)


def _numbers(text: str) -> set[Fraction]:
    """Return all readings of a number whose separators may mean either."""
    bare = re.sub(r"[ '’]", "", text)
    found = {Fraction(re.sub(r"[.,]", "", bare))}
    head, mark, tail = bare.rpartition("," if bare.rfind(",") > bare.rfind(".") else ".")
    if mark:
        found.add(Fraction(re.sub(r"[.,]", "", head) + "." + tail))
    return found


def _iso(match: re.Match[str]) -> list[Figure]:
    year, month, day = map(int, match.groups())
    return [figure(match[0], year), figure(match[0], month, kind="month"), figure(match[0], day)]


def _loosely(match: re.Match[str]) -> list[Figure]:
    runs = re.findall(r"\d+", match[0])
    pairs = pairwise(map(int, runs))
    parts = [Fraction(a, b) for a, b in pairs if b] if "/" in match[0] else []
    return [figure(match[0], *map(int, runs), *parts, weight="loose")]


def _decade(match: re.Match[str]) -> list[Figure]:
    century = int(match[1])
    if match[2]:
        return [figure(match[0], (century - 1) * 100 + int(match[2]))]
    tens = [int(han.value(c) or 0) for c in match[3]]
    return [
        figure(f"{match[1]}世纪{c}十年代", (century - 1) * 100 + 10 * n)
        for c, n in zip(match[3], tens, strict=True)
    ]


def _phone(match: re.Match[str]) -> list[Figure]:
    """Read a phone number: its last seven digits are what two ways to write it share."""
    digits = re.sub(r"\D", "", match[0])
    runs = map(int, re.findall(r"\d+", match[0]))
    whole = figure(match[0], int(digits), int(digits[-7:]), int(digits[-8:]), int(digits[-11:]))
    return [whole, figure(match[0], *runs, weight="loose")]


def _years_of(match: re.Match[str]) -> list[Figure]:
    """Read 1990s and 90年代; of whole centuries (the 1800s) also the count of the century."""
    years = int(match[1])
    whole = years if years > 99 else 1900 + years
    return [figure(match[0], whole, years % 100 or whole // 100 + 1)]


def _month(match: re.Match[str]) -> list[Figure]:
    found = [m for m in match.groups() if m]
    numbers = [int(m) if m.isdigit() else han.value(m) or 0 for m in found]
    kind = "month" if all(1 <= n <= 12 for n in numbers) else ""
    return [figure(f"{m}月", n, kind=kind) for m, n in zip(found, numbers, strict=True)]


def _named_month(match: re.Match[str]) -> list[Figure]:
    name = match[0].lower()
    number = next(n for n, month in enumerate(_MONTHS, 1) if month.startswith(name[:3]))
    before, after = match.string[: match.start()], match.string[match.end() :]
    if before.endswith("Long "):  # the march, and the rockets named after it
        return [figure(match[0], number, weight="loose")]
    dated = _BEFORE_MONTH.search(before[-16:]) or re.match(r"\.?,? ?\d", after)
    if name in _DOUBTFUL and not dated:
        return [figure(match[0], number, weight="loose")]
    return [figure(match[0], number, kind="month")]


def _percent(match: re.Match[str]) -> list[Figure]:
    return [
        han.percent(match[0], n) for n in map(_number, filter(None, (match["low"], match["n"])))
    ]


def _hour(match: re.Match[str]) -> list[Figure]:
    hour, minute = int(match["hour"]), match["minute"]
    late = bool(re.search("p|下午|晚|傍晚|夜|后", match[0]))
    made = [figure(match[0], hour, *([hour + 12] if late and hour < 12 else [hour % 12]))]
    return made + ([figure(match[0], int(minute))] if minute and int(minute) else [])


def _years(match: re.Match[str]) -> list[Figure]:
    start, end = match["start"], match["end"]
    return [figure(start, int(start)), figure(match[0], int(end), int(start[:2] + end))]


def _scaled(match: re.Match[str]) -> list[Figure]:
    word = (match["scale"] or match["letter"]).lower()
    scale = han.SCALES.get(word) or english.SCALES.get(word) or _LETTERED[word]
    high = _number(match["n"])
    doubtful = word in ("k", "m", "b") or match.string[match.end() :][:1] in tuple(_METRIC)
    made = [figure(match[0], high * scale, *([high] if doubtful else []))]
    if match["low"]:
        low = _number(match["low"])
        made.append(figure(match["low"], low, low * scale))
    return made


def _spaced(match: re.Match[str]) -> list[Figure]:
    """Read 2 961, which may be one number or two."""
    parts = [int(part) for part in match[0].split(" ")]
    return [figure(match[0], int(match[0].replace(" ", "")), *parts)]


_EXACTLY = re.compile(r" (?:the|as|that|what|those|its|their|of)\b", re.IGNORECASE)


def _times(match: re.Match[str]) -> list[Figure]:
    number = _number(match["n"])
    if match[0][-1] == "倍":
        return [figure(match[0], *multiple(number, match.string[: match.start()]))]
    if _EXACTLY.match(match.string, match.end()):
        return [figure(match[0], number)]
    return [figure(match[0], number, number + 1, number - 1)]


def _tenths(match: re.Match[str]) -> list[Figure]:
    """Read 3割, 8成, 8.5折 in digits."""
    tenths = Fraction(match[1])
    cut = [100 - 10 * tenths] if match[2] == "折" else []
    return [figure(match[0], 10 * tenths, tenths / 10, *cut, weight="loose", kind="percent")]


def _group(match: re.Match[str]) -> list[Figure]:
    return [figure(match[0], int(match[1]), weight="small")]


def _plain(match: re.Match[str]) -> list[Figure]:
    number = _number(match[0])
    return [figure(match[0], number, weight=_needed(number))]


def _free(match: re.Match[str]) -> list[Figure]:
    values = _numbers(match[0])
    return [figure(match[0], *values, weight=_needed(min(values)))]


def _needed(number: Value) -> Weight:
    return "loose" if number in (0, 1) else "sure"


def _compiled(pattern: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
    return re.compile(pattern, flags)


_JOINED, _LETTER_NEXT = "\0joined", "\0letter"
_CLUES = (
    (_JOINED, re.compile(r"\d[)]?\s*[-–—/. ]\s*\d|\d{11}")),
    (_LETTER_NEXT, re.compile(r"\d\s?[kmbtKMBT]")),
)
_SIGNS = tuple(dict.fromkeys(sign for scale in han.SCALES for sign in scale))
_ALONE = r"(?<![A-Za-z_\d.])(?<![A-Za-z]-)"
_SPECIAL = (
    _Reader(_compiled(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)"), _iso, (_JOINED,)),
    _Reader(_compiled(
        r"\+\d[\d ()-]{6,}\d|\(?\b0\d{2,3}\)?[- ]\d{3,4}[ -]?\d{4}\b"
        r"|(?<![\d,.])[48]00[- ]\d{3,4}[- ]\d{3,4}\b"
        r"|(?<!\d)1[3-9]\d[- ]?\d{4}[- ]?\d{4}(?!\d)"
    ), _phone, (_JOINED, "+")),
    _Reader(
        _compiled(r"\d+(?:\.\d+){2,}|(?<![\d/])\d{1,3}/\d{1,3}(?![\d/])"), _loosely, (_JOINED,)
    ),
    _Reader(_compiled(
        r"(\d{1,2})世纪\s*(?:(\d{2})|([二三四五六七八九]{1,3})十)年代"
    ), _decade, ("世纪",)),
    _Reader(_compiled(r"(?<!\d)(\d{4}|\d0)(?:年代|s\b)"), _years_of, ("年代", "0s")),
    _Reader(_compiled(
        r"(?<![\d.])([1-9](?:\.\d)?)([成割折])(?![为立功员本熟长就果效交都叠射合引り])"
    ), _tenths, ("成", "割", "折")),
    _Reader(re.compile(r"\bG(7|8|20|77)\b"), _group, ("g7", "g8", "g20")),
    _Reader(_compiled(
        rf"(?<![\d.])(?:(\d{{1,2}}){_MONTH_JOIN})?(\d{{1,2}}|[一二三四五六七八九十]{{1,2}})\s*月(?![球亮光饼经])"
    ), _month, ("月",)),
    _Reader(_NAMED, _named_month, tuple(m[:3] for m in _MONTHS)),
    _Reader(_compiled(
        rf"(?:(?P<low>{_STRICT})\s*%?{_JOIN})?(?P<n>{_STRICT})[\s-]*"
        r"(?:%|percent\b|per cent\b|pct\b|percentage points?\b|个百分点)"
    ), _percent, ("%", "percent", "per cent", "pct", "百分点")),
    _Reader(_compiled(
        r"(?:下午|晚上|傍晚|晚间|夜间|午后)\s*(?P<hour>\d{1,2})(?!\d)(?:[:：时点](?P<minute>\d{2})?分?)?"
    ), _hour, ("午", "晚", "夜")),
    _Reader(_compiled(
        r"\b(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))?\s*(?:[ap]\.m\.|[ap]m\b)"
    ), _hour, ("am", "pm", ".m.")),
    _Reader(_compiled(
        r"(?<!\d)(?P<start>(?:19|20)\d{2})\s*[-–—/]\s*(?P<end>\d{2})(?![\d年月])"
    ), _years, (_JOINED,)),
    _Reader(_compiled(
        rf"{_ALONE}(?:(?P<low>{_STRICT}){_JOIN}[$€£¥]?)?(?P<n>{_STRICT})"
        rf"(?:[\s-]*[多余来几]?(?P<scale>{_EN_SCALE}|{_HAN_SCALE})|\s?(?P<letter>bn|mn|tn|[kmb])(?![A-Za-z²³23/-]))"
    ), _scaled, (_LETTER_NEXT, *english.SCALES, *_SIGNS)),
    _Reader(_compiled(r"(?<![\d.,])\d{1,3}(?: \d{3})+(?![\d.,])"), _spaced, (_JOINED,)),
    _Reader(_compiled(
        rf"{_ALONE}(?P<n>{_STRICT})\s*(?:倍|times\b|-?fold\b|x\b)"
    ), _times, ("倍", "times", "fold", "x")),
)  # fmt: skip
_ENDED = r"(?:st|nd|rd|th)?(?![A-Za-z_])"
_STRICTLY = _Reader(_compiled(rf"{_ALONE}{_STRICT}(?={_ENDED})"), _plain)
_FREELY = _Reader(_compiled(rf"{_ALONE}{_FREE}(?={_ENDED})"), _free)


def _symbols(text: str) -> Iterator[Figure]:
    """Yield ①, Ⅲ, ½ and the like."""
    if "‰" in text:
        yield figure("‰", 1000, weight="loose")
    for c in _NOT_PLAIN.findall(text):
        if unicodedata.category(c) in ("No", "Nl"):
            yield figure(
                c, Fraction(unicodedata.numeric(c)).limit_denominator(1000), weight="loose"
            )


def _halved(text: str, found: list[Figure]) -> Iterator[Figure]:
    """Yield what 半 and *half* add to the other figures: 两年半 is 2.5, 9点半 is 9:30."""
    if re.search("半|half", text):
        whole = {v for made in found for v in made.values if v < 100}
        extra = (Fraction(1, 2), Fraction(50), Fraction(30), Fraction(6))
        yield figure("half", *extra, *(v + Fraction(1, 2) for v in whole), weight="loose")
    if "刻" in text:
        yield figure("刻", 15, 45, weight="loose")
