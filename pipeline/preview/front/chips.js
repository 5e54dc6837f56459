// A text with tags as chips: words can be typed, chips can be moved or dropped, never half-typed.
import { el } from "./dom.js";

export function chip(piece) {
  const name = piece.chip.replace(/^<\/?|\/?>$|^\{|\}$/g, "");
  const kind = piece.chip.startsWith("{") ? "fact" : piece.chip.startsWith("</") ? "end" : piece.chip.endsWith("/>") ? "lone" : "start";
  const shown = kind === "fact" && piece.means ? piece.means.replace(/ \(.*\)$/, "") : name;
  return el("span", {
    class: `chip ${kind}`, contentEditable: "false", draggable: true,
    title: piece.means ? `${piece.chip}  ${piece.means}` : piece.chip,
    data: { chip: piece.chip },
  }, el("span", {}, shown));
}

// pieces as nodes, with the words in `spans` (from, to, in the whole text) underlined
export function laid(pieces) {
  return pieces.map(p => ("words" in p ? p.words : chip(p)));
}

export function parts(root) {
  const found = [];
  const words = text => {
    const last = found[found.length - 1];
    if (!text) return;
    if (last && "words" in last) last.words += text;
    else found.push({ words: text });
  };
  const walk = node => {
    if (node.nodeType === 3) words(node.data.replace(/[\u200b\ufeff]/g, ""));
    else if (node.dataset?.chip) found.push({ chip: node.dataset.chip });
    else if (node.tagName === "BR") { if (node.nextSibling) words("\n"); }
    else {
      if (node !== root && (node.tagName === "DIV" || node.tagName === "P") && found.length) words("\n");
      node.childNodes.forEach(walk);
    }
  };
  walk(root);
  return found;
}

export function text(pieces) {
  return pieces.map(p => p.words ?? p.chip).join("");
}

// an editable field; `changed` is called as people type
export function field(label, changed) {
  const box = el("div", {
    class: "field-text", role: "textbox", "aria-multiline": "true", "aria-label": label, tabIndex: 0, spellcheck: true,
  });
  box.contentEditable = "true";
  box.addEventListener("input", () => changed());
  box.addEventListener("paste", event => {
    event.preventDefault();
    document.execCommand("insertText", false, event.clipboardData.getData("text/plain").replace(/\s*\n\s*/g, " "));
  });
  box.addEventListener("keydown", event => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.preventDefault();
  });
  let moving = null;
  box.addEventListener("dragstart", event => { moving = event.target.closest?.(".chip"); });
  box.addEventListener("dragover", event => event.preventDefault());
  box.addEventListener("drop", event => {
    event.preventDefault();
    const spot = document.caretRangeFromPoint?.(event.clientX, event.clientY);
    if (moving && spot && box.contains(spot.startContainer)) { spot.insertNode(moving); changed(); }
    moving = null;
  });
  return box;
}

export function insert(box, piece) {
  const made = chip(piece);
  const chosen = getSelection();
  const range = chosen.rangeCount && box.contains(chosen.anchorNode) ? chosen.getRangeAt(0) : null;
  if (range) { range.collapse(false); range.insertNode(made); } else box.append(made);
  const after = document.createRange();
  after.setStartAfter(made);
  chosen.removeAllRanges();
  chosen.addRange(after);
  box.focus();
  box.dispatchEvent(new Event("input"));
}

export function missing(source, box) {
  const there = parts(box).filter(p => p.chip).map(p => p.chip);
  return source.filter(p => p.chip).filter(p => {
    const at = there.indexOf(p.chip);
    if (at >= 0) there.splice(at, 1);
    return at < 0;
  });
}

// words that checks complain of, painted without touching what is typed
export function paint(box, findings) {
  if (!globalThis.Highlight) return;
  const ranges = { error: [], warning: [], note: [] };
  const walk = document.createTreeWalker(box, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  const runs = [];
  let at = 0;
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (node.nodeType === 1 && node.dataset.chip) { at += [...node.dataset.chip].length; continue; }
    if (node.nodeType !== 3 || node.parentElement.closest(".chip")) continue;
    for (const letter of node.data) { runs.push({ node, at }); at += 1; void letter; }
  }
  const offset = run => { // code points of the message to units of the node
    const first = runs.findIndex(r => r.node === run.node);
    const letters = [...run.node.data];
    return letters.slice(0, runs.indexOf(run) - first).join("").length;
  };
  for (const found of findings) for (const [from, to] of found.spans) {
    const mine = runs.filter(r => r.at >= from && r.at < to);
    if (!mine.length) continue;
    const range = document.createRange();
    range.setStart(mine[0].node, offset(mine[0]));
    const last = mine[mine.length - 1];
    const end = offset(last);
    range.setEnd(last.node, end + String.fromCodePoint(last.node.data.codePointAt(end)).length);
    ranges[found.severity].push(range);
  }
  for (const [name, listed] of Object.entries(ranges)) CSS.highlights.set(`dg-${name}`, new Highlight(...listed));
}

export function clearPaint() {
  for (const name of ["error", "warning", "note"]) globalThis.CSS?.highlights?.delete(`dg-${name}`);
}

