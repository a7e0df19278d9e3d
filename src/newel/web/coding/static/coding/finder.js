// Finding a code by typing: a list of those that fit, chosen with the arrows and Enter or with the mouse.

const MOST = 8;

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** How well a code fits what was typed: its name begins with it, a word of it does, or it holds it; 0 for not at all. */
function fit(code, typed) {
  const name = plain(code.name);
  if (name.startsWith(typed)) return 4;
  if (name.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(typed))) return 3;
  if (name.includes(typed)) return 2;
  return plain(code.path).includes(typed) ? 1 : 0;
}

export class Finder {
  /** `take(code)` is called with what was chosen, `leave()` when Escape was pressed. */
  constructor(input, list, codes, { take, leave, show }) {
    Object.assign(this, { input, list, codes, take, leave, show });
    this.found = [];
    this.at = 0;
    input.addEventListener("input", () => this.#look());
    input.addEventListener("keydown", (event) => this.#key(event));
    input.addEventListener("blur", () => setTimeout(() => this.#close(), 150));
    list.addEventListener("mousedown", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#choose(Number(option.dataset.at));
    });
  }

  open() {
    this.input.value = "";
    this.input.focus();
    this.#look();
  }

  #look() {
    const typed = plain(this.input.value.trim());
    const scored = this.codes.map((code) => [typed ? fit(code, typed) : 1, code]).filter(([score]) => score);
    scored.sort((a, b) => b[0] - a[0]);
    this.found = scored.slice(0, MOST).map(([, code]) => code);
    this.at = 0;
    this.#draw();
  }

  #draw() {
    this.list.replaceChildren(
      ...this.found.map((code, at) => {
        const option = document.createElement("li");
        option.id = `found-${at}`;
        option.role = "option";
        option.dataset.at = at;
        option.ariaSelected = String(at === this.at);
        option.textContent = code.path;
        return option;
      }),
    );
    this.list.hidden = !this.found.length;
    this.input.ariaExpanded = String(this.found.length > 0);
    if (this.found.length) {
      this.input.setAttribute("aria-activedescendant", `found-${this.at}`);
      this.show(this.found[this.at]);
    } else this.input.removeAttribute("aria-activedescendant");
  }

  #key(event) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (this.found.length) this.at = (this.at + step + this.found.length) % this.found.length;
      this.#draw();
    } else if (event.key === "Enter") {
      if (this.found.length) this.#choose(this.at);
    } else if (event.key === "Escape") {
      this.#close();
      this.leave();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #choose(at) {
    const code = this.found[at];
    this.input.value = "";
    this.#close();
    this.take(code);
  }

  #close() {
    this.list.hidden = true;
    this.input.ariaExpanded = "false";
    this.input.removeAttribute("aria-activedescendant");
  }
}
