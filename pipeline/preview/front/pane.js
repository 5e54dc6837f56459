// One pane: an edition in a format, at a revision; a web page in a frame, or sheets as pictures.
import { $, $$, ask, el } from "./dom.js";
import { say } from "./words.js";

const WIDTHS = { "": 0, phone: 390, tablet: 820, laptop: 1280 };
const INSIDE = `
[data-k]{cursor:pointer}
[data-k]:hover{outline:2px solid #2a7fa866;outline-offset:3px;border-radius:2px}
.dg-on{outline:2px solid #c0512f !important;outline-offset:3px;border-radius:2px}
.dg-new{animation:dg-new 1.6s ease-out}
@keyframes dg-new{from{background:#f5d67a88}}
.dg-diff{box-shadow:-4px 0 0 #c0512f}
::highlight(dg-words){background:#f6c9a2;color:#3a1c00}
@media (prefers-reduced-motion:reduce){.dg-new{animation:none;background:#f5d67a55}}`;

export class Pane {
  constructor(side, project, changed) {
    this.side = side;
    this.project = project;
    this.changed = changed;
    this.heard = {};
    this.build();
  }

  build() {
    const choice = (name, word, options) => el("label", { class: "field" },
      el("span", { class: "unseen", data: { word } }, say(word)),
      this[name] = el("select", { data: { choice: name }, onchange: () => this.chosen() }, options));
    const { locales, formats, revisions } = this.project;
    this.box = el("section", { class: "pane", data: { label: this.side, side: this.side }, "aria-label": say(this.side) },
      el("div", { class: "bar" },
        choice("locale", "Language", locales.map(x => el("option", { value: x.name, lang: x.lang || undefined }, x.name === "qps" ? say("pseudo-language") : x.shown))),
        choice("format", "Format", formats.map(x => el("option", { value: x.name }, formatName(x.name)))),
        choice("revision", "Revision", [el("option", { value: "" }, say("as it is now")),
          ...revisions.map(x => el("option", { value: x.name }, `${x.date} ${x.name.slice(0, 7)} ${x.subject}`))]),
        choice("width", "Width", Object.keys(WIDTHS).map(x => el("option", { value: x }, say(x || "full width")))),
        this.said = el("span", { class: "said" })),
      this.stage = el("div", { class: "stage" }));
  }

  get view() {
    return { slug: this.slug, locale: this.locale.value, medium: this.format.value, rev: this.revision.value };
  }

  get key() { const v = this.view; return `${v.slug}|${v.locale}|${v.medium}|${v.rev}`; }
  get kind() { return this.project.formats.find(f => f.name === this.format.value)?.kind ?? "page"; }
  get path() { const v = this.view; return `${v.slug}/${v.locale}/${v.medium}`; }
  get query() { return this.revision.value ? `rev=${this.revision.value}` : ""; }

  show(view) {
    this.slug = view.slug;
    for (const [name, value] of [["locale", view.locale], ["format", view.medium], ["revision", view.rev ?? ""]])
      if ([...this[name].options].some(o => o.value === value)) this[name].value = value;
    return this.load();
  }

  chosen() {
    this.width.parentElement.hidden = this.kind !== "page";
    this.changed(this);
  }

  async load() {
    const mine = (this.turn = (this.turn ?? 0) + 1);
    this.width.parentElement.hidden = this.kind !== "page";
    this.fault?.remove();
    this.name = null;
    this.said.textContent = say("making …");
    const label = say(this.kind === "page" ? "page of {format}, {locale}" : "pages of {format}, {locale}",
      { format: formatName(this.format.value), locale: this.locale.selectedOptions[0]?.textContent });
    if (this.kind === "page") {
      const frame = el("iframe", { title: label, class: "page" });
      this.stage.replaceChildren(frame);
      this.frame = frame;
      this.sheets = null;
      this.widen();
      frame.src = `/page/${this.path}?${this.query}`;
      await parsed(frame);
      if (mine !== this.turn) return;
      this.attach();
    } else {
      this.frame = null;
      this.sheets = el("div", { class: "sheets", tabIndex: 0, role: "group", "aria-label": label });
      this.stage.replaceChildren(this.sheets);
      await this.renew();
      this.sheets.addEventListener("scroll", () => { this.heard.scroll?.(this); this.drawNear(); }, { passive: true });
    }
    if (mine === this.turn) this.ready();
  }

  ready() {
    if (this.said.textContent === say("making …")) this.said.textContent = "";
    this.heard.ready?.(this);
  }

