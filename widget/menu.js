// The options of the conversation: a button that opens a list of buttons.

import { h, hidden, icon, ICONS } from "./dom.js";
import { T } from "./texts.js";

export class Menu {
  #button;
  #list;

  /**
   * @param {Object<string, function()>} actions - what each entry does, by its title.
   * @param {string} privacy - where the notice on personal data stands.
   */
  constructor(actions, privacy) {
    const onclick = () => (this.isOpen ? this.close() : this.#open());
    const state = { type: "button", class: "tool", "aria-label": T.options, "aria-expanded": "false" };
    this.#button = h("button", { ...state, onclick }, icon(ICONS.menu));
    this.#list = h("ul", { class: "menu", hidden: true }, ...this.#entries(actions, privacy));
    this.element = h("div", {}, this.#button, this.#list);
    this.element.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && !this.element.contains(relatedTarget)) this.#show(false);
    });
  }

  get isOpen() {
    return !this.#list.hidden;
  }

  close() {
    this.#show(false);
    this.#button.focus();
  }

  /** Closes without moving the focus. */
  fold() {
    this.#show(false);
  }

  #entries(actions, privacy) {
    const entries = Object.entries(actions).map(([title, act]) =>
      h("button", { type: "button", onclick: () => (this.close(), act()) }, title),
    );
    const notice = { href: privacy, target: "_blank", rel: "noopener" };
    entries.push(h("a", notice, T.privacy, hidden(T.newTab)));
    return entries.map((entry) => h("li", {}, entry));
  }

  #open() {
    this.#show(true);
    this.#list.querySelector("button").focus();
  }

  #show(open) {
    this.#list.hidden = !open;
    this.#button.setAttribute("aria-expanded", String(open));
  }
}
