// The designer's room: what is drawn over the pages, the tokens of the theme, accepted pictures.
import { $$, ask, el, tell } from "./dom.js";
import { formatName } from "./pane.js";
import { say } from "./words.js";

const WAIT_MS = 180;
const OVERLAYS = { faults: "Preflight", baseline: "Baseline grid", columns: "Columns", trims: "Trim and bleed" };
const TABLES = { color: "Colours", cover: "Cover", role: "Faces", size: "Sizes", line: "Line height", weight: "Weights", page: "Page", space: "Space" };
const STATES = { same: "as accepted", differs: "differs", new: "not accepted yet", gone: "page is gone" };

export class Design {
  constructor(state, box) {
    this.state = state;
    this.box = box;
    this.shown = new Set(["faults"]);
    this.box.setAttribute("aria-label", say("Design"));
    const column = word => el("div", { class: "column", tabIndex: 0, role: "group", "aria-label": say(word) });
    [this.over, this.tokens, this.pictures] = ["On the pages", "Tokens", "Accepted pictures"].map(column);
    this.tokens.classList.add("tokens");
    this.box.replaceChildren(this.over, this.tokens, this.pictures);
  }

  async enter() {
    const boxes = Object.entries(OVERLAYS).map(([name, word]) => el("label", { class: "check" },
      el("input", { type: "checkbox", checked: this.shown.has(name), onchange: e => { this.shown[e.target.checked ? "add" : "delete"](name); this.lay(); } }), say(word)));
    this.faults = el("div", { class: "faults" });
    this.over.replaceChildren(el("h2", {}, say("On the pages")), el("div", { class: "checks" }, boxes), this.faults);
    this.lay();
    await Promise.all([this.renewTokens(), this.judge()]);
  }

  leave() { for (const pane of this.state.panes) { pane.overlay(new Set(), null); pane.differ([]); } }

  lay() {
    for (const pane of this.state.panes) pane.overlay(this.shown, this.grid);
    const rows = this.state.panes.flatMap(pane => (pane.sheets && pane.made?.faults || []).map(f => ({ pane, f })));
    this.faults.replaceChildren(el("h2", {}, say("Preflight"), " ", el("span", { class: "count" }, String(rows.length))), rows.length
      ? el("ul", {}, rows.map(({ pane, f }) => el("li", {},
        el("button", { type: "button", class: "plain", onclick: () => pane.showFault(f) }, `${pane.locale.selectedOptions[0].textContent} ${say("page {n}", { n: f.page })}`),
        el("span", { lang: "en" }, ` ${f.message} `, el("span", { class: "hint" }, f.hint)), " ", el("code", {}, f.rule))))
      : el("p", { class: "none" }, say(this.state.panes.some(p => p.sheets) ? "Nothing found" : "Choose PDF in a pane to see its sheets")));
  }

  async renewTokens() {
    let found;
    try { found = await ask(`/api/tokens/${this.state.slug}`); } catch { return; }
    this.grid = found.grid;
    this.lay();
    if ($$("[data-token]", this.tokens).length && this.theme === found.theme) { this.refill(found); return; }
    this.theme = found.theme;
    const groups = Object.entries(TABLES).map(([table, word]) => {
      const rows = found.tokens.filter(t => t.table === table);
      return rows.length ? el("fieldset", {}, el("legend", {}, say(word)), rows.map(t => this.token(t, found.writable))) : null;
    });
    this.verdict = el("p", { class: "verdict", role: "status" });
    const why = this.state.project.readOnly ? "This preview is read-only" : found.writable ? "" : "This theme travels with Diglot; make one of your own to change it.";
    this.tokens.replaceChildren(el("h2", {}, say("Tokens"), " ", el("code", {}, found.path)),
      ...(why ? [el("p", { class: "none" }, say(why))] : []), this.verdict, ...groups.filter(Boolean));
  }

  // what the file says now, but for the slider that somebody holds
  refill(found) {
    for (const t of found.tokens) {
      const input = $$("[data-token]", this.tokens).find(e => e.dataset.token === `${t.table}.${t.name}`);
      if (!input || input.busy) continue;
      input.base = t.value;
      input.value = t.value;
      this.echo(input);
    }
  }

