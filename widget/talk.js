// The conversation: its turns, the messages that wait, and how they get through.

import { Failure } from "./door.js";

const TRIES = 6; // by itself; then the visitor decides
const LONGEST = 30; // seconds between two tries

/** An id that nobody guesses, also where crypto.randomUUID is missing (plain http). */
function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const event = (name, detail) => new CustomEvent(name, { detail });

/**
 * Events: `change` (draw again), `answered` {turn}, `refused` {said, detail}, `failed` {failure}.
 */
export class Talk extends EventTarget {
  #door;
  #memory;
  #opening = null;
  #sending = false;
  #tries = 0;
  #wake = () => {};

  /** "new", "opening", "ready" or "failed". */
  state = "new";
  turns = [];
  /** Messages not answered yet: {key, text | payload, said, mark, seconds}. */
  pending = [];
  failure = null;

  constructor(door, memory) {
    super();
    this.#door = door;
    this.#memory = memory;
    this.pending = memory.read().pending || [];
  }

  /** Opens the conversation or takes it up again; then sends what waits. */
  open() {
    if (this.state === "ready") return Promise.resolve();
    this.#opening ??= this.#load().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** Reads the conversation again: another tab has changed it. */
  async reload() {
    if (this.state !== "ready") return;
    const known = this.pending.map(({ key }) => key);
    const others = this.#memory.read().pending || [];
    this.pending.push(...others.filter(({ key }) => !known.includes(key)));
    await this.#load();
  }

  say(text) {
    this.#add({ text, said: text });
  }

  press({ title, payload }) {
    this.#add({ payload, said: title });
  }

  /** Tries again now. */
  retry() {
    this.#tries = 0;
    this.#wake();
    if (this.state === "failed") this.open();
    else this.#send();
  }

  async rate(turn, useful, word) {
    await this.#door.rate(this.#memory.read().token, turn.turn, useful, word || undefined);
    turn.useful = useful;
    this.#memory.tell("changed");
  }

  /** Begins anew; the old conversation ends by itself on the server. */
  async restart() {
    this.#forget();
    this.#memory.tell("restarted");
    await this.open();
  }

  /** Erases the conversation here and on the server, then begins anew. */
  async erase() {
    const { token } = this.#memory.read();
    try {
      if (token) await this.#door.erase(token);
    } catch (failure) {
      if (failure.status !== 401) throw failure; // 401: there is nothing left to erase
    }
    await this.restart();
  }

  /** Another tab has begun anew. */
  async follow() {
    if (this.state === "new") return;
    this.state = "new";
    this.turns = [];
    this.pending = [];
    await this.open();
  }

  /** Stops what runs. */
  close() {
    this.#tries = TRIES;
    this.#wake();
  }

  #forget() {
    this.#memory.clear();
    this.state = "new";
    this.turns = [];
    this.pending = [];
    this.#wake();
  }

  async #load() {
    if (this.state !== "ready") this.#set("opening");
    try {
      const whole = await this.#memory.alone(() => this.#fetch());
      this.turns = whole.turns;
      this.#settle(whole.turns.map((turn) => turn.key));
      this.failure = null;
      this.#set("ready");
      this.#send();
    } catch (failure) {
      this.failure = failure;
      for (const message of this.pending) message.mark = "stopped";
      this.#set("failed");
      this.dispatchEvent(event("failed", { failure }));
    }
  }

  async #fetch() {
    const { token } = this.#memory.read();
    try {
      if (token) return this.#keep(await this.#door.history(token));
    } catch (failure) {
      if (failure.status !== 401) throw failure;
    }
    return this.#keep(await this.#door.open());
  }

  #keep(whole) {
    this.#memory.write({ token: whole.token });
    return whole;
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

  /** Drops the messages that were answered. */
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
    this.#mark(message, "sending");
    try {
      const turn = await this.#door.send(this.#memory.read().token, message);
      this.#tries = 0;
      if (!this.pending.includes(message)) return true; // the talk was begun anew meanwhile
      this.#settle([message.key]);
      if (!this.turns.some(({ key }) => key === turn.key)) this.turns.push(turn);
      this.dispatchEvent(event("change"));
      this.dispatchEvent(event("answered", { turn }));
      this.#memory.tell("changed");
      return true;
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      return this.pending.includes(message) ? this.#recover(message, failure) : true;
    }
  }

  async #recover(message, failure) {
    this.dispatchEvent(event("failed", { failure }));
    if (failure.status === 401) {
      this.state = "new";
      await this.#load(); // it ended on the server: a new one takes the message
      return this.state === "ready";
    }
    if ([400, 403, 413, 415, 422].includes(failure.status)) {
      this.#settle([message.key]);
      this.dispatchEvent(event("change"));
      this.dispatchEvent(event("refused", { said: message.text || "", detail: failure.detail }));
      return true;
    }
    return this.#wait(message, failure);
  }

  async #wait(message, failure) {
    this.#tries += 1;
    if (this.#tries > TRIES) {
      this.#mark(message, "stopped");
      return false;
    }
    const backoff = Math.min(2 ** (this.#tries - 1), LONGEST) * (1 + Math.random() / 4);
    const seconds = Math.ceil(Math.max(failure.wait, backoff));
    this.#mark(message, navigator.onLine ? "later" : "offline", seconds);
    await new Promise((resolve) => {
      this.#wake = resolve;
      setTimeout(resolve, seconds * 1000);
    });
    return true;
  }

  #mark(message, mark, seconds) {
    Object.assign(message, { mark, seconds });
    this.dispatchEvent(event("change"));
  }
}
