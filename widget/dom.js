// Builds elements without HTML strings, so that Trusted Types and a strict CSP are content.

const SVG = "http://www.w3.org/2000/svg";

/**
 * An element with its attributes and children.
 * @param {string} tag - its name.
 * @param {object} attributes - `onclick` and the like become listeners; false and null are left out.
 * @param {...(Node|string|null)} children - strings become text; null is left out.
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else setAttribute(element, name, value);
  }
  element.append(...children.filter((child) => child !== null));
  return element;
}

/** Sets an attribute; true is an empty one, false and null take it away. */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : value);
}

/** A drawing of 24 by 24 units that says nothing by itself. */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 24 24"], ["aria-hidden", "true"], ["class", "icon"]])
    svg.setAttribute(name, value);
  const line = document.createElementNS(SVG, "path");
  line.setAttribute("d", path);
  svg.append(line);
  return svg;
}

export const ICONS = {
  chat: "M4 5h16v11H9l-5 4zM8 9h8M8 12h5",
  close: "M6 6l12 12M18 6L6 18",
  menu: "M5 7h14M5 12h14M5 17h14",
  send: "M4 12h15M13 6l6 6-6 6",
  up: "M7 11v9H4v-9zm0 0l4-8c2 0 3 1 2.500 3L13 9h6l-2 11H7",
  down: "M7 13V4H4v9zm0 0l4 8c2 0 3-1 2.500-3L13 15h6L17 4H7",
  link: "M9 5H5v14h14v-4M13 4h7v7M20 4l-9 9",
};

/** Text that only screen readers meet. */
export const hidden = (text) => h("span", { class: "hidden" }, text);
