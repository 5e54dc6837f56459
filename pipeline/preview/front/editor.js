// The translator's room: the list of texts, one of them open, and what helps to translate it.
import { $, $$, ask, el, tell } from "./dom.js";
import * as chips from "./chips.js";
import { say, sayRole } from "./words.js";

const FILTERS = { All: () => true, Untranslated: t => t.state === "new", Fuzzy: t => t.state === "fuzzy", Findings: t => t.rules.length > 0 };
const WAIT_MS = 160, LATER_MS = 500;

export class Editor {
  constructor(state, box, pick) {
    this.state = state;
    this.box = box;
    this.choose = pick;
    this.texts = [];
    this.drafts = new Map();
    this.filter = "All";
    this.build();
    addEventListener("beforeunload", event => { if (this.drafts.size) event.preventDefault(); });
  }

  build() {
    this.list = el("ul", { class: "texts", role: "listbox", tabIndex: 0, "aria-label": say("Texts of this release"),
      onkeydown: event => this.listKey(event) });
    this.filters = el("div", { class: "filters", role: "group", "aria-label": say("Filter") },
      Object.keys(FILTERS).map(name => el("button", { type: "button", data: { filter: name }, onclick: () => { this.filter = name; this.listed(); } })));
    this.desk = el("div", { class: "desk" }, el("p", { class: "empty" }, say("Click a text on a page, or choose one from the list.")));
    this.help = el("div", { class: "help" });
    this.box.setAttribute("aria-label", say("Editor"));
    this.box.replaceChildren(el("div", { class: "index" }, this.filters, this.list), this.desk, this.help);
  }

  async opened(slug, locale) {
    if (!locale || (this.slug === slug && this.locale === locale)) return;
    this.keep();
    Object.assign(this, { slug, locale, now: null });
    this.desk.replaceChildren(el("p", { class: "empty" }, say("Click a text on a page, or choose one from the list.")));
    this.help.replaceChildren();
    await this.refresh();
  }

  async refresh() {
    try { this.texts = (await ask(`/api/texts/${this.slug}/${this.locale}`)).texts; } catch { return; }
    this.listed();
  }

  listed() {
    for (const b of $$("button", this.filters)) {
      const count = this.texts.filter(FILTERS[b.dataset.filter]).length;
      b.replaceChildren(say(b.dataset.filter), " ", el("span", { class: "count" }, String(count)));
      b.setAttribute("aria-pressed", String(b.dataset.filter === this.filter));
    }
    const shown = this.texts.filter(FILTERS[this.filter]);
    this.list.replaceChildren(...shown.map(t => el("li", {
      role: "option", id: `text-${t.key.replace(":", "-")}`, data: { key: t.key }, "aria-selected": String(t.key === this.now?.key),
      onclick: () => this.choose(t.key),
    }, el("span", { class: `dot ${t.rules.length && t.state === "done" ? "finding" : t.state}`, title: this.stateOf(t) }),
    el("span", { class: "unseen" }, `${this.stateOf(t)}: `),
    el("span", { class: "words" }, t.shown), this.drafts.has(this.draftName(t.key)) && el("span", { class: "unsaved" }, say("unsaved")))));
    this.marked(false);
  }

  stateOf(t) { return t.rules.length && t.state === "done" ? say("Findings") : say({ new: "untranslated", fuzzy: "fuzzy", done: "done" }[t.state]); }
  draftName(key) { return `${this.slug}|${this.locale}|${key}`; }

  marked(show = true) {
    const key = this.now?.key;
    for (const row of this.list.children) {
      const on = row.dataset.key === key;
      row.setAttribute("aria-selected", String(on));
      if (on) { this.list.setAttribute("aria-activedescendant", row.id); if (show) row.scrollIntoView({ block: "nearest" }); }
    }
  }

  enter() {
    if (this.stale) { this.stale = false; this.refresh(); }
    if (this.target) this.target.focus(); else if (!this.now) this.list.focus();
  }

