// The field where visitors write: Enter sends, Shift+Enter breaks the line.

import { h, icon, ICONS, setAttribute } from "./dom.js";
import { T } from "./texts.js";

const MOST = 500; // characters that the server takes
const NEAR = 400; // from here on they are counted

export class Question {
  #field = h("textarea", { id: "question", part: "input", rows: 1, maxlength: MOST });
  #count = h("span", { id: "count", hidden: true });
  #error = h("p", { class: "error", id: "error", hidden: true });
  #say;
  #send;

  /**
   * @param {function(string)} send - takes what was written.
   * @param {function(string)} say - tells screen readers.
   */
  constructor(send, say) {
    this.#send = send;
    this.#say = say;
    const button = { class: "send", part: "send", "aria-label": T.send, title: T.send };
    this.element = h(
      "form",
      { class: "ask" },
      h("label", { for: "question" }, T.label, this.#count),
      this.#field,
      h("button", button, icon(ICONS.send)),
      this.#error,
    );
    this.element.addEventListener("submit", (event) => (event.preventDefault(), this.#submit()));
    this.#field.addEventListener("keydown", (event) => this.#key(event));
    this.#field.addEventListener("input", () => this.#changed());
  }

  focus() {
    this.#field.focus({ preventScroll: true });
  }

  /** Gives the text back with what is wrong with it. */
  refuse(text, reason) {
    if (!this.#field.value) this.#field.value = text;
    this.#changed();
    this.#error.textContent = reason;
    this.#show(true);
    this.#say(reason);
  }

  #key(event) {
    // While an input method composes a word, Enter chooses it (229: Safari's way to say so).
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.#field.value.trim();
    this.focus();
    if (!text) return;
    this.#field.value = "";
    this.#changed();
    this.#send(text);
  }

  #changed() {
    const { length } = this.#field.value;
    this.#count.textContent = T.left(length, MOST);
    this.#count.hidden = length < NEAR;
    if (length >= MOST) this.#say(T.full(MOST));
    this.#show(false);
    this.#field.style.height = "auto";
    this.#field.style.height = `${this.#field.scrollHeight + 2}px`;
  }

  #show(wrong) {
    this.#error.hidden = !wrong;
    setAttribute(this.#field, "aria-invalid", wrong && "true");
    setAttribute(this.#field, "aria-describedby", wrong ? "error" : this.#count.hidden ? null : "count");
  }
}
