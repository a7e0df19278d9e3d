// The decision page, live: a slider beside every field, and what follows worked out while they move. Without this script
// the page is a form that the server answers, with the same numbers. Nothing is sent anywhere, and nothing is stored.
import { netBetween, outlook, pounds, written } from "./outlook.js";

const HALF = 50;
const form = document.getElementById("settings");
const template = document.getElementById("year-row").content.firstElementChild;
const settings = [...form.querySelectorAll("[data-setting]")].map((box) => ({
  name: box.dataset.setting,
  decimals: Number(box.dataset.decimals),
  field: box.querySelector("input[type=number]"),
  slide: box.querySelector(".eco-slide"),
  slider: box.querySelector("input[type=range]"),
  fault: box.querySelector(".fault"),
  moved: box.querySelector(".eco-moved"),
}));

function assumed() {
  const value = Object.fromEntries(settings.map((setting) => [setting.name, Number(setting.field.value)]));
  return { ...value, children: Number(form.dataset.children), lasts: value.lasts / 100, rate: value.rate / 100 };
}

function texts(result, given) {
  const [low, high] = netBetween(given, Number(form.dataset.low), Number(form.dataset.high));
  const sums = { prevented: 0, cost: 0, saved: 0 };
  for (const year of result.years) for (const name of Object.keys(sums)) sums[name] += year[name];
  return {
    net: pounds(Math.abs(result.net)),
    net_cost: pounds(result.net),
    cost: pounds(result.cost),
    saved: pounds(result.saved),
    needed: result.needed === null ? "none" : written(result.needed, 1),
    per_incident: result.per_incident === null ? "none" : pounds(result.per_incident),
    net_low: pounds(low),
    net_high: pounds(high),
    years: written(given.years),
    places: written(given.places),
    all_prevented: written(sums.prevented, 1),
    all_cost: pounds(sums.cost),
    all_saved: pounds(sums.saved),
    all_net: pounds(sums.cost - sums.saved),
  };
}

function standing(result, given) {
  const known = "happening" in form.dataset && result.needed !== null;
  const beyond = known && result.needed > Number(form.dataset.happening);
  return {
    pays: result.verdict === "pays",
    even: result.verdict === "even",
    costs: result.verdict === "costs",
    has_needed: result.needed !== null,
    no_needed: result.needed === null,
    beyond,
    within: known && !beyond,
    has_per_incident: result.per_incident !== null,
    no_per_incident: result.per_incident === null,
    one_year: given.years === 1,
    several_years: given.years > 1,
  };
}

function rows(years) {
  const most = Math.max(...years.map((year) => Math.abs(year.net))) || 1;
  return years.map((year) => {
    const row = template.cloneNode(true);
    const width = (HALF * Math.abs(year.net)) / most;
    const cells = {
      number: String(year.number),
      prevented: written(year.prevented, 1),
      cost: pounds(year.cost),
      saved: pounds(year.saved),
      net: pounds(year.net),
    };
    for (const [name, text] of Object.entries(cells)) row.querySelector(`[data-cell=${name}]`).textContent = text;
    const bar = row.querySelector("rect");
    bar.setAttribute("x", written(year.net < 0 ? HALF - width : HALF, 1));
    bar.setAttribute("width", written(width, 1));
    return row;
  });
}

// A text that stays as it is is left alone, so that a screen reader is told of what changed and of nothing else.
function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function show() {
  const given = assumed();
  const result = outlook(given);
  const says = texts(result, given);
  const holds = standing(result, given);
  for (const element of document.querySelectorAll("[data-value]")) write(element, says[element.dataset.value]);
  for (const element of document.querySelectorAll("[data-when]")) element.hidden = !holds[element.dataset.when];
  for (const { field, moved } of settings) if (moved) moved.hidden = Number(field.value) === Number(moved.dataset.start);
  document.querySelector("[data-rows]").replaceChildren(...rows(result.years));
  document.querySelector("[data-share]").href = address();
}

function address() {
  return `${form.getAttribute("action")}?${new URLSearchParams(new FormData(form))}`;
}

// Below 0 and above the end, no number, and half a year are told beside the field; what followed before stays.
function usable(setting) {
  const { field, fault } = setting;
  const good = field.checkValidity();
  const kind = field.step === "1" ? "a whole number" : "a number";
  const limit = (end) => Number(end).toLocaleString("en-GB", { maximumFractionDigits: 12 });
  fault.textContent = good ? "" : `Write ${kind} from ${limit(field.min)} to ${limit(field.max)}.`;
  fault.hidden = good;
  field.toggleAttribute("aria-invalid", !good);
  if (!good) field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", `${setting.name}-says${good ? "" : ` ${setting.name}-fault`}`);
  return good;
}

function moved() {
  const good = settings.map(usable).every(Boolean);
  document.querySelector("[data-stale]").hidden = good;
  if (good) show();
}

function settled() {
  if (document.querySelector("[data-stale]").hidden) history.replaceState(null, "", address());
}

for (const setting of settings) {
  const { field, slide, slider, decimals } = setting;
  slide.hidden = false;
  slider.addEventListener("input", () => {
    field.value = String(Number(Number(slider.value).toFixed(decimals)));
    if (!field.checkValidity()) field.value = slider.value; // an end that has more digits than the slider sets
    moved();
  });
  field.addEventListener("input", () => {
    if (field.checkValidity()) slider.value = field.value;
    moved();
  });
  for (const input of [field, slider]) input.addEventListener("change", settled);
}
form.addEventListener("submit", (event) => {
  event.preventDefault(); // everything is worked out already
  const wrong = settings.find((setting) => !usable(setting));
  (wrong ? wrong.field : document.getElementById("result")).focus();
  settled();
});