  async pick(key) {
    if (this.now?.key === key) { if (!this.stay) this.target?.focus(); return; }
    this.keep();
    const mine = (this.turn = (this.turn ?? 0) + 1);
    let found;
    try { found = await ask(`/api/text/${this.slug}/${this.locale}/${encodeURIComponent(key)}`); } catch { return; }
    if (mine !== this.turn) return;
    this.now = found;
    this.show();
    this.listed();
    this.marked();
  }

  // what was typed and not saved stays, whatever is opened next
  keep() {
    if (this.now && this.dirty) this.drafts.set(this.draftName(this.now.key), this.draft());
  }

  draft() {
    return { parts: chips.parts(this.target), fuzzy: this.unsure.checked, comments: this.comments.value.split("\n").filter(Boolean), base: this.now.base };
  }

  get dirty() {
    if (!this.now || !this.target) return false;
    const mine = this.draft(), base = this.now.base ?? { text: "", fuzzy: false, comments: [] };
    return chips.text(mine.parts) !== chips.text(this.now.target) || mine.fuzzy !== base.fuzzy || mine.comments.join("\n") !== base.comments.join("\n");
  }

  show() {
    const t = this.now, held = this.drafts.get(this.draftName(t.key));
    if (held) t.base = held.base;
    this.target = chips.field(say("Translation"), () => this.typed());
    this.target.lang = this.locale.replace("_", "-");
    this.target.replaceChildren(...chips.laid(held?.parts ?? t.target));
    this.unsure = el("input", { type: "checkbox", checked: held?.fuzzy ?? false, onchange: () => this.typed() });
    this.comments = el("textarea", { rows: 2, value: (held?.comments ?? t.comments).join("\n"), "aria-label": say("Comments"), placeholder: say("one on each line; others who work on this catalog read them") });
    this.lost = el("div", { class: "lost" });
    this.verdict = el("p", { class: "verdict", role: "status" });
    const readOnly = this.state.project.readOnly;
    this.target.contentEditable = readOnly ? "false" : "true";
    const [place] = t.places;
    this.desk.replaceChildren(
      el("div", { class: "head" }, el("span", { class: "role" }, t.key.startsWith("theme:") ? say("Word of the theme") : sayRole(t.role)), el("span", { class: "place" }, place ?? ""),
        el("span", { class: "walk" }, this.button("‹", "Previous", () => this.step(-1)), this.button("›", "Next", () => this.step(1)), this.button("×", "Close", () => dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }))))),
      el("div", { class: "pair" },
        el("div", { class: "source", role: "group", "aria-label": say("Source"), lang: this.source().replace("_", "-") }, t.edit ? this.edited(t.edit) : chips.laid(t.source)),
        this.target),
      this.lost,
      el("div", { class: "foot" },
        readOnly ? el("p", { class: "verdict" }, say("This preview is read-only")) : [
          el("button", { type: "button", class: "main", onclick: () => this.save(true) }, say("Save and next")),
          el("button", { type: "button", onclick: () => this.save(false) }, say("Save")),
          el("label", { class: "check" }, this.unsure, say("Not sure yet (fuzzy)"))],
        this.verdict),
      el("details", { class: "remarks", open: (held?.comments ?? t.comments).length > 0 }, el("summary", {}, say("Comments")), this.comments));
    this.helped(t);
    this.found(t.findings);
    this.lacking();
    if (this.stay) this.list.focus(); else this.target.focus();
    this.stay = false;
  }

  source() { return this.state.project.releases.find(r => r.slug === this.slug)?.source ?? "en"; }

  button(sign, word, run) { return el("button", { type: "button", class: "icon", title: say(word), "aria-label": say(word), onclick: run }, sign); }

  edited(edit) {
    const spaced = words => words.join(" ").replace(/ ([.,;:!?…)\]”’、，。；：）])/g, "$1").replace(/([([“‘]) /g, "$1");
    return [el("span", { class: "edit-kind" }, `${say("What changed in the source")}: ${say(edit.kind)}`),
      el("p", {}, edit.runs.flatMap(r => (r.old.join() === r.new.join() ? [spaced(r.new), " "]
        : [r.old.length && el("del", {}, spaced(r.old)), " ", r.new.length && el("ins", {}, spaced(r.new)), " "])))];
  }

  helped(t) {
    const section = (name, rows, none) => el("section", {}, el("h2", {}, say(name)), rows.length ? el("ul", {}, rows) : el("p", { class: "none" }, say(none)));
    this.findings = el("section", { class: "findings", "aria-live": "polite" });
    const put = text => { this.target.focus(); document.execCommand("insertText", false, text); };
    const terms = t.terms.map(x => el("li", { class: x.used ? "used" : "open" }, el("b", {}, x.term), " → ",
      x.forms.map(f => el("button", { type: "button", class: "plain", title: say("Put in"), onclick: () => put(f) }, f)),
      x.barred.length ? el("span", { class: "barred" }, ` ${say("not")} `, el("s", {}, x.barred.join("、"))) : null));
    const old = t.suggestions.map(s => el("li", {},
      el("span", { class: "score" }, `${s.score} %`),
      el("span", { class: "words", lang: this.locale.replace("_", "-") }, chips.laid(s.pieces)),
      el("button", { type: "button", class: "plain", onclick: () => { this.target.replaceChildren(...chips.laid(s.pieces)); this.typed(); this.target.focus(); } }, say("Use")),
      s.fits ? null : el("span", { class: "none" }, say("does not fit as it is"))));
    const notes = t.notes.slice(1);
    this.help.replaceChildren(this.findings, section("Glossary", terms, "No term of the glossary"), section("Suggestions", old, "Nothing like it was translated before"),
      notes.length ? el("section", {}, el("ul", { class: "notes" }, notes.map(n => el("li", { lang: "en" }, n)))) : "");
  }

  found(listed) {
    const rows = listed.filter(f => f.rule !== "untranslated");
    this.findings.replaceChildren(el("h2", {}, say("Findings"), " ", rows.length ? el("span", { class: "count" }, String(rows.length)) : null),
      rows.length ? el("ul", {}, rows.map(f => el("li", { class: f.severity, lang: "en" }, el("span", { class: `sign ${f.severity}`, lang: "" }, say(f.severity)), " ", f.message,
        f.hints.map(h => el("span", { class: "hint" }, h)), el("code", {}, f.rule)))) : el("p", { class: "none" }, say("Nothing found")));
    chips.paint(this.target, rows);
  }

  lacking() {
    const left = chips.missing(this.now.source, this.target);
    this.lost.replaceChildren(...(left.length && !this.state.project.readOnly ? [el("span", {}, say("Put in"), " "), ...left.map(p => {
      const button = el("button", { type: "button", class: "plain", onclick: () => chips.insert(this.target, p) }, chips.chip(p));
      return button;
    })] : []));
  }

  typed() {
    this.lacking();
    this.verdict.textContent = this.dirty ? say("unsaved") : "";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.examine(), WAIT_MS);
  }

  async examine() {
    const t = this.now, parts = chips.parts(this.target);
    if (!parts.length) { this.found([]); return; }
    const { ok, value } = await tell("/api/examine", { slug: this.slug, locale: this.locale, key: t.key, parts });
    if (ok && this.now === t && chips.text(parts) === chips.text(chips.parts(this.target))) this.found(value.findings);
  }

  async save(on) {
    if (!this.now || this.saving || this.state.project.readOnly) return;
    if (!this.dirty) { if (on) this.step(1); return; }
    this.saving = true;
    const t = this.now, mine = this.draft();
    try {
      const { status, value } = await tell("/api/save", { slug: this.slug, locale: this.locale, key: t.key, ...mine });
      if (value.status === "saved") this.saved(t, mine, value, on);
      else if (value.status === "refused") this.refused(value);
      else if (value.status === "conflict") this.conflict(value.theirs);
      else if (value.status === "gone") this.say(say("The text is gone from the release or its catalog; your words stand here until you close this."), "error");
      else this.say(value.problems?.map(p => p.message).join("; ") || `${status}`, "error");
    } catch { this.say(say("connection lost, trying again …"), "error"); } finally { this.saving = false; }
  }

  saved(t, mine, value, on) {
    this.drafts.delete(this.draftName(t.key));
    Object.assign(t, { base: value.base, target: mine.parts, fuzzy: mine.fuzzy });
    this.warn?.remove();
    this.say(say("Saved in {path}", { path: value.path.split("/").pop() }), "good");
    this.listed();
    if (on && this.now === t) this.step(1);
  }

  refused(value) {
    this.found(value.findings);
    this.say(value.why ?? say("Refused: mend the tags first, the page would fall back to the source text."), "error");
  }

  conflict(theirs) {
    this.say("", "");
    this.warn?.remove();
    const take = keep => {
      this.now.base = { text: theirs.text, fuzzy: theirs.fuzzy, comments: theirs.comments };
      this.now.target = theirs.pieces;
      if (!keep) { this.target.replaceChildren(...chips.laid(theirs.pieces)); this.unsure.checked = theirs.fuzzy; this.comments.value = theirs.comments.join("\n"); }
      this.warn.remove();
      this.typed();
      if (keep) this.save(false); else this.target.focus();
    };
    this.warn = el("div", { class: "conflict", role: "alert" },
      el("p", {}, say("The file changed while you were writing. Nothing was written.")),
      el("dl", {}, el("dt", {}, say("Theirs")), el("dd", { lang: this.locale.replace("_", "-") }, chips.laid(theirs.pieces)),
        el("dt", {}, say("Yours")), el("dd", { lang: this.locale.replace("_", "-") }, chips.laid(chips.parts(this.target)))),
      el("button", { type: "button", class: "main", onclick: () => take(true) }, say("Keep yours")),
      el("button", { type: "button", onclick: () => take(false) }, say("Take theirs")));
    this.lost.before(this.warn);
  }

  say(text, kind) { this.verdict.textContent = text; this.verdict.className = `verdict ${kind}`; }

  async fileChanged(paths) {
    if (!paths.some(p => p.endsWith(".po") || p.startsWith("sources/") || p.endsWith(".csv"))) return;
    this.latest = paths;
    await new Promise(done => setTimeout(done, LATER_MS)); // the page is made first
    if (paths !== this.latest) return;
    this.stale = this.box.hidden;
    if (this.stale) return; // nobody looks: it is read again when somebody does
    await this.refresh();
    if (this.now && !this.dirty && !this.saving) {
      const key = this.now.key, had = document.activeElement === this.target;
      const fresh = await ask(`/api/text/${this.slug}/${this.locale}/${encodeURIComponent(key)}`).catch(() => null);
      if (fresh && this.now?.key === key && !this.dirty && JSON.stringify(fresh.base) !== JSON.stringify(this.now.base)) {
        this.now = fresh;
        this.show();
        if (!had) this.target.blur();
      }
    }
  }

  step(by, test = FILTERS[this.filter]) {
    const all = this.texts, at = all.findIndex(t => t.key === this.now?.key);
    for (let n = 1; n <= all.length; n++) {
      const next = all[(((at < 0 && by < 0 ? 0 : at) + by * n) % all.length + all.length) % all.length];
      if (next && next.key !== this.now?.key && test(next)) { this.choose(next.key); return true; }
    }
    return false;
  }

  listKey(event) {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) { event.preventDefault(); this.stay = true; this.step(by); }
    if (event.key === "Enter" && !event.ctrlKey) { event.preventDefault(); this.target?.focus(); }
  }

  // answers whether the key was one of ours
  key(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "Enter") { this.save(!event.shiftKey); return true; }
    if (!event.altKey || event.ctrlKey) return false;
    const ours = {
      ArrowDown: () => this.step(1), ArrowUp: () => this.step(-1),
      KeyU: () => this.step(1, FILTERS.Untranslated), KeyY: () => this.step(1, FILTERS.Fuzzy), KeyI: () => this.step(1, FILTERS.Findings),
    }[event.code];
    if (!ours) return false;
    ours();
    return true;
  }
}