  widen() {
    const wide = WIDTHS[this.width.value] ?? 0;
    this.frame.style.inlineSize = wide ? `${wide}px` : "100%";
    this.frame.classList.toggle("device", wide > 0);
  }

  attach() {
    const doc = this.frame.contentDocument;
    if (!doc?.head) return;
    doc.head.append(Object.assign(doc.createElement("style"), { textContent: INSIDE, id: "dg-inside" }));
    doc.addEventListener("click", event => {
      const link = event.target.closest?.("a, summary, button");
      const text = event.target.closest?.("[data-k]");
      if (link) event.preventDefault();
      if (text) this.heard.pick?.(this, text.dataset.k);
    });
    doc.addEventListener("scroll", () => this.heard.scroll?.(this), { passive: true });
    for (const name of ["pointerenter", "wheel", "pointerdown", "keydown"])
      doc.documentElement.addEventListener(name, () => this.heard.lead?.(this), { passive: true });
    doc.addEventListener("keydown", event => this.heard.key?.(event));
  }

  // what was made anew is put where the old one stands, without a reload: the place stays
  async renew() {
    if (this.kind === "page") return this.renewPage();
    const mine = this.turn;
    const answer = await fetch(`/sheets/${this.path}?${this.query}`);
    if (!answer.ok || mine !== this.turn) return;
    const made = await answer.json();
    if (made.name === this.name) return;
    this.name = made.name;
    this.made = made;
    await this.lay(made);
  }

  async renewPage() {
    const mine = this.turn;
    const answer = await fetch(`/page/${this.path}?${this.query}`);
    if (!answer.ok || mine !== this.turn) return;
    const name = answer.headers.get("x-name");
    if (name === this.name) return;
    this.name = name;
    const text = await answer.text();
    const doc = this.frame.contentDocument;
    const fresh = new this.frame.contentWindow.DOMParser().parseFromString(text, "text/html");
    if (!doc?.body || !doc.getElementById("dg-inside")) return this.load();
    const held = this.hold();
    const before = new Map($$("[data-k]", doc).map(e => [e.dataset.k, e.textContent]));
    const styles = d => $$("head style:not(#dg-inside)", d).map(s => s.textContent).join("\n");
    if (styles(doc) !== styles(fresh)) {
      $$("head style:not(#dg-inside)", doc).forEach(s => s.remove());
      doc.getElementById("dg-inside").before(...$$("head style", fresh).map(s => doc.adoptNode(s)));
    }
    for (const { name, value } of [...fresh.documentElement.attributes]) doc.documentElement.setAttribute(name, value);
    doc.body.replaceWith(doc.adoptNode(fresh.body));
    this.restore(held);
    for (const e of $$("[data-k]", doc))
      if (before.has(e.dataset.k) && before.get(e.dataset.k) !== e.textContent && !$("[data-k]", e)) e.classList.add("dg-new");
    if (this.on) this.light(this.on, false);
  }

  async lay(made) {
    const dots = devicePixelRatio > 1.4 ? 192 : 110;
    const figures = made.sizes.map(([wide, high], index) => {
      const old = this.sheets.children[index];
      const figure = old?.tagName === "FIGURE" ? old : el("figure", { class: "sheet" }, el("img", { draggable: false }), el("div", { class: "over" }));
      figure.style.aspectRatio = `${wide} / ${high}`;
      const image = $("img", figure);
      image.alt = say("page {n}", { n: index + 1 });
      const marks = made.marks.filter(m => m.page === index + 1);
      const address = `/sheet/${this.path}/${index + 1}.png?name=${made.name}&dots=${dots}${this.query && `&${this.query}`}`;
      image.dataset.next = address;
      $(".over", figure).replaceChildren(...marks.map(m => this.mark(m)));
      return figure;
    });
    this.sheets.replaceChildren(...figures);
    if (this.shownOver?.size) this.overlay(this.shownOver, this.grid);
    this.heard.laid?.(this);
    if (this.on) this.light(this.on, false);
    await this.drawNear();
  }

  // the pages that one sees are drawn first, and the next ones; others when one comes to them
  async drawNear() {
    const view = this.sheets.getBoundingClientRect(), far = view.height;
    const near = $$(".sheet img", this.sheets).filter(image => image.dataset.next).map(image => {
      const { top, bottom } = image.parentElement.getBoundingClientRect();
      return { image, off: Math.max(0, top - view.bottom, view.top - bottom) };
    }).filter(({ off }) => off < far).sort((a, b) => a.off - b.off);
    for (const { image, off } of near) {
      const done = this.draw(image);
      if (off) await done;
    }
    await Promise.all(near.map(({ image }) => image.decode().catch(() => {})));
  }

