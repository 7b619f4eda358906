// What the browser keeps: the token and the messages that wait to be sent. Nothing before the
// visitor opens the chat, nothing after the conversation is erased.

import { TOKEN } from "./door.js";

const KEY = /^[\w-]{16,64}$/;
const MOST = 50; // messages that wait

/** Does what fails where the page may not store: a sandbox, a strict setting, no space. */
function attempt(work, otherwise) {
  try {
    return work();
  } catch {
    return otherwise;
  }
}

/** What is of use: any script of the page may have written it. */
const sift = (found) => ({
  token: TOKEN.test(found?.token ?? "") ? found.token : "",
  pending: [found?.pending].flat().filter((message) => KEY.test(message?.key) && message.said?.trim).slice(-MOST),
});

export class Memory {
  #key;
  #kept = sift();
  #stored = true; // else what is stored is older
  #channel = null; // without: each tab for itself

  /** @param {string} server - conversations with different servers are kept apart. */
  constructor(server) {
    this.server = server;
    this.#key = `clusters-chat ${server}`;
  }

  /** @param {function(object)} told - called with what another tab or widget did. */
  listen(told) {
    this.#channel = attempt(() => new BroadcastChannel(this.#key), null);
    if (this.#channel) this.#channel.onmessage = ({ data }) => told(data);
  }

  /** @returns {{token: string, pending: object[]}} */
  read() {
    if (!this.#stored) return this.#kept;
    return attempt(() => sift(JSON.parse(localStorage.getItem(this.#key))), this.#kept);
  }

  write(changes) {
    this.#kept = { ...this.read(), ...changes };
    this.#store(() => localStorage.setItem(this.#key, JSON.stringify(this.#kept)));
  }

  clear() {
    this.#kept = sift();
    this.#store(() => localStorage.removeItem(this.#key));
  }

  #store(change) {
    this.#stored = attempt(() => (change(), true), false);
  }

  /** Whether the panel stands open in this tab. */
  get isOpen() {
    return attempt(() => sessionStorage.getItem(this.#key) === "open", false);
  }

  set isOpen(open) {
    attempt(() => (open ? sessionStorage.setItem(this.#key, "open") : sessionStorage.removeItem(this.#key)));
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
