// Trying colours on the widget of this page, and copying what comes of it.

const chat = document.querySelector("clusters-chat");
const form = document.querySelector("#theming");
const field = (id) => document.getElementById(id);
const scheme = matchMedia("(prefers-color-scheme: dark)");

// What the widget takes where nothing is set (widget/style.js).
const COLOURS = ["accent", "accent-text", "surface", "text", "bubble"];
const LENGTHS = ["radius", "width", "margin"];
const DEFAULTS = {
  light: { accent: "#0f4c5c", "accent-text": "#ffffff", surface: "#ffffff", text: "#1c2625", bubble: "#eef3f1",
    soft: "#4d5b59", error: "#a3230f" },
  dark: { accent: "#9bd5dc", "accent-text": "#06272d", surface: "#10201f", text: "#eef3f1", bubble: "#1e3331",
    soft: "#b4c4c1", error: "#ffb4a4" },
};
// Least contrasts: WCAG 2.2, 1.4.3 for texts and 1.4.11 for the edges of what is operated.
const PAIRS = [
  ["Texte sur la couleur principale", "accent-text", "accent", 4.5],
  ["Texte sur le fond", "text", "surface", 4.5],
  ["Texte sur les bulles", "text", "bubble", 4.5],
  ["Textes secondaires sur le fond", "soft", "surface", 4.5],
  ["Erreurs sur le fond", "error", "surface", 4.5],
  ["Bord des choix sur le fond", "accent", "surface", 3],
];

/** What the visitor has set, by the name of the property. */
const chosen = new Map();

/** Relative luminance of "#rrggbb" (WCAG 2.2). */
function luminance(colour) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast ratio of two colours, 1 to 21. */
function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

/** "4,5", rounded down: 4.49 must not read as enough. */
const told = (ratio) => (Math.floor(ratio * 10) / 10).toFixed(1).replace(".", ",");

const colour = (name, look) => chosen.get(name) ?? DEFAULTS[look][name];
const looks = () => (field("theme").value === "auto" ? ["light", "dark"] : [field("theme").value]);

function cell(tag, text, low = false) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tag === "th") made.scope = "row";
  if (low) made.className = "low";
  return made;
}

/** The table of contrasts; where the theme is fixed, the other look has none. */
function judge() {
  const shown = looks();
  const low = [];
  const rows = PAIRS.map(([name, front, back, least]) => {
    const row = document.createElement("tr");
    row.append(cell("th", name));
    for (const look of ["light", "dark"]) {
      if (!shown.includes(look)) {
        row.append(cell("td", "–"));
        continue;
      }
      const ratio = contrast(colour(front, look), colour(back, look));
      const isLow = ratio < least;
      if (isLow) low.push(`${name.toLowerCase()}, en ${look === "light" ? "clair" : "sombre"} (${told(ratio)} au lieu de ${told(least)})`);
      row.append(cell("td", isLow ? `${told(ratio)} trop faible` : told(ratio), isLow));
    }
    return row;
  });
  field("ratios").replaceChildren(...rows);
  const verdict = field("contrast");
  const text = low.length ? `Trop faible\u00a0: ${low.join("\u00a0; ")}.` : "Tous suffisent.";
  if (verdict.textContent !== text) verdict.textContent = text;
  verdict.classList.toggle("bad", low.length > 0);
}

function snippet() {
  const rules = [...chosen].map(([name, value]) => `  --clusters-chat-${name}: ${value};`);
  const attributes = ["position", "theme"]
    .filter((name) => field(name).value !== field(name).options[0].value)
    .map((name) => ` ${name}="${field(name).value}"`);
  const lines = rules.length ? ["clusters-chat {", ...rules, "}"] : ["/* réglages d’origine\u00a0: rien à écrire */"];
  if (attributes.length) lines.push("", `/* et dans la page\u00a0: <clusters-chat${attributes.join("")}> */`);
  field("css").textContent = lines.join("\n");
}

/** Fields that nobody touched show what the widget takes in the look of the moment. */
function settle() {
  const look = looks().length === 1 ? looks()[0] : scheme.matches ? "dark" : "light";
  for (const name of COLOURS) field(name).value = colour(name, look);
  for (const name of LENGTHS) form.querySelector(`output[for=${name}]`).value = `${field(name).value} px`;
  for (const name of ["position", "theme"]) chat.setAttribute(name, field(name).value);
  judge();
  snippet();
}

form.addEventListener("input", ({ target: { id, value } }) => {
  if (COLOURS.includes(id) || LENGTHS.includes(id)) {
    const set = LENGTHS.includes(id) ? `${value}px` : value;
    chosen.set(id, set);
    chat.style.setProperty(`--clusters-chat-${id}`, set);
  }
  settle();
});
form.addEventListener("reset", () => {
  for (const name of chosen.keys()) chat.style.removeProperty(`--clusters-chat-${name}`);
  chosen.clear();
  setTimeout(settle); // once the fields are back
});
form.addEventListener("submit", (event) => event.preventDefault());
scheme.addEventListener("change", settle);

/** Copies; where the browser forbids it, selects instead. */
async function copy(source, status) {
  status.textContent = "";
  try {
    await navigator.clipboard.writeText(source.textContent);
    status.textContent = "Copié.";
  } catch {
    getSelection().selectAllChildren(source);
    status.textContent = "Texte sélectionné\u00a0: copiez-le avec le clavier.";
  }
}

for (const button of document.querySelectorAll("[data-copy]")) {
  const status = button.nextElementSibling;
  button.addEventListener("click", () => copy(field(button.dataset.copy), status));
  button.hidden = false;
}
for (const id of ["embed", "csp"])
  field(id).textContent = field(id).textContent.replaceAll("https://VOTRE-SERVEUR", location.origin);
field("no-script").hidden = true;
field("workshop").hidden = false;
field("result").hidden = false;
settle();
