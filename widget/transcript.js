// Draws the conversation as an ordered list; what is drawn already is left as it is, so that
// neither focus nor screen readers lose their place.

import { h, hidden, icon, ICONS, setAttribute } from "./dom.js";
import { T } from "./texts.js";

const URL_IN_TEXT = /https?:\/\/[^\s<>()«»]+[^\s<>()«».,;:!?]/g;

// In what is said to a person in need, every number is one to call.
const NUMBER_TO_CALL = /\d[\d ]+\d/g;
const NEED = "detresse";

const clock = (time) =>
  new Date(time).toLocaleTimeString("fr-BE", { hour: "2-digit", minute: "2-digit" });

export class Transcript {
  #items = new Map();
  #retry;
  #rate;
  #followed;

  /** To be put into the panel. */
  element = h("ol", {});

  /**
   * @param {function()} retry - sends again what waits.
   * @param {function(object, boolean, string): Promise} rate - keeps an opinion on a turn.
   * @param {function(string)} followed - is told of a link that was followed.
   */
  constructor(retry, rate, followed) {
    this.#retry = retry;
    this.#rate = rate;
    this.#followed = followed;
  }

  draw(turns, pending) {
    const drawn = [];
    for (const [at, turn] of turns.entries()) {
      if (at && turns[at - 1].token !== turn.token) drawn.push(this.#item(`d${turn.turn}`, () => h("li", { class: "who divider" }, T.renewed)));
      if (turn.said !== null) drawn.push(this.#visitor(turn.key || turn.turn, turn));
      drawn.push(this.#item(`a${turn.turn}`, () => this.#assistant(turn)));
      this.#thumbs(turn).show(turn.useful);
    }
    for (const message of pending) drawn.push(this.#visitor(message.key, message));
    drawn.forEach((item, at) => {
      const there = this.element.children[at];
      if (there !== item) this.element.insertBefore(item, there || null);
    });
    while (this.element.children.length > drawn.length) this.element.lastChild.remove();
  }

  #item(id, draw) {
    if (!this.#items.has(id)) this.#items.set(id, draw());
    return this.#items.get(id);
  }

  #visitor(id, message) {
    const item = this.#item(`v${id}`, () =>
      h(
        "li",
        { class: "visitor" },
        h("p", { class: "who" }, T.you, hidden("\u00a0:")),
        h("p", { class: "bubble", part: "visitor" }, message.said),
      ),
    );
    const waits = message.mark && message.mark !== "sending";
    item.classList.toggle("waiting", Boolean(waits));
    this.#tellState(item, waits ? this.#state(message) : "");
    return item;
  }

  /** The state under a message; its button stays the same, so that it keeps the focus. */
  #tellState(item, text) {
    let line = item.querySelector(".state");
    if (!line && text) item.append((line = this.#stateLine()));
    if (line && !text) line.remove();
    else if (line && line.firstChild.textContent !== text) line.firstChild.textContent = text;
  }

  #state({ mark, seconds }) {
    return mark === "later" ? T.later(seconds) : T[mark];
  }

  #stateLine() {
    const retry = h("button", { type: "button", class: "plain", onclick: this.#retry }, T.retry);
    return h("p", { class: "state" }, h("span"), " ", retry);
  }

  #assistant(turn) {
    const time = h("time", { datetime: turn.time }, clock(turn.time));
    const item = h(
      "li",
      { class: "assistant" },
      h("p", { class: "who" }, T.assistant, hidden("\u00a0:"), " · ", time),
    );
    const cards = new Map();
    for (const bubble of turn.bubbles) {
      item.append(this.#bubble(bubble));
      for (const link of bubble.links) cards.set(link.url, link);
    }
    item.append(...[...cards.values()].map((link) => this.#card(link)));
    if (turn.said !== null && !inNeed(turn)) item.append(this.#thumbs(turn).element);
    return item;
  }

  #thumbs(turn) {
    return this.#item(`t${turn.turn}`, () => new Thumbs(turn, this.#rate));
  }

  #bubble({ text, language, topic }) {
    const bubble = h("p", { class: "bubble", part: "bubble", lang: language });
    const need = topic === NEED;
    let at = 0;
    for (const found of text.matchAll(need ? NUMBER_TO_CALL : URL_IN_TEXT)) {
      const link = need ? call(found[0]) : this.#link(found[0], {}, found[0]);
      bubble.append(text.slice(at, found.index), link);
      at = found.index + found[0].length;
    }
    bubble.append(text.slice(at));
    return bubble;
  }

  #card({ url, title }) {
    const words = h("span", {}, h("b", {}, T.site), h("small", {}, title));
    return this.#link(url, { class: "card", part: "link" }, icon(ICONS.link), words);
  }

  #link(url, attributes, ...children) {
    if (!/^https?:/.test(url)) return document.createTextNode(url);
    const open = { href: url, target: "_blank", rel: "noopener noreferrer" };
    const onclick = () => this.#followed(url);
    return h("a", { ...open, ...attributes, onclick }, ...children, hidden(T.newTab));
  }
}

const inNeed = (turn) => turn.bubbles.some((bubble) => bubble.topic === NEED);

const call = (number) => h("a", { href: `tel:${number.replaceAll(" ", "")}` }, number);

/** The thumbs under an answer, and the word that may go with one. */
class Thumbs {
  #turn;
  #rate;
  #said = h("span", { class: "said" });
  #buttons;

  constructor(turn, rate) {
    this.#turn = turn;
    this.#rate = rate;
    this.#buttons = [this.#button(true, T.useful, "up"), this.#button(false, T.useless, "down")];
    this.element = h("div", { class: "thumbs" }, ...this.#buttons, this.#said);
  }

  show(useful) {
    this.#buttons.forEach((button, at) =>
      setAttribute(button, "aria-pressed", String(useful === (at === 0))),
    );
  }

  #button(useful, name, drawing) {
    const onclick = () => this.#press(useful);
    const attributes = { type: "button", class: "tool", "aria-label": name, title: name, onclick };
    return h("button", attributes, icon(ICONS[drawing]));
  }

  async #press(useful) {
    if (!(await this.#rate(this.#turn, useful, ""))) return;
    this.element.querySelector(".word")?.remove();
    this.element.append(this.#wordForm(useful));
  }

  #wordForm(useful) {
    const input = h("input", { maxlength: 500, autocomplete: "off" });
    const send = h("button", { class: "plain" }, T.send);
    const form = h("form", { class: "word" }, h("label", {}, T.word, input), send);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!input.value.trim()) return input.focus();
      if (!(await this.#rate(this.#turn, useful, input.value.trim()))) return;
      this.#buttons[useful ? 0 : 1].focus();
      form.remove();
      this.#said.textContent = T.thanks;
    });
    return form;
  }
}
