// The conversation: its turns, the messages that wait, and how they get through.

import { Failure } from "./door.js";

const TRIES = 6; // by itself; then the visitor decides
const LONGEST = 30; // seconds between two tries
const PATIENCE = 600; // seconds that the server may ask to wait; nobody waits for longer
const OPENINGS = 3; // by itself, while no message is answered

/** An id that nobody guesses, also where crypto.randomUUID is missing (plain http). */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const event = (name, detail) => new CustomEvent(name, { detail });

const has = (turns, id) => turns.some(({ turn }) => turn === id);

const without = (turns, others) => turns.filter(({ turn }) => !has(others, turn));

/**
 * Events: `change` (draw again), `answered` {turn}, `refused` {said, detail}, `failed` {failure},
 * `renewed` (as the one before was full).
 */
export class Talk extends EventTarget {
  #door;
  #memory;
  #token = ""; // what is stored may be older, or lost
  #opening = null;
  #openings = 0;
  #sending = false;
  #tries = 0;
  #wake = () => {};

  /** "new", "opening", "ready", "failed" or "closed". */
  state = "new";
  turns = []; // those of a conversation that was full carry its token
  more = false; // turns before these
  /** Messages not answered yet: {key, text | payload, said, mark, seconds}. */
  pending = [];
  failure = null;

  constructor(door, memory) {
    super();
    this.#door = door;
    this.#memory = memory;
    this.pending = memory.read().pending;
  }

  /** Opens the conversation or takes it up again; then sends what waits. */
  open() {
    if (this.state === "ready") return Promise.resolve();
    this.#opening ??= this.#load().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Another tab was answered with `turn`, next to `after`. */
  sync(turn, after) {
    return this.#memory.alone(() => this.#follow(turn, after)).catch(() => {});
  }

  /** Fetches the turns before these. */
  async earlier() {
    const [first] = this.turns;
    const { token } = first;
    const page = await this.#door.history(token || this.#token, "before", first.turn);
    if (this.turns[0] !== first) return;
    const fresh = without(page.turns, this.turns);
    for (const turn of fresh) turn.token = token;
    this.turns = [...fresh, ...this.turns];
    this.more = page.more && fresh.length;
    this.dispatchEvent(event("change"));
  }

  async whole() {
    while (this.more) await this.earlier();
    return this.turns;
  }

  say(text) {
    this.#add({ text, said: text });
  }

  press({ title, payload }) {
    this.#add({ payload, said: title });
  }

  /** As the visitor asks. */
  retry() {
    this.#tries = this.#openings = 0;
    this.resume();
  }

  resume() {
    this.#wake();
    if (this.state === "failed") this.open();
    else this.#send();
  }

  async rate({ turn }, useful, word) {
    const { token } = this.turns.find((one) => one.turn === turn);
    await this.#door.rate(token || this.#token, turn, useful, word || undefined);
    this.rated(turn, useful);
    this.#memory.tell({ what: "rated", turn, useful });
  }

  rated(id, useful) {
    for (const turn of this.turns) if (turn.turn === id) turn.useful = useful;
    this.dispatchEvent(event("change"));
  }

  /** Begins anew; the old conversation ends by itself on the server. */
  async restart() {
    await this.#opening;
    this.#memory.clear();
    this.#openings = 0;
    this.pending = [];
    this.#leave();
    await this.open();
    this.#memory.tell({ what: "restarted" });
  }

  /** Erases what is shown, here and on the server, then begins anew. */
  async erase() {
    const shown = this.turns.map(({ token }) => token);
    for (const token of new Set([...shown, this.#token || this.#memory.read().token])) {
      try {
        if (token) await this.#door.erase(token);
      } catch (failure) {
        if (failure.status !== 401) throw failure; // 401: there is nothing left to erase
      }
    }
    await this.restart();
  }

  /** Another tab has begun anew. */
  async join(full) {
    await this.#opening;
    if (this.state === "new" || this.#memory.read().token === this.#token) return;
    if (!full) this.pending = [];
    this.#leave(full);
    await this.open();
  }

  close() {
    this.state = "closed";
    this.#wake();
  }

  /** One that was `full` stays in sight. */
  #leave(full) {
    if (!full) this.turns = [];
    for (const turn of this.turns) turn.token ??= this.#token;
    this.#token = "";
    this.state = "new";
    this.#wake();
  }

  async #load() {
    this.#set("opening");
    try {
      const { turns, more } = await this.#memory.alone(() => this.#fetch());
      const past = this.turns.filter(({ token }) => token);
      if (!past.length) this.more = more;
      this.turns = [...past, ...turns];
      this.#settle(turns.map(({ key }) => key));
      this.failure = null;
      this.#set("ready");
      this.#send();
    } catch (failure) {
      this.failure = failure;
      this.state = "failed";
      this.#stop();
      this.dispatchEvent(event("failed", { failure }));
    }
  }

  /** This tab's conversation, or another tab's, or a new one. */
  async #fetch() {
    const { token: stored } = this.#memory.read();
    for (const token of new Set([this.#token, stored])) {
      try {
        if (token) return this.#keep(await this.#door.history(token), token);
      } catch (failure) {
        if (failure.status !== 401) throw failure;
      }
    }
    return this.#keep(await this.#begin(), stored);
  }

  async #begin() {
    if (this.#openings >= OPENINGS) throw new Failure(0);
    if (this.#openings) await this.#pause(2 ** this.#openings);
    if (this.state !== "opening") throw new Failure(0);
    this.#openings += 1;
    const opened = await this.#door.open();
    // It offered no buttons yet: their titles are said.
    for (const message of this.pending) if (message.payload) Object.assign(message, { text: message.said, payload: undefined });
    return opened;
  }

  /** Another tab may have begun anew: only `token` is replaced. */
  #keep(given, token) {
    this.#token = given.token;
    if (this.#memory.read().token === token) this.#memory.write({ token: given.token });
    return given;
  }

  async #follow(turn, after) {
    let last = has(this.turns, after) ? after : this.turns.at(-1)?.turn;
    while (last && this.state === "ready" && !has(this.turns, turn)) {
      const token = this.#token;
      const page = await this.#door.history(token, "since", last);
      if (token !== this.#token) return;
      const at = this.turns.findIndex((known) => known.turn === last) + 1;
      const fresh = without(page.turns, this.turns.slice(0, at));
      this.turns.splice(at, Infinity, ...fresh, ...without(this.turns.slice(at), fresh));
      this.#settle(fresh.map(({ key }) => key));
      this.#set("ready");
      last = fresh.at(-1)?.turn;
    }
  }

  #set(state) {
    this.state = state;
    this.dispatchEvent(event("change"));
  }

  #add(message) {
    this.pending.push({ key: newKey(), ...message, mark: "sending" });
    this.#store();
    this.dispatchEvent(event("change"));
    if (this.state === "ready") this.#send();
    else this.open();
  }

  #settle(keys) {
    this.pending = this.pending.filter((message) => !keys.includes(message.key));
    this.#store();
  }

  #store() {
    const pending = this.pending.map(({ key, text, payload, said }) => ({ key, text, payload, said }));
    this.#memory.write({ pending });
  }

