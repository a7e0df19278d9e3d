// The coding page: keys and mouse in the text, acts that are saved at once, and what colleagues do meanwhile.
// Without this script the page still codes whole turns, takes codings away and keeps memos: its forms are plain.

import { Chosen } from "./choosing.js";
import { Finder } from "./finder.js";
import { Saving } from "./saving.js";

const STATES = { saved: "Saved", saving: "Saving…", waiting: "Not saved: no connection. Trying again." };
const QUIET_MINUTES = 5;
const get = (id) => document.getElementById(id);

const desk = get("desk");
const writes = desk.dataset.writes === "yes";
const radios = [...document.querySelectorAll(".tree input[name=code]")];
const codes = radios.map((radio) => ({ id: radio.value, ...radio.dataset, radio }));
const byId = new Map(codes.map((code) => [code.id, code]));

let lastActive = Date.now();
let recent = [...document.querySelectorAll(".recent")].map((button) => button.dataset.code);

function say(words) {
  const said = get("said");
  said.textContent = "";
  requestAnimationFrame(() => (said.textContent = words));
  const shown = get("chosen");
  if (shown && words) shown.dataset.said = words;
}

function replaceUnits(units) {
  for (const [number, html] of Object.entries(units ?? {})) {
    const element = get(`u${number}`);
    if (element && element.innerHTML.trim() !== html.trim()) element.innerHTML = html;
  }
  chosen.draw();
}

function showAbout(code) {
  const template = code && document.querySelector(`template[data-about="${CSS.escape(code.id)}"]`);
  if (template) get("about").replaceChildren(template.content.cloneNode(true));
}

// What is selected

const chosen = new Chosen(document.querySelectorAll(".unit"), () => {
  const shown = get("chosen");
  if (!shown) return;
  const quote = chosen.quote();
  const count = quote.split(/\s+/).filter(Boolean).length;
  const ends = quote.length > 60 ? `${quote.slice(0, 28)} … ${quote.slice(-28)}` : quote;
  shown.textContent = quote ? `${count} ${count === 1 ? "word" : "words"}: “${ends}”` : "Nothing is selected.";
});

// Acts

const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
const saving = writes
  ? new Saving(token, (state, count) => {
      const shown = get("state");
      const was = shown.dataset.state;
      shown.dataset.state = state;
      shown.textContent = state === "waiting" && count > 1 ? `${STATES.waiting} ${count} acts.` : STATES[state];
      shown.className = `state ${state === "waiting" ? "overdue" : "received"}`;
      get("again").hidden = state !== "waiting";
      if (state === "waiting" && was !== "waiting") say(STATES.waiting);
      if (state === "saved" && was === "waiting") say("Saved again.");
    })
  : null;

async function send(address, fields) {
  const answer = await saving.send(address, { ...fields, others: desk.dataset.others });
  replaceUnits(answer.units);
  say(answer.says);
  if (answer.status >= 400) get("state").textContent = answer.says;
  return answer;
}

async function codeWith(code, extra = {}) {
  if (!code) return finder.open();
  if (!chosen.span) {
    const unit = document.activeElement?.closest(".unit");
    if (!unit) return say("Select some words first.");
    chosen.takeUnit(unit);
  }
  const [start, end] = chosen.span;
  const quote = chosen.quote();
  code.radio.checked = true;
  remember(code.id);
  return send(desk.dataset.add, { version: desk.dataset.version, start, end, quote, code: code.id, ...extra });
}

function remember(id) {
  recent = [id, ...recent.filter((each) => each !== id)].slice(0, 9);
  get("recent").replaceChildren(
    ...recent.map((each) => {
      const item = document.createElement("li");
      const button = document.createElement("button");
      Object.assign(button, { type: "button", className: "recent", textContent: byId.get(each).name });
      button.dataset.code = each;
      item.append(button);
      return item;
    }),
  );
}

const theChosenCode = () => byId.get(radios.find((radio) => radio.checked)?.value);
const undo = () => send(get("undoing").action, {});
const redo = () => send(get("redoing").action, {});

function backToText() {
  const unit = chosen.unit();
  (unit?.element ?? document.querySelector(".unit"))?.focus({ preventScroll: true });
  chosen.draw();
}

function removeLatest() {
  if (!chosen.span) return;
  const [start, end] = chosen.span;
  const bars = [...document.querySelectorAll(".bar:not(.theirs)")];
  const here = bars.filter((bar) => Number(bar.dataset.start) < end && start < Number(bar.dataset.end));
  const buttons = here.map((bar) => bar.querySelector(".bar-remove")).filter(Boolean);
  const keys = new Set(buttons.map((button) => button.value));
  if (keys.size) send(get("removing").action, { coding: [...keys].join() }); // the server knows which is the latest
}

const finder = writes
  ? new Finder(get("find"), get("found"), codes, {
      take(code) {
        showAbout(code);
        backToText();
        codeWith(code);
      },
      leave: backToText,
      show: showAbout,
    })
  : null;

