// Every act is sent at once, one after the other, and kept here until the server has answered: where the connection is
// gone, the page says so and tries again by itself. Each act carries a ticket, so that one sent twice is done once.

const WAITS = [1000, 2000, 5000, 10000, 30000];

function newTicket() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export class Saving {
  /** `token` is the page's own against forged forms; `state` is told what it stands at: saved, saving or waiting. */
  constructor(token, state) {
    this.token = token;
    this.state = state;
    this.acts = [];
    this.tries = 0;
    this.timer = null;
    this.busy = false;
    window.addEventListener("online", () => this.again());
    window.addEventListener("beforeunload", (event) => {
      if (this.acts.length) event.preventDefault();
    });
  }

  /** Send an act; the promise is kept when the server has answered it. */
  send(address, fields) {
    return new Promise((resolve) => {
      this.acts.push({ address, fields: { ...fields, ticket: newTicket() }, resolve });
      this.state(this.tries ? "waiting" : "saving", this.acts.length);
      this.#next();
    });
  }

  /** Try again now. */
  again() {
    clearTimeout(this.timer);
    this.timer = null;
    this.#next();
  }

  async #next() {
    if (this.busy || this.timer || !this.acts.length) return;
    this.busy = true;
    const act = this.acts[0];
    const answer = await this.#post(act);
    this.busy = false;
    if (!answer) {
      const wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
      this.tries += 1;
      this.state("waiting", this.acts.length);
      this.timer = setTimeout(() => this.again(), wait);
      return;
    }
    this.tries = 0;
    this.acts.shift();
    this.state(this.acts.length ? "saving" : "saved", this.acts.length);
    act.resolve(answer);
    this.#next();
  }

  /** The server's answer, or null where it did not come or was no answer to keep. */
  async #post(act) {
    const body = new URLSearchParams(act.fields);
    const headers = { Accept: "application/json", "X-CSRFToken": this.token };
    try {
      const response = await fetch(act.address, { method: "POST", body, headers, redirect: "manual" });
      if (response.type === "opaqueredirect") return { status: 401, says: "You are signed out. Sign in again in another tab, then try again.", signedOut: true };
      if (response.status >= 500) return null;
      const isJson = (response.headers.get("Content-Type") ?? "").includes("json");
      const said = isJson ? await response.json() : { says: "This could not be done. Load the page again." };
      return { ...said, status: response.status };
    } catch {
      return null;
    }
  }
}
