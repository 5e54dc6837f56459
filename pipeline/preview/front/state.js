// The lead's room: how far every release is, what is open, what is published and out of date.
import { ask, el } from "./dom.js";
import { say } from "./words.js";

export class State {
  constructor(state, box, open) {
    this.state = state;
    this.box = box;
    this.open = open;
    this.box.setAttribute("aria-label", say("State"));
    this.box.replaceChildren();
  }

  async enter() {
    if (!this.box.children.length) this.box.replaceChildren(el("p", { class: "empty" }, say("reading …")));
    let found;
    try { found = await ask("/api/state"); } catch {
      this.box.replaceChildren(el("p", { class: "empty" }, say("The project cannot be read; a pane says why.")));
      return;
    }
    const scroll = (word, inside) => el("div", { class: "scroll", tabIndex: 0, role: "region", "aria-label": say(word) }, inside);
    this.box.replaceChildren(scroll("How far", this.coverage(found.rows)), scroll("Published", this.files(found.files)));
  }

  coverage(rows) {
    const name = x => this.state.project.locales.find(l => l.name === x)?.shown ?? x;
    const head = ["Release", "Language", "Translated", "Fuzzy", "Stale", "Untranslated", "Findings", "Words"];
    const cell = (r, value) => el("td", { class: "number" }, r.source ? "–" : value);
    return el("table", {}, el("caption", {}, say("How far")), el("thead", {}, el("tr", {}, head.map((h, n) => el("th", { scope: "col", class: n > 1 ? "number" : "" }, say(h))))),
      el("tbody", {}, rows.map(r => el("tr", {},
        el("th", { scope: "row" }, el("button", { type: "button", class: "plain", onclick: () => this.open(r.release) }, this.title(r.release))),
        el("td", {}, name(r.locale), r.source ? el("span", { class: "none" }, ` ${say("source")}`) : null),
        cell(r, [el("meter", { min: 0, max: 100, value: r.percent, "aria-label": say("Translated") }), ` ${r.percent} %`]),
        cell(r, String(r.fuzzy)), cell(r, String(r.stale)), cell(r, String(r.messages - r.translated - r.fuzzy)),
        el("td", { class: "number" }, Object.keys(r.findings).length ? Object.entries(r.findings).map(([s, n]) => el("span", { class: `sign ${s}` }, `${n} ${say(s)}`)) : "0"),
        el("td", { class: "number" }, String(r.words + r.han))))));
  }

  title(slug) { return this.state.project.releases.find(r => r.slug === slug)?.title ?? slug; }

  files(rows) {
    const size = n => (n > 1e6 ? `${(n / 1e6).toFixed(1)} MB` : `${Math.ceil(n / 1e3)} kB`);
    const short = f => f.path.split("/").slice(1).join("/");
    return el("table", {}, el("caption", {}, say("Published")), el("thead", {}, el("tr", {}, ["File", "State", "Size"].map(h => el("th", { scope: "col" }, say(h))))),
      el("tbody", {}, rows.map(f => el("tr", {},
        el("th", { scope: "row" }, f.bytes ? el("a", { href: `/download/${f.path}`, download: "" }, short(f)) : short(f)),
        el("td", {}, el("span", { class: `sign ${f.state === "fresh" ? "" : "warning"}` }, say(f.state)), " ", el("span", { class: "hint", lang: "en" }, f.why)),
        el("td", { class: "number" }, f.bytes ? size(f.bytes) : "")))));
  }
}
