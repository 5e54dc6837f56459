"""The one script of a page: it makes better what works without it, and nothing else.

A reader who changes the language stays at the paragraph that they were reading; the citation
can be copied with one press. The policy of the page lets in this very text, by its digest.
"""

TEXT = """\
(() => {
const all = s => [...document.querySelectorAll(s)];
const top = e => e.getBoundingClientRect().top;
const place = () => {
  const bar = document.querySelector('.bar').offsetHeight - 8;
  const texts = all('article [id^="t-"], footer [id^="t-"]')
    .filter(e => e.getClientRects().length && getComputedStyle(e).position !== 'sticky');
  const next = texts.findIndex(e => top(e) >= bar);
  return texts[next > 0 && top(texts[next]) > innerHeight * .6 ? next - 1 : next];
};
for (const a of all('a[data-keep]')) a.addEventListener('click', () => {
  if (scrollY < 40) return;
  const here = place();
  if (here) a.hash = here.id;
});
for (const b of all('button[data-copy]')) {
  const from = document.getElementById(b.dataset.copy), said = b.nextElementSibling;
  b.hidden = false;
  b.addEventListener('click', async () => {
    const range = document.createRange();
    range.selectNodeContents(from);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    try { await navigator.clipboard.writeText(from.textContent); }
    catch { document.execCommand('copy'); }
    said.textContent = b.dataset.done;
  });
}
})();
"""
