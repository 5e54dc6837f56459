// The shell: which release, which two views, what happens to them; rooms open below.
import { $, $$, ask, el, remember, remembered } from "./dom.js";
import { Pane, formatName } from "./pane.js";
import { keepInStep } from "./step.js";
import { compare } from "./compare.js";
import { Design } from "./design.js";
import { Editor } from "./editor.js";
import { State } from "./state.js";
import { say, speak, spoken } from "./words.js";

const state = { project: null, panes: [], source: null, slug: "", room: null };

async function start() {
  const own = navigator.language.startsWith("zh") ? "zh" : "en";
  speak($("#tongue").value = remembered("tongue", own));
  night(remembered("night", ""));
  $("#tongue").onchange = () => { remember("tongue", $("#tongue").value); speak($("#tongue").value); rebuild(); };
  $("#night").onclick = () => night(isDark() ? "light" : "dark", true);
  state.project = await readable();
  $("#house").textContent = state.project.name;
  document.title = `${state.project.name} · Diglot`;
  $("#release").replaceChildren(...state.project.releases.map(r => el("option", { value: r.slug, title: r.slug }, r.title)));
  $("#release").onchange = () => open($("#release").value);
  $$("#rooms button").forEach(b => { b.onclick = () => enter(state.room === b.dataset.room ? null : b.dataset.room); });
  addEventListener("keydown", keys);
  rebuild();
}

// the project; while it cannot be read, what is wrong with it, until somebody mends that
async function readable() {
  for (;;) {
    const answer = await fetch("/api/project");
    const said = await answer.json();
    if (answer.ok) { $("#panes").replaceChildren(); return said; }
    const listed = said.problems.map(p => el("li", {}, el("p", { class: "where" }, p.line ? `${p.path}:${p.line}` : p.path), el("p", { class: "what", lang: "en" }, p.message), p.hints.map(h => el("p", { class: "hint", lang: "en" }, `→ ${h}`))));
    $("#panes").replaceChildren(el("section", { class: "stage" }, el("div", { class: "fault", role: "alert" }, el("h2", {}, say("The project cannot be read")), el("ol", {}, listed))));
    await new Promise(done => setTimeout(done, 1000));
  }
}

function rebuild() {
  const held = state.panes.map(p => p.view);
  state.editor = new Editor(state, $("#dock"), pick);
  state.design = new Design(state, $("#plan"));
  state.lead = new State(state, $("#table"), slug => { open(slug); enter("texts"); });
  state.panes = ["Left", "Right"].map(side => new Pane(side, state.project, () => { connect(); show(); }));
  $("#panes").replaceChildren(...state.panes.map(p => p.box));
  state.step = keepInStep(state.panes);
  for (const pane of state.panes) {
    pane.heard.pick = (p, key) => pick(key);
    pane.heard.ready = () => mark();
    pane.heard.laid = p => state.design.made(p);
    pane.heard.key = keys;
  }
  open(state.slug || fromHash().slug || state.project.releases[0]?.slug, held);
}

function fromHash() {
  const [slug, left, right] = decodeURIComponent(location.hash.slice(1)).split(";");
  const known = state.project.releases.some(r => r.slug === slug);
  const read = text => { const [locale, medium, rev] = (text ?? "").split(","); return { locale, medium, rev }; };
  return { slug: known ? slug : "", views: [read(left), read(right)] };
}

function open(slug, held = []) {
  if (!slug) return;
  state.slug = slug;
  $("#release").value = slug;
  const release = state.project.releases.find(r => r.slug === slug);
  const others = state.project.locales.map(l => l.name).filter(l => l !== release.source && l !== "qps");
  const hash = fromHash();
  const usual = [{ locale: release.source, medium: "html" }, { locale: others[0] ?? release.source, medium: others.length ? "html" : "pdf" }];
  state.panes.forEach((pane, n) => {
    pane.slug = slug;
    const view = held[n]?.slug === slug ? held[n] : hash.slug === slug && hash.views[n].locale ? hash.views[n] : usual[n];
    for (const [name, value] of [["locale", view.locale], ["format", view.medium], ["revision", view.rev ?? ""]])
      if ([...pane[name].options].some(o => o.value === value)) pane[name].value = value;
  });
  connect();
  show();
  state.editor.opened(slug, target().locale);
}

// the edition that is translated: the right one if it is a translation, else the left
function target() {
  const release = state.project.releases.find(r => r.slug === state.slug);
  const names = [...state.panes].reverse().map(p => p.locale.value);
  const locale = names.find(n => n !== release.source && n !== "qps")
    ?? state.project.locales.map(l => l.name).find(n => n !== release.source && n !== "qps") ?? "";
  return { locale, source: release.source };
}

