// The one place that speaks to screen readers: each thing once, and the same words again if need be.

import { h } from "./dom.js";

const PAUSE = 100; // milliseconds: a region that is emptied first is read again

export class Announcer {
  #timer = 0;
  #words = [];

  /** To be put into the page before it has anything to say, and left there. */
  element = h("div", { class: "hidden", role: "status", "aria-live": "polite", "aria-atomic": "true" });

  say(text) {
    if (!this.#words.includes(text)) this.#words.push(text);
    this.element.textContent = "";
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.element.textContent = this.#words.join(" ");
      this.#words = [];
    }, PAUSE);
  }
}
