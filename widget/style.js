// How the widget looks. What a page may set of it: /integration.html on the server.
// Sizes are in em of the visitor's own default: the page's root may have any size.
// The important rule on the host wins over any of the page: inner beats outer there.

const DARK = `
  --accent: var(--clusters-chat-accent, #9bd5dc);
  --accent-text: var(--clusters-chat-accent-text, #06272d);
  --surface: var(--clusters-chat-surface, #10201f);
  --text: var(--clusters-chat-text, #eef3f1);
  --bubble: var(--clusters-chat-bubble, #1e3331);
  --line: #7f9592; --soft: #b4c4c1; --error: #ffb4a4; color-scheme: dark;`;

export const CSS = `
:host { all: initial !important; display: block !important; contain: none !important; }
:host([hidden]) { display: none !important; }
*, *::before, *::after { box-sizing: border-box; }
.root {
  --accent: var(--clusters-chat-accent, #0f4c5c);
  --accent-text: var(--clusters-chat-accent-text, #ffffff);
  --surface: var(--clusters-chat-surface, #ffffff);
  --text: var(--clusters-chat-text, #1c2625);
  --bubble: var(--clusters-chat-bubble, #eef3f1);
  --line: #74827f; --soft: #4d5b59; --error: #a3230f; color-scheme: light;
  --radius: var(--clusters-chat-radius, 14px);
  --gap: var(--clusters-chat-margin, 20px);
  font: 400 1em/1.5 var(--clusters-chat-font, system-ui, "Segoe UI", Roboto, sans-serif);
  color: var(--text); text-align: start;
}
@media (prefers-color-scheme: dark) { .root:not([data-theme=light]) {${DARK}} }
.root[data-theme=dark] {${DARK}}
.hidden {
  position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden;
  clip-path: inset(50%); white-space: nowrap;
}
[hidden] { display: none !important; }
button, textarea, input { font: inherit; color: inherit; letter-spacing: inherit; }
button, a { min-height: 24px; }
button { cursor: pointer; background: none; border: 1px solid transparent; padding: 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
.icon { width: 1.5em; height: 1.5em; flex: none; fill: none; stroke: currentColor;
  stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }

.launcher, .panel { position: fixed; z-index: var(--clusters-chat-z, 2147483000);
  bottom: var(--gap); right: var(--gap); }
[data-position=left] > .launcher, [data-position=left] > .panel { right: auto; left: var(--gap); }
.launcher { display: flex; align-items: center; gap: 10px; min-height: 56px; padding: 0 22px 0 18px;
  color: var(--accent-text); background: var(--accent); border-radius: 28px; font-weight: 600;
  box-shadow: 0 2px 6px #0003, 0 10px 30px #0003; }
.launcher:focus-visible { border-radius: 28px; }
.open > .launcher { display: none; }
.badge { min-width: 24px; padding: 0 7px; border-radius: 12px; text-align: center;
  color: #1c2625; background: #f4c95d; font-size: .875em; }

.panel { display: flex; flex-direction: column; overflow: hidden;
  width: min(var(--clusters-chat-width, 400px), calc(100vw - 2 * var(--gap)));
  height: min(var(--clusters-chat-height, 700px), calc(100vh - 2 * var(--gap)));
  color: var(--text); background: var(--surface); border: 1px solid var(--line);
  border-radius: var(--radius); box-shadow: 0 4px 12px #0003, 0 20px 60px #0004; }
.head { position: relative; display: flex; align-items: center; gap: 4px; padding: 12px 10px 12px 18px;
  color: var(--accent-text); background: var(--accent); }
.head > div:first-child { flex: 1; min-width: 0; }
.head :focus-visible { outline-color: currentColor; outline-offset: -3px; }
h2 { margin: 0; font-size: 1.0625em; line-height: 1.3; font-weight: 650; overflow-wrap: anywhere; }
.head p { margin: 0; font-size: .8125em; }
.tool { display: grid; place-items: center; width: 44px; height: 44px; border-radius: 10px; }
.menu { position: absolute; z-index: 1; top: calc(100% - 4px); right: 8px; margin: 0; padding: 6px;
  list-style: none; color: var(--text); background: var(--surface); border: 1px solid var(--line);
  border-radius: 10px; box-shadow: 0 8px 30px #0004; max-width: calc(100% - 16px); }
.menu :is(button, a) { display: block; width: 100%; padding: 10px 14px; text-align: start; color: inherit;
  text-decoration: none; border-radius: 6px; }
.menu :is(button, a):hover { background: var(--bubble); }
.menu :focus-visible { outline-color: var(--accent); }

.log { flex: 1; min-height: 0; overflow: hidden auto; overscroll-behavior: contain; padding: 18px 16px 8px; }
.log:focus-visible { outline-offset: -4px; }
ol { display: flex; flex-direction: column; gap: 14px; margin: 0; padding: 0; list-style: none; }
li { display: flex; flex-direction: column; gap: 6px; align-items: flex-start; }
li.visitor { align-items: flex-end; }
.divider { padding-top: 10px; border-top: 1px solid var(--line); }
.earlier { display: block; margin: 0 auto 14px; }
.who { margin: 0; font-size: .75em; color: var(--soft); }
.bubble { max-width: 92%; margin: 0; padding: 10px 14px; background: var(--bubble);
  border-radius: 4px var(--radius) var(--radius) var(--radius); white-space: pre-line; overflow-wrap: anywhere; }
.visitor .bubble { color: var(--accent-text); background: var(--accent);
  border-radius: var(--radius) 4px var(--radius) var(--radius); }
.waiting .bubble { color: var(--text); background: none; outline: 1px dashed var(--line); }
.bubble a { color: inherit; text-underline-offset: 3px; }
.card { display: flex; align-items: center; gap: 12px; max-width: 92%; padding: 10px 14px; color: inherit;
  text-decoration: none; border: 1px solid var(--line); border-radius: var(--radius); overflow-wrap: anywhere; }
.card:hover b { text-decoration: underline; }
.card b, .card small { display: block; }
.card small { color: var(--soft); }
.thumbs { display: flex; flex-wrap: wrap; align-items: center; gap: 2px; color: var(--soft); }
.thumbs .tool { width: 32px; height: 32px; font-size: .75em; }
.thumbs [aria-pressed=true] { color: var(--text); background: var(--bubble); border-color: currentColor; }
.word { display: flex; flex-wrap: wrap; gap: 6px; align-items: end; width: 100%; font-size: .875em; color: var(--text); }
.word label { flex: 1 1 12em; }
input { display: block; width: 100%; min-height: 38px; padding: 6px 10px; font-size: 1.143em;
  background: var(--surface); border: 1px solid var(--line); border-radius: 8px; }
.state { margin: 0; font-size: .8125em; color: var(--soft); text-align: end; }
.plain { padding: 6px 12px; font-weight: 600; border-color: var(--line); border-radius: 8px; }
.choices { display: flex; flex-wrap: wrap; gap: 8px; padding: 14px 0 6px; }
.choice { min-height: 40px; padding: 7px 14px; text-align: start; font-weight: 550; color: var(--text);
  background: var(--surface); border: 1.5px solid var(--accent); border-radius: 20px; }
.choice:focus-visible { border-radius: 20px; }
.choice:hover, .plain:hover { background: var(--bubble); }
.typing { display: flex; gap: 5px; width: max-content; margin: 14px 0 0; padding: 14px; background: var(--bubble);
  border-radius: 4px var(--radius) var(--radius) var(--radius); }
.typing i { width: 7px; height: 7px; border-radius: 50%; background: var(--soft); }
.notice { margin: 0; padding: 12px 16px; border-top: 1px solid var(--line); }
.notice p { margin: 0 0 8px; }
.notice .row { display: flex; flex-wrap: wrap; gap: 8px; }
form.ask { display: grid; grid-template-columns: 1fr auto; gap: 8px; align-items: end; padding: 10px 12px 6px;
  border-top: 1px solid var(--line); }
.ask label { grid-column: 1 / -1; font-size: .8125em; font-weight: 600; display: flex; justify-content: space-between; gap: 8px; }
.ask label span { font-weight: 400; color: var(--soft); }
textarea { display: block; width: 100%; min-height: 46px; max-height: 8.5em; padding: 10px 12px; resize: none;
  font-size: 1em; line-height: 1.45; background: var(--surface); border: 1px solid var(--line); border-radius: 10px; }
textarea:focus-visible, input:focus-visible { outline-offset: 0; border-radius: 10px; }
.send { display: grid; place-items: center; width: 46px; height: 46px; color: var(--accent-text);
  background: var(--accent); border-radius: 10px; }
.error { grid-column: 1 / -1; margin: 0; font-size: .875em; color: var(--error); }
.foot { margin: 0; padding: 2px 14px 10px; font-size: .75em; line-height: 1.4; color: var(--soft); }
.foot a { color: inherit; display: inline-block; }

@media (max-width: 480px), (max-height: 420px) {
  .panel, [data-position=left] > .panel { inset: var(--top, 0) 0 auto 0; width: auto; height: var(--viewport, 100dvh);
    border: 0; border-radius: 0; }
  .launcher { padding: 0 16px; }
}
@media (max-height: 420px) { .panel { overflow-y: auto; } .log { min-height: 8em; flex: 1 0 auto; } }
@media (prefers-reduced-motion: no-preference) {
  .panel { animation: rise .18s ease-out; }
  .typing i { animation: beat 1.2s infinite; }
  .typing i:nth-child(2) { animation-delay: .15s; } .typing i:nth-child(3) { animation-delay: .3s; }
  .log { scroll-behavior: smooth; }
  @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
  @keyframes beat { 30% { transform: translateY(-4px); } 60% { transform: none; } }
}
@media (forced-colors: active) {
  .launcher, .bubble, .send, .typing, .thumbs .tool { border: 1px solid; }
  .typing i { background: CanvasText; }
  .thumbs [aria-pressed=true] { border: 3px solid Highlight; }
}
`;

/** The sheet for a shadow root; made by script, which a strict CSP lets pass. */
export function sheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(CSS);
  return made;
}