// Keys: only while a turn has the focus, so that no letter does anything anywhere else

const MOVES = {
  ArrowRight: ["word", 1], ArrowLeft: ["word", -1], ArrowDown: ["sentence", 1], ArrowUp: ["sentence", -1],
  PageDown: ["turn", 1], PageUp: ["turn", -1],
};
const ACTS = {
  Enter: () => codeWith(theChosenCode()), "/": () => finder.open(), u: undo, r: redo, m: () => get("memo").focus(),
  Delete: removeLatest, Backspace: removeLatest,
};

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.classList.contains("unit")) return;
  const code = writes && /^[1-9]$/.test(event.key) ? byId.get(recent[Number(event.key) - 1]) : null;
  if (MOVES[event.key]) chosen.move(...MOVES[event.key], event.shiftKey);
  else if (event.key === "a") chosen.takeUnit(event.target);
  else if (event.key === "Escape") chosen.clear();
  else if (event.key === "?") get("keys").showModal();
  else if (code) codeWith(code);
  else if (writes && ACTS[event.key]) ACTS[event.key]();
  else return;
  event.preventDefault();
}

desk.addEventListener("keydown", pressed);
document.addEventListener("keydown", (event) => {
  lastActive = Date.now();
  if (event.key === "Escape" && document.activeElement?.closest(".pane-codes, .pane-about")) backToText();
});
document.addEventListener("pointerdown", () => (lastActive = Date.now()));
document.querySelector(".pane-text").addEventListener("pointerup", () => setTimeout(() => chosen.takeSelection(), 0));

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button || !writes) return;
  if (button.classList.contains("recent")) codeWith(byId.get(button.dataset.code));
  else if (button.id === "code-it") codeWith(theChosenCode());
  else if (button.id === "again") saving.again();
  else if (button.id === "suggest") suggest();
  else if (button.dataset.suggested) acceptOrRefuse(button);
});

// Forms of the page that the script sends itself

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!writes || !["whole", "removing", "undoing", "redoing", "memo-form"].includes(form.id)) return;
  const fields = Object.fromEntries(new FormData(form, event.submitter));
  delete fields.csrfmiddlewaretoken;
  if (form.id === "whole") {
    const code = theChosenCode();
    if (!code) return;
    remember(code.id);
  }
  event.preventDefault();
  send(form.action, fields).then((answer) => {
    if (form.id === "memo-form" && answer.status < 400) keepMemo(form, fields);
  });
});

function keepMemo(form, fields) {
  const item = document.createElement("li");
  const words = document.createElement("p");
  words.textContent = fields.words;
  item.append(words);
  const list = document.querySelector("#memos .memos");
  list.querySelector(":scope > .note")?.remove();
  list.prepend(item);
  form.reset();
  backToText();
}

for (const radio of radios) radio.addEventListener("change", () => showAbout(byId.get(radio.value)));

// Suggestions, where the coder asked for them

async function suggest() {
  const unit = chosen.unit() ?? chosen.units.find((each) => each.element === document.activeElement) ?? chosen.units[0];
  const list = get("suggested");
  const address = `${get("suggesting").dataset.suggest}?unit=${unit.number}`;
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  const { suggestions, says } = await response.json();
  list.replaceChildren(...suggestions.map((each) => suggestion(each, unit)));
  say(says);
}

function suggestion(each, unit) {
  const item = document.createElement("li");
  const name = document.createElement("strong");
  name.textContent = each.name;
  const because = document.createElement("p");
  because.className = "note";
  because.textContent = each.because;
  const buttons = ["accept", "refuse"].map((what) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "quiet", textContent: what === "accept" ? "Code the turn" : "Not this" });
    button.ariaLabel = `${button.textContent}: ${each.name}`;
    Object.assign(button.dataset, { suggested: what, code: each.code, unit: unit.number });
    return button;
  });
  item.append(name, because, ...buttons);
  return item;
}

async function acceptOrRefuse(button) {
  const { suggested, code, unit } = button.dataset;
  button.closest("li").remove();
  if (suggested === "refuse") return send(get("suggesting").dataset.suggest, { code });
  chosen.takeUnit(get(`u${unit}`));
  return codeWith(byId.get(code), { suggested: "yes" });
}

// What colleagues do meanwhile: asked only while somebody is here, so that asking keeps nobody signed in

async function look() {
  const idle = Date.now() - lastActive > QUIET_MINUTES * 60000;
  if (document.hidden || idle || (saving && saving.acts.length)) return;
  try {
    const response = await fetch(`${desk.dataset.since}?step=${encodeURIComponent(desk.dataset.step)}&others=${desk.dataset.others}`, { redirect: "error" });
    if (!response.ok) return;
    const { step, units, says } = await response.json();
    desk.dataset.step = step;
    replaceUnits(units);
    if (says) say(says);
  } catch {
    // No connection: the next act will say so.
  }
}

setInterval(look, Number(desk.dataset.every));
for (const element of document.querySelectorAll(".needs-script")) element.hidden = false;
