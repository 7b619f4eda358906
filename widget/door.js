// Speaks with the server (its contract: /api/v1/openapi.json).

const PATIENCE = 20000; // milliseconds for an answer

/** A request that was not answered as it was meant; status 0 when nothing came back. */
export class Failure extends Error {
  constructor(status, problem = {}, wait = 0) {
    super(problem.title || "no answer");
    this.status = status;
    this.type = problem.type || "network";
    this.detail = problem.detail || "";
    this.wait = wait; // seconds that the server asks to wait
  }
}

export class Door {
  #address;

  /** @param {string} server - its origin. */
  constructor(server) {
    this.#address = `${server}/api/v1`;
  }

  open() {
    return this.#ask("POST", "/conversations");
  }

  history(token) {
    return this.#ask("GET", "/conversation", token);
  }

  send(token, { key, text, payload }) {
    return this.#ask("POST", "/conversation/messages", token, { text, payload }, key);
  }

  rate(token, turn, useful, word) {
    return this.#ask("POST", "/conversation/feedback", token, { turn, useful, word });
  }

  erase(token) {
    return this.#ask("DELETE", "/conversation", token);
  }

  async #ask(method, path, token, body, key) {
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
      });
      if (answer.status === 204) return null;
      if (answer.ok) return await answer.json();
      const problem = await answer.json().catch(() => ({}));
      throw new Failure(answer.status, problem, Number(answer.headers.get("Retry-After")) || 0);
    } catch (failure) {
      throw failure instanceof Failure ? failure : new Failure(0);
    } finally {
      clearTimeout(timer);
    }
  }
}
