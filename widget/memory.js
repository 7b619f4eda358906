// What the browser keeps: the token and the messages that wait to be sent. Nothing before the
// visitor opens the chat, nothing after the conversation is erased.

/** @returns {Storage|null} null where the page may not store (a sandbox, a strict setting). */
function storage(name) {
  try {
    return window[name];
  } catch {
    return null;
  }
}

export class Memory {
  #key;
  #kept = {}; // where nothing can be stored
  #channel = null;

  /**
   * @param {string} server - conversations with different servers are kept apart.
   * @param {function(string)} told - called with what another tab or widget did.
   */
  constructor(server, told) {
    this.#key = `clusters-chat ${server}`;
    try {
      this.#channel = new BroadcastChannel(this.#key);
      this.#channel.onmessage = ({ data }) => told(data);
    } catch {
      // each tab for itself, then
    }
  }

  /** @returns {{token?: string, pending?: object[]}} */
  read() {
    try {
      return JSON.parse(storage("localStorage").getItem(this.#key)) || {};
    } catch {
      return this.#kept;
    }
  }

  write(changes) {
    this.#kept = { ...this.read(), ...changes };
    try {
      storage("localStorage").setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // kept in #kept
    }
  }

  clear() {
    this.#kept = {};
    try {
      storage("localStorage").removeItem(this.#key);
    } catch {
      // there was nothing
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
