// Speaks with the server (its contract: /api/v1/openapi.json).

const PATIENCE = 20000; // milliseconds for an answer

/** A request that was not answered as it was meant; status 0 when nothing came back. */
export class Failure extends Error {
  constructor(status, problem, wait = 0) {
    super(problem?.title || "no answer");
    this.status = status;
    this.type = problem?.type || "network";
    this.detail = problem?.detail || "";
    this.wait = wait; // seconds that the server asks to wait
  }
}

export const TOKEN = /^[\w.~+/=-]{1,2000}$/;

// Whether an answer is what was asked for; one at which this throws is not.
const isTurn = ({ turn, bubbles }) => turn.trim && bubbles.every(({ text, links }) => text.trim && links.map);
const isConversation = ({ token, turns }) => token.trim && TOKEN.test(token) && turns.every(isTurn);
const isNothing = (content) => content === null;

export class Door {
  #address;

  /** @param {string} server - its origin. */
  constructor(server) {
    this.#address = `${server}/api/v1`;
  }

  open() {
    return this.#ask(isConversation, "POST", "/conversations");
  }

  /** The last turns, or those `before` a turn, or `since`. */
  history(token, way, turn) {
    const page = way ? `?${way}=${encodeURIComponent(turn)}` : "";
    return this.#ask(isConversation, "GET", `/conversation${page}`, token);
  }

  send(token, { key, text, payload }) {
    return this.#ask(isTurn, "POST", "/conversation/messages", token, { text, payload }, key);
  }

  rate(token, turn, useful, word) {
    return this.#ask(isNothing, "POST", "/conversation/feedback", token, { turn, useful, word });
  }

  erase(token) {
    return this.#ask(isNothing, "DELETE", "/conversation", token);
  }

  async #ask(isMeant, method, path, token, body, key) {
    const headers = {};
    if (token) headers.Authorization = `Bearer ${token}`;
    if (body) headers["Content-Type"] = "application/json";
    if (key) headers["Idempotency-Key"] = key;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE);
    try {
      const answer = await fetch(this.#address + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: patience.signal,
        credentials: "omit",
        cache: "no-store",
        redirect: "error", // they may run in a circle
      });
      const content = answer.status === 204 ? null : await answer.json().catch(() => undefined);
      if (!answer.ok) throw new Failure(answer.status, content, Number(answer.headers.get("Retry-After")) || 0);
      if (!isMeant(content)) throw new Failure(0);
      return content;
    } catch (failure) {
      throw failure instanceof Failure ? failure : new Failure(0);
    } finally {
      clearTimeout(timer);
    }
  }
}
