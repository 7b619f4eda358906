// The conversation on paper and in the clipboard.

import { h } from "./dom.js";
import { T } from "./texts.js";

/** The conversation as plain text, a paragraph for each who spoke. */
export function asText(turns) {
  return turns
    .flatMap(({ said, bubbles }) => [
      ...(said === null ? [] : [`${T.you}\u00a0: ${said}`]),
      `${T.assistant}\u00a0: ${bubbles.map(({ text }) => text).join("\n")}`,
    ])
    .join("\n\n");
}

/** Copies `text`; true when it could be done. `root` takes a field for a moment, in old browsers. */
export async function copy(text, root) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = h("textarea", { class: "hidden", "aria-hidden": "true", tabindex: "-1" });
    const focused = root.activeElement;
    field.value = text;
    root.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    focused?.focus();
    return done;
  }
}

/** Prints the conversation alone, from a frame of its own. */
export function print(title, turns, root) {
  const frame = h("iframe", { class: "hidden", title, tabindex: "-1" });
  root.append(frame);
  const page = frame.contentDocument;
  page.documentElement.lang = "fr";
  page.title = title;
  page.body.append(h("h1", {}, title), ...asText(turns).split(/\n+/).map((words) => h("p", {}, words)));
  frame.contentWindow.addEventListener("afterprint", () => frame.remove());
  frame.contentWindow.print();
}
