// A watch for timed events, and keeping the sheet while it is filled in. Without this the page works by its fields alone.
(() => {
  "use strict";
  const form = document.getElementById("sheet");
  const watch = document.querySelector(".observed-clock");
  const shown = document.getElementById("clock");
  const start = document.getElementById("start");
  const kept = document.getElementById("kept");
  let began = null;
  let waiting = null;
  let changed = false;

  const seconds = () => Math.floor((Date.now() - began) / 1000);
  const words = (at) => `${Math.floor(at / 60)}:${String(at % 60).padStart(2, "0")}`;
  const moments = (field) => field.value.split(/[,;\s]+/).filter(Boolean);

  function begin() {
    began = Date.now();
    start.textContent = "Begin again";
    setInterval(() => { shown.textContent = words(seconds()); }, 1000);
    start.removeEventListener("click", begin);
    start.addEventListener("click", () => { began = Date.now(); shown.textContent = "0:00"; });
  }

  function say(text) { kept.textContent = text; }

  function soon() {
    changed = true;
    say("Not kept yet.");
    clearTimeout(waiting);
    waiting = setTimeout(keep, 1500);
  }

  async function keep() {
    const sent = new FormData(form);
    sent.set("step", "keep");
    changed = false;
    try {
      const answer = await fetch(form.action || location.href, {
        method: "POST", body: sent, headers: { Accept: "application/json" }, redirect: "error",
      });
      const said = await answer.json();
      if (answer.ok && changed) return; // what was filled in meanwhile is not kept yet, and has its own turn
      say(answer.ok ? `Kept at ${new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" })}.` : said.says);
      changed = changed || !answer.ok;
    } catch {
      changed = true;
      say("No connection. It stays on this page, and we try again.");
      clearTimeout(waiting);
      waiting = setTimeout(keep, 10000);
    }
  }

  watch.hidden = false;
  start.addEventListener("click", begin);
  for (const row of document.querySelectorAll(".observed-now")) row.hidden = false;
  form.addEventListener("click", (event) => {
    const now = event.target.dataset.now;
    const back = event.target.dataset.back;
    if (!now && !back) return;
    const field = document.getElementById(now || back);
    if (now) {
      if (began === null) begin();
      field.value = [...moments(field), words(seconds())].join(", ");
    } else {
      field.value = moments(field).slice(0, -1).join(", ");
    }
    say(now ? `Timed at ${words(seconds())}.` : "The last one is taken back.");
    soon();
  });
  form.addEventListener("input", soon);
  form.addEventListener("submit", () => { clearTimeout(waiting); changed = false; });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
})();