  async draw(image) {
    const address = image.dataset.next;
    if (!address) return null; // somebody who scrolled has begun it
    delete image.dataset.next;
    if (!image.getAttribute("src")) { image.src = address; return image.decode().catch(() => {}); }
    const next = new Image();
    next.src = address;
    await next.decode().catch(() => {});
    if (!image.dataset.next) image.src = address;
    return null;
  }

  mark(m) {
    const box = el("div", { class: "spot", data: { k: m.key }, onclick: () => this.heard.pick?.(this, m.key) });
    for (const [side, value] of [["left", m.left], ["top", m.top], ["width", m.width], ["height", m.height]])
      box.style[side] = `${value * 100}%`;
    return box;
  }

  // drawings over the sheets: what is in `shown`, and the grid of the theme, lengths in mm
  overlay(shown, grid) {
    this.shownOver = shown;
    this.grid = grid;
    if (!this.sheets) return;
    $$(".drawn", this.sheets).forEach(e => e.remove());
    $$(".sheet", this.sheets).forEach((figure, index) => $(".over", figure).prepend(...this.drawings(index + 1)));
  }

  drawings(page) {
    const made = this.made, shown = this.shownOver ?? new Set(), found = [];
    if (!made) return found;
    const box = (kind, sides, title) => found.push(placed(el("div", { class: `drawn ${kind}`, title }), sides));
    const trim = made.trims?.[page - 1]?.trim ?? [0, 0, 1, 1], g = this.grid;
    if (shown.has("trims")) for (const [name, side] of Object.entries(made.trims?.[page - 1] ?? {})) box(name, side, name);
    if (g && shown.has("columns")) for (const column of columns(g, trim)) box("area", column);
    if (g && shown.has("baseline")) {
      const step = g.baselines[scriptOf(this.locale.value)] ?? g.baselines.Latn;
      for (let y = g.top_mm; y < g.height_mm - g.bottom_mm; y += step) box("line", [trim[0], trim[1] + (y / g.height_mm) * trim[3], trim[2], 0]);
    }
    if (shown.has("faults")) for (const f of made.faults.filter(f => (f.page || 1) === page)) {
      const mark = made.marks.find(m => m.key === f.key && m.page === page);
      box(mark ? "flaw" : "flaw whole", mark ? [mark.left, mark.top, mark.width, mark.height] : [0.005, 0.005, 0.99, 0.99], `${f.message} ${f.hint}`);
    }
    return found;
  }

  showFault(f) {
    if (f.key) this.light(f.key);
    this.scrollToPage(f.page || 1, f.key);
  }

  scrollToPage(page, key) {
    const place = key ? this.anchors().get(key) : undefined;
    const figure = this.sheets?.children[page - 1];
    if (place !== undefined) this.scrollTo(place - this.height / 3);
    else if (figure) this.scrollTo(figure.offsetTop - this.sheets.offsetTop - 12);
  }

  // where pages differ from accepted pictures, or from the same pages of another revision
  differ(pages) {
    if (!this.sheets) return;
    $$(".changed", this.sheets).forEach(e => e.remove());
    for (const { page, boxes } of pages) for (const sides of boxes ?? []) {
      const figure = this.sheets.children[page - 1];
      if (figure) $(".over", figure).prepend(placed(el("div", { class: "changed" }), sides));
    }
  }

  // the accepted picture over the page, for as long as it is wanted
  beside(page) {
    const figure = this.sheets.children[page - 1], old = $(".accepted", figure);
    if (old) { old.remove(); return; }
    $(".over", figure).before(el("img", { class: "accepted", alt: say("Accepted pictures"), src: `/accepted/${this.path}/${page}.png` }));
    this.scrollToPage(page);
  }

  // where each text stands, from the top of what can be scrolled
  anchors() {
    const found = new Map();
    if (this.frame) {
      const doc = this.frame.contentDocument;
      for (const e of $$("[data-k]", doc)) if (!found.has(e.dataset.k) && e.getClientRects().length) {
        const style = doc.defaultView.getComputedStyle(e.parentElement ?? e);
        if (style.position !== "sticky") found.set(e.dataset.k, e.getBoundingClientRect().top + doc.defaultView.scrollY);
      }
    } else if (this.sheets) {
      const base = this.sheets.getBoundingClientRect().top - this.sheets.scrollTop;
      for (const e of $$(".spot", this.sheets)) if (!found.has(e.dataset.k)) found.set(e.dataset.k, e.getBoundingClientRect().top - base);
    }
    return found;
  }

