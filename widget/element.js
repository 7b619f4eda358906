// <clusters-chat>: the launcher, the panel, and what goes on between them.

import { Announcer } from "./announcer.js";
import { Door } from "./door.js";
import { h, hidden, icon, ICONS, setAttribute } from "./dom.js";
import { Memory } from "./memory.js";
import { Menu } from "./menu.js";
import { Question } from "./question.js";
import { asText, copy, print } from "./share.js";
import { sheet } from "./style.js";
import { Talk } from "./talk.js";
import { LAUNCHER, LINK, T, TITLE, UNREAD } from "./texts.js";
import { Transcript } from "./transcript.js";

const FULL_SCREEN = "(max-width: 480px), (max-height: 420px)";
const TYPING_AFTER = 1000; // milliseconds until a screen reader is told of the wait

export class ClustersChat extends HTMLElement {
  static observedAttributes = [
    "server", "title", "position", "open", "theme", "language", "privacy", "link",
  ];

  #parts = null;
  #talk = null;
  #memory = null;
  #announcer = null;
  #title = TITLE;
  #unread = 0;
  #openedBy = null;
  #leave = null;
  #typing = 0;

  constructor() {
    super();
    this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet()];
  }

  connectedCallback() {
    this.#leave = new AbortController();
    this.#build();
    this.#listen(this.#leave.signal);
    if (this.hasAttribute("open")) this.#reveal(true);
    else if (this.#memory.isOpen) this.setAttribute("open", "");
    else if (this.#talk.pending.length) this.#talk.open();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#talk.close();
    this.#memory.close();
    clearTimeout(this.#typing);
    this.#parts = null;
  }

  attributeChangedCallback(name, before, now) {
    if (name === "title") return this.#retitle(now);
    if (!this.#parts || before === now) return;
    if (name === "open") return this.#reveal(now !== null);
    if (name === "server") {
      this.disconnectedCallback();
      return this.connectedCallback();
    }
    this.#dress();
  }

  /** Opens the panel and moves the focus into it. */
  show() {
    this.#openedBy = this.shadowRoot.activeElement || document.activeElement;
    this.setAttribute("open", "");
    this.#parts?.question.focus();
  }

  /** Closes the panel and gives the focus back. */
  hide() {
    this.removeAttribute("open");
    const back = this.#openedBy;
    if (back && back !== document.body && back.isConnected && back !== this) back.focus();
    if (this.shadowRoot.activeElement === null) this.#parts?.launcher.focus();
  }

  get server() {
    return (this.getAttribute("server") || new URL(import.meta.url).origin).replace(/\/+$/, "");
  }

  get privacy() {
    return this.getAttribute("privacy") || `${this.server}/vie-privee.html`;
  }

  get link() {
    return this.getAttribute("link") || LINK;
  }

  get #isFullScreen() {
    return matchMedia(FULL_SCREEN).matches;
  }

  // --- building

  #build() {
    // Moved in the page, it keeps what could not be stored.
    if (this.#memory?.server !== this.server) this.#memory = new Memory(this.server);
    this.#memory.listen((told) => this.#elsewhere(told));
    this.#talk = new Talk(new Door(this.server), this.#memory);
    this.#announcer = new Announcer();
    const talk = this.#talk;
    const transcript = new Transcript(
      () => talk.retry(),
      (turn, useful, word) => this.#rate(turn, useful, word),
      (url) => this.#tell("handoff", { url }),
    );
    const question = new Question((text) => this.#send(text), (text) => this.#announcer.say(text));
    const menu = new Menu(this.#actions(), this.privacy);
    const choices = h("div", { class: "choices", role: "group", "aria-label": T.choicesLabel, hidden: true });
    const typing = h("p", { class: "typing", "aria-hidden": "true", hidden: true }, h("i"), h("i"), h("i"));
    const notice = h("div", { class: "notice", hidden: true });
    const earlier = h("button", { type: "button", class: "plain earlier", hidden: true, onclick: () => this.#earlier() }, T.earlier);
    const log = h(
      "div",
      { class: "log", part: "log", role: "log", "aria-live": "off", "aria-label": T.conversation, tabindex: "0" },
      earlier, transcript.element, typing, choices,
    );
    const badge = h("span", { class: "badge", part: "badge", hidden: true });
    const label = h("span", {});
    const launch = { type: "button", class: "launcher", part: "launcher", "aria-haspopup": "dialog" };
    const launcher = h(
      "button",
      { ...launch, "aria-expanded": "false", "aria-controls": "panel", onclick: () => this.show() },
      icon(ICONS.chat), label, badge,
    );
    const heading = h("h2", { id: "heading" }, this.#title);
    const close = { type: "button", class: "tool", "aria-label": T.close, title: T.close };
    const panel = h(
      "div",
      { class: "panel", part: "panel", id: "panel", role: "dialog", "aria-labelledby": "heading", hidden: true },
      h("div", { class: "head", part: "header" },
        h("div", {}, heading, h("p", {}, T.assistant)),
        menu.element,
        h("button", { ...close, onclick: () => this.hide() }, icon(ICONS.close)),
      ),
      log, notice, question.element, this.#foot(),
    );
    const root = h(
      "div",
      { class: "root", lang: "fr", role: "region", "aria-label": T.region },
      launcher, panel, this.#announcer.element,
    );
    this.#parts = { root, launcher, label, badge, panel, heading, log, earlier, transcript, typing, choices, notice, question, menu };
    this.shadowRoot.replaceChildren(root);
    this.#dress();
    this.#retitle(this.getAttribute("title"));
    this.#draw();
  }

  #foot() {
    const notice = { href: this.privacy, target: "_blank", rel: "noopener" };
    return h("p", { class: "foot" }, `${T.notice} `, h("a", notice, T.privacy, hidden(T.newTab)));
  }

  #actions() {
    return {
      [T.print]: () => this.#withAll((turns) => print(this.#title, turns, this.#parts.root)),
      [T.copy]: () => this.#withAll(async (turns) => {
        const done = await copy(asText(turns), this.#parts.root);
        this.#remark(done ? T.copied : T.notCopied);
      }),
      [T.fresh]: async () => {
        await this.#talk.restart();
        if (this.#talk.state === "ready") this.#remark(T.freshDone);
      },
      [T.erase]: () => this.#askToErase(),
    };
  }

  #listen(signal) {
    const { root, panel } = this.#parts;
    const talk = this.#talk;
    // The page's own shortcuts are none of the visitor's who types here.
    for (const kind of ["keydown", "keypress", "keyup"])
      panel.addEventListener(kind, (event) => event.stopPropagation(), { signal });
    panel.addEventListener("keydown", (event) => this.#key(event), { signal });
    talk.addEventListener("change", () => this.#draw(), { signal });
    talk.addEventListener("answered", ({ detail }) => this.#answered(detail.turn), { signal });
    talk.addEventListener("refused", ({ detail }) => this.#parts.question.refuse(detail.said, detail.detail || T.stopped), { signal });
    talk.addEventListener("renewed", () => this.#announcer.say(T.renewed), { signal });
    talk.addEventListener("failed", ({ detail: { failure } }) =>
      this.#tell("error", { type: failure.type, status: failure.status }), { signal });
    addEventListener("online", () => talk.state === "new" || talk.resume(), { signal });
    const fit = () => this.#fit(root);
    for (const kind of ["resize", "scroll"]) visualViewport?.addEventListener(kind, fit, { signal });
    matchMedia(FULL_SCREEN).addEventListener("change", () => this.#modal(), { signal });
  }

  /** What attributes say of the outside. */
  #dress() {
    const { root, label } = this.#parts;
    const around = this.getAttribute("language") || this.closest("[lang]")?.lang || "fr";
    const language = around.slice(0, 2).toLowerCase();
    label.lang = language in LAUNCHER ? language : "fr";
    label.textContent = LAUNCHER[label.lang];
    root.dataset.position = this.getAttribute("position") === "left" ? "left" : "right";
    root.dataset.theme = this.getAttribute("theme") || "auto";
    this.#count(this.#unread);
  }

  /** Takes the title over: on the element itself it would be a tooltip on everything. */
  #retitle(title) {
    if (title === null) return;
    this.#title = title || TITLE;
    this.removeAttribute("title");
    if (this.#parts) this.#parts.heading.textContent = this.#title;
  }

  /** Full screen follows the part of the window that the on-screen keyboard leaves. */
  #fit(root) {
    root.style.setProperty("--viewport", `${visualViewport.height}px`);
    root.style.setProperty("--top", `${visualViewport.offsetTop}px`);
  }

  // --- opening and closing

  #reveal(open) {
    const { root, launcher, panel, menu } = this.#parts;
    if (panel.hidden !== open) return;
    panel.hidden = !open;
    root.classList.toggle("open", open);
    launcher.setAttribute("aria-expanded", String(open));
    this.#memory.isOpen = open;
    this.#modal();
    menu.fold();
    if (open) {
      this.#count(0);
      this.#talk.open();
      this.#scroll();
    }
    this.#tell(open ? "opened" : "closed", {});
  }

  #modal() {
    setAttribute(this.#parts.panel, "aria-modal", this.#isFullScreen ? "true" : "false");
  }

  #key(event) {
    const { menu } = this.#parts;
    if (event.key === "Escape" && !event.isComposing) menu.isOpen ? menu.close() : this.hide();
    if (event.key === "Tab" && this.#isFullScreen) this.#trap(event);
  }

  /** In full screen the page is out of sight: Tab stays inside. */
  #trap(event) {
    const stops = [...this.#parts.panel.querySelectorAll("button, a, textarea, input, [tabindex='0']")]
      .filter((stop) => stop.checkVisibility?.({ visibilityProperty: true }) ?? stop.offsetParent);
    const [first, last] = [stops[0], stops.at(-1)];
    const from = this.shadowRoot.activeElement;
    if (from !== (event.shiftKey ? first : last)) return;
    event.preventDefault();
    (event.shiftKey ? last : first).focus();
  }

  // --- talking

  #send(text) {
    this.#talk.say(text);
    this.#tell("message", { from: "visitor", turn: null });
    this.#scroll();
  }

  #press(button) {
    this.#talk.press(button);
    this.#tell("message", { from: "visitor", turn: null });
    // The button is gone: the focus goes where the talk goes on. On a phone the keyboard stays down.
    if (matchMedia("(pointer: coarse)").matches) this.#parts.log.focus({ preventScroll: true });
    else this.#parts.question.focus();
    this.#scroll();
  }

  #answered(turn) {
    const isOpen = !this.#parts.panel.hidden;
    if (isOpen) this.#announce(turn);
    else this.#count(this.#unread + 1);
    this.#tell("message", { from: "assistant", turn: turn.turn });
    this.#scrollTo(turn);
  }

  #announce({ bubbles }) {
    const texts = bubbles.map(({ text }) => text);
    const buttons = bubbles.at(-1)?.buttons || [];
    if (buttons.length) texts.push(T.choices(buttons.length));
    this.#announcer.say(texts.join(" "));
  }

  async #rate(turn, useful, word) {
    try {
      await this.#talk.rate(turn, useful, word);
    } catch {
      this.#remark(T.notRated);
      return false;
    }
    this.#tell("feedback", { turn: turn.turn, useful });
    this.#announcer.say(T.thanks);
    return true;
  }

  /** What another tab or widget did with the conversation. */
  #elsewhere({ what, turn, after, useful }) {
    if (what === "rated") this.#talk.rated(turn, useful);
    else if (what === "changed") this.#talk.sync(turn, after);
    else this.#talk.join(what === "full");
  }

  #earlier() {
    const told = () => this.#announcer.say(T.earlierShown);
    return this.#talk.earlier().then(told, () => this.#remark(T.notLoaded));
  }

  /** Acts on all turns. */
  #withAll(act) {
    return this.#talk.whole().then(act, () => this.#remark(T.notLoaded));
  }

  // --- drawing

  #draw() {
    const { turns, more, pending, state, failure } = this.#talk;
    const { log, earlier, transcript, typing } = this.#parts;
    const told = turns.map((turn) => this.#honest(turn));
    const first = transcript.element.firstElementChild;
    const top = first?.getBoundingClientRect().top;
    if (!more && this.shadowRoot.activeElement === earlier) log.focus({ preventScroll: true });
    earlier.hidden = !more;
    transcript.draw(told, pending);
    if (first?.isConnected) log.scrollBy({ top: first.getBoundingClientRect().top - top, behavior: "instant" });
    this.#offer(pending.length ? [] : turns.at(-1)?.bubbles.at(-1)?.buttons || []);
    const waits = state === "opening" || pending.some(({ mark }) => mark === "sending");
    if (typing.hidden === waits) this.#wait(waits);
    if (state === "failed") this.#unavailable(failure);
    else if (this.#parts.notice.dataset.kind === "failed") this.#note();
  }

  /** An answer without a word is owed an apology. */
  #honest(turn) {
    if (turn.bubbles.some(({ text }) => text.trim())) return turn;
    turn.bubbles = [{ text: T.empty, language: "fr", links: [this.#portal()], buttons: [] }];
    return turn;
  }

  #portal() {
    return { url: this.link, title: this.link.replace(/^https?:\/\//, "") };
  }

  #offer(buttons) {
    const { choices } = this.#parts;
    const shown = buttons.map(({ payload }) => payload).join("\n");
    if (choices.dataset.shown === shown) return;
    choices.dataset.shown = shown;
    choices.hidden = !buttons.length;
    choices.replaceChildren(
      ...buttons.map((button) =>
        h("button", { type: "button", class: "choice", part: "choice", onclick: () => this.#press(button) }, button.title),
      ),
    );
  }

  #wait(waits) {
    this.#parts.typing.hidden = !waits;
    clearTimeout(this.#typing);
    if (waits) this.#typing = setTimeout(() => this.#announcer.say(T.typing), TYPING_AFTER);
    this.#scroll();
  }

  #count(unread) {
    const { badge, label } = this.#parts;
    this.#unread = unread;
    badge.hidden = !unread;
    badge.replaceChildren(...(unread ? [String(unread), hidden(` ${UNREAD[label.lang](unread).replace(/^\d+ /, "")}`)] : []));
    badge.lang = label.lang;
  }

  #scroll() {
    const { log } = this.#parts;
    requestAnimationFrame(() => log.scrollTo(0, log.scrollHeight));
  }

  /** Shows a long answer from its beginning. */
  #scrollTo() {
    const { log, transcript } = this.#parts;
    requestAnimationFrame(() => {
      const last = transcript.element.lastElementChild;
      const end = log.scrollHeight - log.clientHeight;
      const start = last ? last.offsetTop - log.offsetTop - 12 : end;
      log.scrollTo(0, Math.min(start, end));
    });
  }

  // --- notices above the question

  #note(kind = "", ...content) {
    const { notice } = this.#parts;
    notice.dataset.kind = kind;
    notice.hidden = !content.length;
    notice.replaceChildren(...content);
  }

  #remark(text) {
    this.#note("remark", h("p", {}, text));
    this.#announcer.say(text);
    setTimeout(() => this.#parts?.notice.dataset.kind === "remark" && this.#note(), 6000);
  }

  #unavailable(failure) {
    const text = failure.status === 403 ? T.refused : T.closed;
    const link = { href: this.link, target: "_blank", rel: "noopener noreferrer", class: "card", part: "link" };
    const onclick = () => this.#tell("handoff", { url: this.link });
    this.#note(
      "failed",
      h("p", {}, text),
      h("div", { class: "row" },
        h("a", { ...link, onclick }, icon(ICONS.link), h("b", {}, T.portal), hidden(T.newTab)),
        h("button", { type: "button", class: "plain", onclick: () => this.#talk.retry() }, T.retry),
      ),
    );
    this.#announcer.say(text);
  }

  #askToErase() {
    const { question } = this.#parts;
    const cancel = h("button", { type: "button", class: "plain", onclick: () => (this.#note(), question.focus()) }, T.cancel);
    const yes = h("button", { type: "button", class: "plain", onclick: () => this.#erase() }, T.eraseYes);
    const ask = h("p", { id: "ask" }, T.eraseAsk);
    this.#note("erase", h("div", { role: "group", "aria-labelledby": "ask" }, ask, h("div", { class: "row" }, yes, cancel)));
    this.#announcer.say(T.eraseAsk);
    cancel.focus();
  }

  async #erase() {
    this.#parts.question.focus();
    try {
      await this.#talk.erase();
      this.#remark(T.erased);
    } catch {
      this.#remark(T.notErased);
    }
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}
