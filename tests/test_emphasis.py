"""Emphasis beside Chinese punctuation, where Markdown's own rules fail in five cases of nine."""

from __future__ import annotations

import re
import subprocess
import zipfile

import pytest
from click.testing import CliRunner

from pipeline.cli import main
from tests import small

pytestmark = pytest.mark.slow

SENTENCES = {
    "Case one.": ("活动<strong>“健康”</strong>成功举办。", "“健康”"),
    "Case two.": ("会上<strong>（重点）</strong>提出计划。", "（重点）"),
    "Case three.": ("他说：<strong>“很好。”</strong>大家同意。", "“很好。”"),
    "Case four.": ("推出<strong>《规划》</strong>一书。", "《规划》"),
    "Case five.": ("共计<strong>53家，</strong>其中三家。", "53家，"),
    "Case six.": ("名为<strong>Daxing（大兴）</strong>的城。", "Daxing（大兴）"),
    "Case seven.": ("这是<strong>“研—医—产”</strong>模式。", "“研—医—产”"),
    "Case eight.": ("增长<strong>10%</strong>以上。", "10%"),
    "Case nine.": ("结束了——<strong>“新的开始”</strong>！", "“新的开始”"),
}


@pytest.fixture(scope="module")
def output(tmp_path_factory):
    """Build a release of nine paragraphs, in Chinese."""
    text = "---\ntitle: Nine\ndate: 2024-05-01\n---\n\n" + "\n\n".join(SENTENCES) + "\n"
    words = {source: target for source, (target, _) in SENTENCES.items()} | {"Nine": "九"}
    changes = {small.RELEASE: text, small.CATALOG: small.catalog(words)}
    folder = small.write(tmp_path_factory.mktemp("nine"), **changes)
    result = CliRunner().invoke(
        main, ["--root", str(folder), "build", "-x", "serial", "-l", "zh_CN"]
    )

    assert result.exit_code in (0, 1), result.output  # nine lines leave most of a page empty
    return folder / "output" / small.SLUG / "zh_CN"


def bold_in_html(output):
    """Return the bold texts of the web page."""
    page = (output / f"{small.SLUG}.html").read_text(encoding="utf-8")
    return [re.sub(r"<[^>]+>", "", found) for found in re.findall(r"<strong>(.*?)</strong>", page)]


def bold_in_word(output):
    """Return the bold texts of the Word document, runs joined."""
    with zipfile.ZipFile(output / f"{small.SLUG}.docx") as archive:
        xml = archive.read("word/document.xml").decode()
    runs = re.findall(r"<w:r\b.*?</w:r>", xml)
    marked = [
        "".join(re.findall(r"<w:t[^>]*>(.*?)</w:t>", run)) for run in runs if "<w:b/>" in run
    ]
    return ["".join(marked)]


def bold_in_print(output):
    """Return the bold texts of the brochure, by the names of their faces."""
    done = subprocess.run(
        ["pdftohtml", "-xml", "-stdout", "-i", str(output / f"{small.SLUG}.pdf")],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    pieces = re.findall(r"<b>(.*?)</b>", done.stdout)
    return [re.sub(r"\s", "", "".join(pieces))]


@pytest.mark.parametrize("reader", [bold_in_html, bold_in_word, bold_in_print])
@pytest.mark.parametrize("case", SENTENCES)
def test_emphasis_beside_chinese_marks_is_bold(output, reader, case):
    """Nine of nine, in every format."""
    wanted = SENTENCES[case][1]

    assert any(wanted in text for text in reader(output)), reader(output)