function show() {
  const views = state.panes.map(p => [p.locale.value, p.format.value, p.revision.value].join(","));
  history.replaceState(null, "", `#${[state.slug, ...views].join(";")}`);
  for (const pane of state.panes) if (pane.shown !== pane.key) { pane.shown = pane.key; pane.load(); }
    else if (pane.frame) pane.widen();
  state.editor.opened(state.slug, target().locale);
}

function connect() {
  state.source?.close();
  const query = state.panes.map(p => `v=${encodeURIComponent(p.key)}`).join("&");
  const source = (state.source = new EventSource(`/events?${query}`));
  source.onmessage = message => hear(JSON.parse(message.data));
  source.onerror = () => news(say(source.readyState === 2
    ? "The preview has ended. Start it again with `diglot preview`." : "connection lost, trying again …"));
}

function hear(event) {
  if (event.kind === "changed") {
    state.editor.fileChanged(event.paths);
    state.design.fileChanged(event.paths);
    clearTimeout(state.later);
    if (state.room === "state") state.later = setTimeout(() => state.lead.enter(), 800);
    return;
  }
  const name = event.view && `${event.view.slug}|${event.view.locale}|${event.view.medium}|${event.view.rev}`;
  for (const pane of state.panes.filter(p => p.key === name)) {
    if (event.kind === "making") pane.said.textContent = say("making …");
    if (event.kind === "failed") pane.failed(event);
    if (event.kind === "made" || event.kind === "same") {
      pane.mended();
      pane.said.textContent = `${event.ms} ms`;
    }
    if (event.kind === "made") pane.renew().then(() => { pane.said.dataset.name = event.name; mark(); });
  }
  if (event.kind === "hello") {
    state.session ??= event.session;
    news(state.session === event.session ? "" : say("The preview was started anew: reload this page to save. What you typed stays until then."));
  }
  if (event.view && event.kind !== "making") news(told(event));
}

function told(event) {
  const locale = state.project.locales.find(l => l.name === event.view.locale)?.shown ?? event.view.locale;
  const what = `${locale} ${formatName(event.view.medium)}`;
  const said = { made: "{what} made anew in {ms} ms", same: "{what} is as it was", failed: "{what} cannot be made" }[event.kind];
  const cause = event.paths?.length ? ` · ${event.paths.map(p => p.split("/").slice(-2).join("/")).join(", ")}` : "";
  return say(said, { what, ms: event.ms }) + cause;
}

function news(text) { $("#news").textContent = text; $("#news").title = text; }

async function mark() {
  const [one, other] = state.panes;
  const count = compare(one, other);
  if (count) news(say("{n} differences", { n: count }));
  const same = one.sheets && other.sheets && one.path === other.path && one.revision.value !== other.revision.value;
  if (!same) return;
  const found = await ask(`/api/differences/${one.path}?one=${one.revision.value}&other=${other.revision.value}`).catch(() => []);
  const pages = found.map((boxes, n) => ({ page: n + 1, boxes }));
  for (const pane of state.panes) pane.differ(pages);
  const changed = found.filter(boxes => boxes.length).length;
  if (changed) news(say("{n} pages differ", { n: changed }));
}

function pick(key) {
  state.step.hold(400);
  if (state.room !== "texts") enter("texts");  // first, for it takes room: what was clicked stays in sight
  for (const pane of state.panes) pane.light(key);
  state.editor.pick(key);
}

function enter(room) {
  state.room = room;
  $$("#rooms button").forEach(b => b.setAttribute("aria-pressed", String(b.dataset.room === room)));
  $("#dock").hidden = room !== "texts";
  $("#plan").hidden = room !== "design";
  $("#table").hidden = room !== "state";
  $("#main").dataset.room = room ?? "";
  if (room === "texts") state.editor.enter();
  if (room === "state") state.lead.enter();
  if (room === "design") state.design.enter(); else state.design.leave();
}

function keys(event) {
  if (event.key === "Escape" && state.room && !event.defaultPrevented) enter(null);
  if (state.room === "texts" || (event.altKey && !event.ctrlKey)) {
    if (state.editor.key(event)) { if (state.room !== "texts") enter("texts"); event.preventDefault(); }
  }
}

function isDark() {
  const set = document.documentElement.dataset.night;
  return set ? set === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function night(name, keep = false) {
  if (name) document.documentElement.dataset.night = name;
  if (keep) remember("night", name);
}

start();