  /** Sends what waits, one message at a time, in order. */
  async #send() {
    if (this.#sending) return;
    this.#sending = true;
    try {
      while (this.pending.length && this.state === "ready") {
        if (!(await this.#deliver(this.pending[0]))) break;
      }
    } finally {
      this.#sending = false;
    }
  }

  /** @returns {Promise<boolean>} whether to go on. */
  async #deliver(message) {
    const token = this.#token;
    this.#mark(message, "sending");
    try {
      const turn = await this.#door.send(token, message);
      this.#tries = this.#openings = 0;
      if (!this.pending.includes(message)) return true; // the talk was begun anew meanwhile
      this.#settle([message.key]);
      const after = this.turns.at(-1)?.turn;
      this.turns.push(...without([turn], this.turns));
      this.dispatchEvent(event("change"));
      this.dispatchEvent(event("answered", { turn }));
      this.#memory.tell({ what: "changed", turn: turn.turn, after });
      return true;
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      return this.pending.includes(message) ? this.#recover(message, failure, token) : true;
    }
  }

  async #recover(message, failure, token) {
    const { status } = failure;
    const full = /:full$/.test(failure.type);
    this.dispatchEvent(event("failed", { failure }));
    if (status === 401 || (full && !message.moved)) return this.#move(message, full, token);
    if (full) return this.#stop();
    if (status < 400 || status >= 500 || status === 429) return this.#wait(message, failure);
    this.#settle([message.key]);
    this.dispatchEvent(event("change"));
    this.dispatchEvent(event("refused", { said: message.text || "", detail: failure.detail }));
    return true;
  }

  /** Another conversation takes the message. */
  async #move(message, full, token) {
    message.moved = full;
    if (token === this.#token) {
      if (full || this.#memory.read().token === token) this.#memory.write({ token: "" });
      this.#leave(full);
    }
    await this.open();
    if (this.state !== "ready") return false;
    if (!full) return true;
    this.dispatchEvent(event("renewed"));
    this.#memory.tell({ what: "full" });
    return true;
  }

  async #wait(message, failure) {
    this.#tries += 1;
    if (this.#tries > TRIES) return this.#stop();
    if (failure.wait > PATIENCE) return this.#stop("tooMany");
    const backoff = Math.min(2 ** (this.#tries - 1), LONGEST) * (1 + Math.random() / 4);
    const seconds = Math.ceil(Math.max(failure.wait, backoff));
    this.#mark(message, navigator.onLine ? "later" : "offline", seconds);
    await this.#pause(seconds);
    return true;
  }

  #pause(seconds) {
    return new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
  }

  #stop(mark = "stopped") {
    this.#tries = 0;
    for (const message of this.pending) message.mark = mark;
    this.dispatchEvent(event("change"));
    return false;
  }

  #mark(message, mark, seconds) {
    Object.assign(message, { mark, seconds });
    this.dispatchEvent(event("change"));
  }
}