  token(t, writable) {
    const id = `token-${t.table}-${t.name}`, common = { id, data: { token: `${t.table}.${t.name}` }, disabled: !writable || this.state.project.readOnly };
    const change = e => this.changed(t, e.target);
    const input = t.kind === "color" ? el("input", { type: "color", ...common, value: t.value, oninput: change })
      : t.kind === "choice" ? el("select", { ...common, onchange: change }, t.choices.map(c => el("option", { value: c, selected: c === t.value }, c)))
        : el("input", { type: "range", ...common, min: t.min, max: t.max, step: t.step, oninput: change });
    if (t.kind === "number") input.value = t.value;
    input.base = t.value;
    return el("div", { class: `token ${t.kind}` }, el("label", { for: id, class: t.own ? "own" : "" }, t.name), input, el("output", { for: id }, t.kind === "choice" ? "" : String(t.value)));
  }

  echo(input) { if (input.tagName !== "SELECT") input.nextElementSibling.textContent = input.value; }

  changed(t, input) {
    this.echo(input);
    input.wanted = t.kind === "number" ? Number(input.value) : input.value;
    if (!input.busy) this.send(t, input);
  }

  // the last value wins; those that a hand slides over on its way are not written
  async send(t, input) {
    input.busy = true;
    try {
      while (input.wanted !== undefined) {
        await new Promise(done => setTimeout(done, WAIT_MS));
        const value = input.wanted;
        input.wanted = undefined;
        this.answered(input, value, await tell("/api/token", { slug: this.state.slug, table: t.table, name: t.name, value, base: input.base }));
      }
    } finally { input.busy = false; }
  }

  answered(input, value, answer) {
    if (answer.value.status === "saved") {
      input.base = value;
      this.say(answer.value.inks ? say("Saved. Its printing inks stand under [cmyk]: set them too.") : say("Saved in {path}", { path: answer.value.path }), "good");
    } else if (answer.value.status === "conflict") {
      input.base = input.value = answer.value.theirs;
      this.echo(input);
      this.say(say("The file changed meanwhile; here is what it says now."), "error");
    } else this.say(answer.value.problems?.map(p => p.message).join("; ") ?? String(answer.status), "error");
  }

  say(text, kind) { this.verdict.textContent = text; this.verdict.className = `verdict ${kind}`; }

  async judge() {
    const panes = this.state.panes.filter(p => p.sheets && !p.revision.value && p.format.value !== "docx");
    const rows = await Promise.all(panes.map(async pane => ({ pane, pages: await ask(`/api/pictures/${pane.path}`).catch(() => []) })));
    if (this.box.hidden) return;
    this.pictures.replaceChildren(el("h2", {}, say("Accepted pictures")), ...(rows.length ? rows.map(({ pane, pages }) => this.verdicts(pane, pages))
      : [el("p", { class: "none" }, say("Choose PDF in a pane to see its sheets"))]));
  }

  verdicts(pane, pages) {
    const accept = async listed => {
      const body = { slug: this.state.slug, locale: pane.locale.value, medium: pane.format.value, pages: listed, name: pane.name };
      const { value } = await tell("/api/accept", body);
      if (value.status === "conflict") await pane.renew();
      this.judge();
    };
    pane.differ(pages);
    const open = pages.filter(p => p.state !== "same").map(p => p.page), readOnly = this.state.project.readOnly;
    return el("section", {}, el("h3", {}, `${pane.locale.selectedOptions[0].textContent} ${formatName(pane.format.value)}`),
      el("ul", {}, pages.map(p => el("li", { class: `picture ${p.state}` },
        el("button", { type: "button", class: "plain", onclick: () => pane.scrollToPage(p.page) }, say("page {n}", { n: p.page })), " ", say(STATES[p.state]),
        p.state === "differs" ? el("button", { type: "button", class: "plain", onclick: () => pane.beside(p.page) }, say("Show the accepted one")) : null,
        p.state !== "same" && !readOnly ? el("button", { type: "button", class: "plain", onclick: () => accept([p.page]) }, say("Accept")) : null))),
      open.length > 1 && !readOnly ? el("button", { type: "button", onclick: () => accept(open) }, say("Accept all {n}", { n: open.length })) : null);
  }

  made() { if (!this.box.hidden) { this.lay(); this.judge(); } }

  fileChanged(paths) { if (!this.box.hidden && paths.some(p => p.startsWith("templates/") || p === "diglot.toml")) this.renewTokens(); }
}
