// Differences of two pages marked: texts that are new or gone, and the words that changed.
import { $$ } from "./dom.js";

const WORD = /[\p{Script=Han}]|[\p{L}\p{N}]+|[^\s]/gu;

export function compare(one, other) {
  for (const pane of [one, other]) clear(pane);
  if (!one.frame || !other.frame || one.slug !== other.slug || one.locale.value !== other.locale.value) return 0;
  if (one.revision.value === other.revision.value || one.format.value !== other.format.value) return 0;
  const [mine, theirs] = [texts(one), texts(other)];
  const left = mine.filter(a => !theirs.some(b => b.text === a.text));
  const right = theirs.filter(b => !mine.some(a => a.text === b.text));
  const ranges = [[], []];
  for (const a of left) {
    const b = right.find(x => !x.pair && x.key === a.key) ?? best(a, right);
    a.element.classList.add("dg-diff");
    if (!b) continue;
    b.pair = a;
    const [old, fresh] = words(a.element, b.element);
    ranges[0].push(...old);
    ranges[1].push(...fresh);
  }
  right.forEach(b => b.element.classList.add("dg-diff"));
  [one, other].forEach((pane, n) => paint(pane, ranges[n]));
  return Math.max(left.length, right.length);
}

function clear(pane) {
  const doc = pane.frame?.contentDocument;
  if (!doc) return;
  $$(".dg-diff", doc).forEach(e => e.classList.remove("dg-diff"));
  pane.frame.contentWindow.CSS?.highlights?.delete("dg-words");
}

function paint(pane, ranges) {
  const win = pane.frame.contentWindow;
  if (win.Highlight && ranges.length) win.CSS.highlights.set("dg-words", new win.Highlight(...ranges));
}

function texts(pane) {
  const all = $$("[data-k]", pane.frame.contentDocument).filter(e => !e.querySelector("[data-k]"));
  return all.map(element => ({ element, key: element.dataset.k, text: element.textContent.replace(/\s+/g, " ").trim() }));
}

function best(a, others) {
  const bag = new Set(a.text.match(WORD));
  let found = null, most = 0.4;
  for (const b of others) if (!b.pair) {
    const words = b.text.match(WORD) ?? [];
    const share = (2 * words.filter(w => bag.has(w)).length) / (words.length + bag.size || 1);
    if (share > most) { most = share; found = b; }
  }
  return found;
}

// the ranges of words that only one of two elements has
function words(a, b) {
  const [left, right] = [spans(a), spans(b)];
  const [m, n] = [left.length, right.length];
  if (m * n > 4e6) return [[], []];
  const table = Array.from({ length: m + 1 }, () => new Uint16Array(n + 1));
  for (let i = m - 1; i >= 0; i--) for (let j = n - 1; j >= 0; j--)
    table[i][j] = left[i].word === right[j].word ? table[i + 1][j + 1] + 1 : Math.max(table[i + 1][j], table[i][j + 1]);
  const [old, fresh] = [[], []];
  let i = 0, j = 0;
  while (i < m || j < n) {
    if (i < m && j < n && left[i].word === right[j].word) { i++; j++; }
    else if (j >= n || (i < m && table[i + 1][j] >= table[i][j + 1])) old.push(range(left[i++]));
    else fresh.push(range(right[j++]));
  }
  return [old, fresh];
}

function spans(element) {
  const walk = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walk.nextNode(); node; node = walk.nextNode())
    for (const match of node.data.matchAll(WORD)) found.push({ node, word: match[0], start: match.index });
  return found;
}

function range({ node, word, start }) {
  const made = node.ownerDocument.createRange();
  made.setStart(node, start);
  made.setEnd(node, start + word.length);
  return made;
}
