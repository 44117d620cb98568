// Keys that work everywhere. Single keys are off while typing, and can be switched off (WCAG 2.1.4).

import { html } from '/lib/lit-html/lit-html.js';
import { go, href } from './address.js';
import { openCommandBox } from './command-box.js';
import { PAGES, moveRange } from './commands.js';
import { keys } from './preferences.js';
import { announce } from './announce.js';
import { chooseNext, choice, choiceLabel } from './zone.js';

/** After `g` the page's key is expected this long, in ms. */
const SECOND_KEY_WITHIN = 1_500;

let afterG = -Infinity;

/** Listens on the document. Call once. */
export function listenToKeys() {
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      openCommandBox();
      return;
    }
    if (keys.value === 'off' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    if (document.querySelector('dialog[open]')) return;
    if (pressed(event.key)) event.preventDefault();
  });
}

/** @param {string} key @returns {boolean} true if the key meant something */
function pressed(key) {
  const second = performance.now() - afterG < SECOND_KEY_WITHIN;
  afterG = -Infinity;
  if (second) {
    const page = PAGES.find((candidate) => candidate.key === key);
    if (!page) return false;
    go(href({}, page.href));
    return true;
  }
  switch (key) {
    case 'g':
      afterG = performance.now();
      return true;
    case '/':
      openCommandBox();
      return true;
    case '[':
      moveRange(-1);
      return true;
    case ']':
      moveRange(1);
      return true;
    case 't':
      chooseNext();
      announce(`Times in ${choiceLabel(choice.value)}`);
      return true;
    case '?':
      openKeyHelp();
      return true;
    default:
      return false;
  }
}

/** A dialog that was just closed keeps the focus for a moment; nobody types there. @param {KeyboardEvent} event */
function isTyping(event) {
  const field = event.target instanceof Element ? event.target.closest('input, textarea, select, [contenteditable]') : null;
  return field !== null && field.closest('dialog:not([open])') === null;
}

function dialog() {
  return /** @type {HTMLDialogElement | null} */ (document.getElementById('key-help'));
}

export function openKeyHelp() {
  dialog()?.showModal();
}

/** @type {[string[], string][]} */
const HELP = [
  [['/', 'Ctrl K'], 'Find a site, a page or an action'],
  ...PAGES.map((page) => /** @type {[string[], string]} */ ([[`g ${page.key}`], page.name])),
  [['← ↑ → ↓'], 'Walk the honeycomb; Enter opens the site'],
  [['[', ']'], 'Move the time range back or forward'],
  [['t'], 'Next time zone: UTC, site time, my time'],
  [['?'], 'This list'],
  [['Esc'], 'Close'],
];

export function keyHelp() {
  return html`<dialog
    id="key-help"
    class="key-help"
    aria-labelledby="key-help-title"
    @click=${(/** @type {MouseEvent} */ event) => {
      if (event.target === event.currentTarget) dialog()?.close();
    }}
  >
    <h2 id="key-help-title">Keys</h2>
    <dl>
      ${HELP.map(
        ([names, does]) => html`<div>
          <dt>${names.map((name) => html`<kbd>${name}</kbd> `)}</dt>
          <dd>${does}</dd>
        </div>`,
      )}
    </dl>
    <label class="check">
      <input
        type="checkbox"
        .checked=${keys.value === 'on'}
        @change=${(/** @type {Event} */ event) => {
          keys.value = /** @type {HTMLInputElement} */ (event.target).checked ? 'on' : 'off';
        }}
      />
      Single-key shortcuts (off while typing)
    </label>
    <form method="dialog"><button>Close</button></form>
  </dialog>`;
}