  get top() { return this.frame ? this.frame.contentWindow.scrollY : this.sheets?.scrollTop ?? 0; }
  get height() { return this.frame ? this.frame.clientHeight : this.sheets?.clientHeight ?? 0; }
  get length() { return this.frame ? this.frame.contentDocument.documentElement.scrollHeight : this.sheets?.scrollHeight ?? 0; }

  scrollTo(y) {
    if (this.frame) this.frame.contentWindow.scrollTo({ top: y, behavior: "instant" });
    else if (this.sheets) this.sheets.scrollTop = y;
  }

  hold() {
    const y = this.top;
    let key = null, at = 0;
    for (const [k, place] of this.anchors()) if (place <= y + 80 && place >= at) { key = k; at = place; }
    return { y, key, gap: y - at };
  }

  restore(held) {
    const place = held.key ? this.anchors().get(held.key) : undefined;
    this.scrollTo(place === undefined ? held.y : place + held.gap);
  }

  elements(key) {
    const root = this.frame ? this.frame.contentDocument : this.sheets;
    return root ? $$("[data-k]", root).filter(e => e.dataset.k === key) : [];
  }

  light(key, show = true) {
    this.on = key;
    const root = this.frame ? this.frame.contentDocument : this.sheets;
    if (!root) return;
    $$(".dg-on", root).forEach(e => e.classList.remove("dg-on"));
    const found = this.elements(key);
    found.forEach(e => e.classList.add("dg-on"));
    if (show && found.length) {
      const place = this.anchors().get(key);
      if (place !== undefined && (place < this.top + 20 || place > this.top + this.height - 120)) this.scrollTo(place - this.height / 3);
    }
  }

  failed(event) {
    this.fault?.remove();
    const listed = event.problems.map(p => el("li", {},
      el("p", { class: "where", lang: "en" }, p.line ? `${p.path}:${p.line}` : p.path, " ", el("span", { class: `sign ${p.severity}` }, say(p.severity))),
      el("p", { class: "what", lang: "en" }, p.message),
      p.hints.map(h => el("p", { class: "hint", lang: "en" }, `→ ${h}`))));
    const what = `${this.locale.selectedOptions[0]?.textContent} ${formatName(this.format.value)}`;
    this.fault = el("div", { class: "fault", role: "alert" },
      el("h2", {}, say("{what} cannot be made", { what })),
      el("ol", {}, listed),
      (this.frame || this.sheets?.children.length) && el("p", { class: "rest" }, say("The last good page stands below; this goes away by itself once the file is mended.")));
    this.stage.append(this.fault);
    this.said.textContent = "";
  }

  mended() { this.fault?.remove(); this.fault = null; }
}

function placed(e, [left, top, width, height]) {
  Object.assign(e.style, { left: `${left * 100}%`, top: `${top * 100}%`, width: `${width * 100}%`, height: `${height * 100}%` });
  return e;
}

function scriptOf(locale) {
  return { zh: /TW|HK|Hant/.test(locale) ? "Hant" : "Hans", ja: "Jpan", ko: "Kore", ar: "Arab" }[locale.split("_")[0]] ?? "Latn";
}

// the columns of text on a page, as shares of it: the side column, and the one for the text
function columns(g, trim) {
  const panels = g.panels || 1, wide = g.width_mm / panels, found = [];
  for (let n = 0; n < panels; n++) {
    const left = n * wide + g.left_mm, right = (n + 1) * wide - g.right_mm, body = g.side_mm ? left + g.side_mm + g.gap_mm : left;
    if (g.side_mm) found.push([left, left + g.side_mm]);
    found.push([body, right]);
  }
  return found.map(([from, to]) => [trim[0] + (from / g.width_mm) * trim[2], trim[1] + (g.top_mm / g.height_mm) * trim[3],
    ((to - from) / g.width_mm) * trim[2], ((g.height_mm - g.top_mm - g.bottom_mm) / g.height_mm) * trim[3]]);
}

// a page can be used as soon as its text is there; its faces may come later
function parsed(frame) {
  return new Promise(done => {
    const look = () => {
      const doc = frame.contentDocument;
      if (!frame.isConnected || (doc?.body && doc.URL !== "about:blank" && doc.readyState !== "loading")) done();
      else setTimeout(look, 15);
    };
    look();
  });
}

export function formatName(name) {
  return say({ html: "Web page", pdf: "PDF", docx: "Word", parallel: "Side by side", print: "Print" }[name] ?? name);
}
