// Elements made and asked for: all text goes in as text, never as markup.
export const $ = (selector, from = document) => from.querySelector(selector);
export const $$ = (selector, from = document) => [...from.querySelectorAll(selector)];

export function el(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name in node && name !== "list" && name !== "role") node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.flat(9).filter(c => c !== null && c !== undefined && c !== false));
  return node;
}

export async function ask(path) {
  const answer = await fetch(path);
  if (!answer.ok) throw Object.assign(new Error(path), { status: answer.status, answer });
  return answer.json();
}

const token = $("meta[name=diglot-token]").content;

export async function tell(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "content-type": "application/json", "x-diglot-token": token },
    body: JSON.stringify(body),
  });
  const kind = answer.headers.get("content-type") ?? "";
  return { ok: answer.ok, status: answer.status, value: kind.includes("json") ? await answer.json() : {} };
}

export function remembered(name, otherwise) {
  try { return localStorage.getItem(`diglot.${name}`) ?? otherwise; } catch { return otherwise; }
}

export function remember(name, value) {
  try { localStorage.setItem(`diglot.${name}`, value); } catch { /* a browser that keeps nothing */ }
}
