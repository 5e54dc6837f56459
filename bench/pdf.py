"""What setting costs: time, size and memory of brochures and long documents, in one run.

    python -m bench.pdf [--pages 32] [--documents 50] [--repeat 3]

CPU seconds, the least of the repeats. *Stock* is WeasyPrint as it comes, on the same HTML with
the same faces whole; *ours* cuts the faces, sets Chinese by the rules, tags and looks at pages.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parent.parent
FACES = "".join(
    f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
    f' src: url("font:{address}/{weight}/normal/Hans") }}'
    for family, address in (
        ("Noto Serif CJK SC", "Noto%20Serif%20CJK%20SC"),
        ("Noto Sans CJK SC", "Noto%20Sans%20CJK%20SC"),
        ("Newsreader", "Newsreader"),
    )
    for weight in (400, 700)
)
SHEET = """@page { size: A4; margin: 24mm 30mm; @bottom-center { content: counter(page);
font: 7pt Newsreader } } html { font: 10pt/1.75 Newsreader, "Noto Serif CJK SC" }
p { margin: 0; text-indent: 2em; text-align: justify; orphans: 2; widows: 2 }
h2 { font-size: 12.5pt; margin: 6mm 0 2mm; break-after: avoid; line-height: 1.4 }
em { font-style: normal; font-family: Newsreader, "Noto Sans CJK SC" }"""


def document(paragraphs: int, seed: int = 1) -> bytes:
    """Return a page of so many Chinese paragraphs, seven a printed page."""
    from bench import prose

    head = "<!doctype html><html lang='zh-Hans-CN'><meta charset='utf-8'><title>长文</title>"
    return f"{head}<style>{FACES}{SHEET}</style><body>{prose.document(paragraphs, seed)}".encode()


def ours(page: bytes) -> bytes:
    """Set a page as the brochure is set."""
    from pipeline.formats.pdf import PDF
    from pipeline.model import Locale, Page, Slug, Target
    from pipeline.world import Disk

    return PDF.emit(Page(Target(Slug("long"), Locale("zh_CN"), "pdf"), page), Disk(ROOT))


def stock(page: bytes) -> bytes:
    """Set a page as WeasyPrint does, in the faces as installed."""
    import weasyprint

    bare = page.decode().replace(FACES, "")
    return bytes(weasyprint.HTML(string=bare).write_pdf(pdf_variant="pdf/ua-1"))


def cost(run: Callable[[], object], repeat: int) -> float:
    """Return the CPU seconds of the quickest of several runs."""
    spent = []
    for _ in range(repeat):
        started = time.process_time()
        run()
        spent.append(time.process_time() - started)
    return min(spent)


def cold(code: str, repeat: int) -> float:
    """Return the CPU seconds of a new interpreter that runs some code."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    spent = []
    for _ in range(repeat):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-c", code], env=environment, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return min(spent)


def resident_mb() -> float:
    """Return the memory that this process holds now, in megabytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


BROCHURE = """
import sys
from pathlib import Path
from pipeline.formats.pdf import PDF
from pipeline.model import Locale, Page, Slug, Target
from pipeline.plugs import Origin
from pipeline.world import Disk
body = Path({path!r}).read_bytes()
made = PDF.emit(Page(Target(Slug("b"), Locale("zh_CN"), "pdf"), body), Disk(Path({root!r})))
PDF.enclose(made, (Origin("r.md", body, "2024-05-01"),))
"""


def brochure() -> bytes:
    """Return the Chinese brochure of the first release, laid out."""
    from pipeline import config, corridor, surroundings
    from pipeline.admission import admitted
    from pipeline.cache import Cache
    from pipeline.orders import Wish
    from pipeline.workshop import Workshop
    from pipeline.world import Disk

    shop = Workshop(Disk(ROOT), Cache(ROOT / ".diglot" / "cache"))
    project = config.load(shop.world)
    release = admitted(project, shop)[0].release
    wish = Wish((release.slug,), ("zh_CN",), ("pdf",))
    targets = surroundings.wanted(surroundings.promised(project, [release]), wish)
    desks, _ = corridor.localized(project, shop, release, targets)
    desks = corridor.drawn(desks, shop, targets)
    company = surroundings.company(project, release, (release.locale,))
    stock = corridor.Stock(release, desks, corridor.rendered(desks, shop, targets), company)
    ((page, _),) = corridor.laid_out(corridor.surrounded(project, stock, targets), shop)
    return page.body


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--pages", type=int, default=32)
    options.add_argument("--documents", type=int, default=50)
    options.add_argument("--repeat", type=int, default=3)
    wanted = options.parse_args()
    told = partial(print, sep=" | ")

    body = brochure()
    file = ROOT / ".diglot" / "brochure.html"
    file.write_bytes(body)
    bare = cold("pass", wanted.repeat)
    whole = cold(BROCHURE.format(path=str(file), root=str(ROOT)), wanted.repeat)
    file.unlink()
    data = ours(body)
    told("brochure, cold", f"{whole:.2f} s", f"{whole - bare:.2f} s beyond the interpreter")
    told("brochure, warm", f"{cost(lambda: ours(body), wanted.repeat):.2f} s")
    told("brochure, size", f"{len(data) / 1000:.0f} KB")

    page = document(round(6.4 * wanted.pages))
    stock(page), ours(page)
    spent = cost(lambda: ours(page), wanted.repeat), cost(lambda: stock(page), wanted.repeat)
    told(f"{wanted.pages} pages, ours", f"{spent[0]:.2f} s", f"{len(ours(page)) / 1000:.0f} KB")
    told(f"{wanted.pages} pages, stock", f"{spent[1]:.2f} s")
    told("ratio", f"{spent[0] / spent[1]:.2f}")

    held = []
    for seed in range(wanted.documents):
        ours(document(26, seed + 2))
        held.append(resident_mb())
    early, late = max(held[:10]), held[-1]
    told(f"{wanted.documents} documents", f"{early:.0f} MB after ten", f"{late:.0f} MB at last",
         f"{late / early - 1:+.1%}")  # fmt: skip


if __name__ == "__main__":
    main()
