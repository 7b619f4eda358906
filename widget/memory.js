// What the browser keeps: the token and the messages that wait to be sent. Nothing before the
// visitor opens the chat, nothing after the conversation is erased.

import { TOKEN } from "./door.js";

const KEY = /^[\w-]{16,64}$/;
const MOST = 50; // messages that wait

/** @returns {Storage|null} null where the page may not store (a sandbox, a strict setting). */
function storage(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

/** What is of use in what was found: any script of the page may have written it. */
const sift = (found) => ({
  token: TOKEN.test(found?.token ?? "") ? found.token : "",
  pending: [found?.pending].flat().filter((message) => KEY.test(message?.key) && message.said?.trim).slice(-MOST),
});

export class Memory {
  #key;
  #kept = sift(null);
  #stored = true; // whether it could be stored: if not, what is stored is older
  #channel = null;

  /** @param {string} server - conversations with different servers are kept apart. */
  constructor(server) {
    this.server = server;
    this.#key = `clusters-chat ${server}`;
  }

  /** @param {function(object)} told - called with what another tab or widget did. */
  listen(told) {
    try {
      this.#channel = new BroadcastChannel(this.#key);
      this.#channel.onmessage = ({ data }) => told(data);
    } catch {
      // each tab for itself, then
    }
  }

  /** @returns {{token: string, pending: object[]}} the token is empty when there is none. */
  read() {
    if (!this.#stored) return this.#kept;
    try {
      return sift(JSON.parse(storage("localStorage").getItem(this.#key)));
    } catch {
      return this.#kept;
    }
  }

  write(changes) {
    this.#kept = { ...this.read(), ...changes };
    this.#store((local) => local.setItem(this.#key, JSON.stringify(this.#kept)));
  }

  clear() {
    this.#kept = sift(null);
    this.#store((local) => local.removeItem(this.#key));
  }

  #store(change) {
    try {
      change(storage("localStorage"));
      this.#stored = true;
    } catch {
      this.#stored = false;
    }
  }

  /** Whether the panel stands open in this tab. */
  get isOpen() {
    try {
      return storage("sessionStorage").getItem(this.#key) === "open";
    } catch {
      return false;
    }
  }

  set isOpen(open) {
    try {
      if (open) storage("sessionStorage").setItem(this.#key, "open");
      else storage("sessionStorage").removeItem(this.#key);
    } catch {
      // it opens closed, then
    }
  }

  /** Tells the other tabs and widgets what was done here. */
  tell(what) {
    this.#channel?.postMessage(what);
  }

  /** Does `work` while no other tab or widget does. */
  alone(work) {
    return navigator.locks ? navigator.locks.request(this.#key, work) : work();
  }

  close() {
    this.#channel?.close();
  }
}
