"""diglot.toml: what is wrong with it, and what to type instead."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from pipeline import choosing, config
from pipeline.cli import main
from pipeline.diagnostics import PipelineError
from pipeline.model import Locale
from pipeline.world import Memory

HOUSE = config.Project(locales=(Locale("en"), Locale("zh_CN")))


def told(toml):
    """Return what reading a diglot.toml ends in."""
    with pytest.raises(PipelineError) as refused:
        config.load(Memory({"diglot.toml": toml.encode()}))
    return str(refused.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("zh-CN", "zh_CN"), ("zh_cn", "zh_CN"), ("ZH-CN", "zh_CN"), ("zh-Hans-CN", "zh_CN"),
        ("zh-Hans", "zh_CN"), ("zh-hant", "zh_TW"), ("zh-Hant-HK", "zh_HK"), ("cn", "zh_CN"),
        ("Chinese", "zh_CN"), ("pt-br", "pt_BR"), ("en-UK", "en_GB"), ("FR", "fr"),
        ("zh_CN.UTF-8", "zh_CN"), ("sr-Latn", "sr_Latn"), ("fr-XX", "fr"),
    ],
)  # fmt: skip
def test_a_locale_by_another_standard_is_told_its_gettext_name(written, meant):
    """Browsers, Word and Unix name one language in three ways; people know one of them."""
    assert f"did you mean `{meant}`?" in told(f'locales = ["en", "{written}"]\n')


def test_a_language_that_nobody_knows_is_told_what_names_look_like():
    """There is nothing near it to propose."""
    assert "write a gettext name such as zh_CN" in told('locales = ["en", "klingon"]\n')


@pytest.mark.parametrize(
    ("toml", "order"),
    [
        ("locales = [en, zh_CN]\n", 'write `"en"`: text stands in quotation marks'),
        ("theme = plain\n", 'write `"plain"`: text stands in quotation marks'),
        ("theme = “plain”\n", "write straight quotation marks"),
        ('theme = "plain\n', "close what is opened: a mark or a bracket is missing"),
        ('locales = ["en" "fr"]\n', "part the items with commas"),
        ('theme = "a"\ntheme = "b"\n', "delete one of the two lines"),
        ('theme "plain"\n', 'write `key = "value"`'),
        ("theme =\n", "write a value behind the `=`"),
        ("[incomplete.en]\nmin = True\n", "write true or false, in small letters"),
    ],
)
def test_broken_toml_is_told_what_to_type(toml, order):
    """A bare word for a text is the slip of everybody who comes from YAML."""
    assert f"hint: {order}" in told(toml)


def test_broken_toml_is_told_at_its_line():
    """The line is the one that the parser stumbled over."""
    assert told('name = "x"\nlocales = [en]\n').startswith("diglot.toml:2: error: broken TOML")


@pytest.mark.parametrize(
    ("choose", "order"),
    [
        (lambda: choosing.formats(("word",)), "did you mean `docx`?"),
        (lambda: choosing.formats(("dox",)), "did you mean `docx`?"),
        (lambda: choosing.formats(("pdf,docx",)), "write -f pdf -f docx: one at a time"),
        (lambda: choosing.locales(HOUSE, ("zh-CN",)), "did you mean `zh_CN`?"),
        (lambda: choosing.locales(HOUSE, ("en,zh_CN",)), "write -l en -l zh_CN: one at a time"),
        (lambda: choosing.locales(HOUSE, ("fr",)), "write one of en, zh_CN"),
    ],
)
def test_what_is_named_wrong_on_the_command_line_is_told_its_name(choose, order):
    """Word is docx here, and a comma is no list."""
    with pytest.raises(click.UsageError) as refused:
        choose()

    assert order in refused.value.message


@pytest.mark.parametrize("arguments", [["--help"], ["po", "--help"], ["build", "--help"]])
def test_help_is_whole(arguments):
    """No summary is cut off, no mark of our own markup shows, and every format stands there."""
    text = CliRunner().invoke(main, arguments).output

    assert "..." not in text.partition("Commands:")[2]
    assert "``" not in text
    assert arguments[0] != "build" or all(medium in text for medium in config.MEDIA)
