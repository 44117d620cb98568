// The command box: one field that leads to sites, pages and actions. Opens with `/` or Ctrl K.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { computed, signal } from '/lib/signals.js';
import { search } from './commands.js';
import { counted } from './format.js';
import { icon, stateMark } from './parts.js';

const typed = signal('');
const chosen = signal(0);
const open = signal(false);
const answer = computed(() => (open.value ? search(typed.value) : { listed: [], more: 0 }));

function dialog() {
  return /** @type {HTMLDialogElement | null} */ (document.getElementById('command-box'));
}

export function openCommandBox() {
  const box = dialog();
  if (!box || box.open) return;
  typed.value = '';
  chosen.value = 0;
  open.value = true;
  box.showModal();
  const field = box.querySelector('input');
  if (field) {
    field.value = '';
    field.focus();
  }
}

/** @param {number} index */
function run(index) {
  const command = answer.value.listed[index];
  if (!command) return;
  dialog()?.close();
  command.run();
}

/** @param {KeyboardEvent} event */
function onKey(event) {
  const size = answer.value.listed.length;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    if (size > 0) chosen.value = (chosen.value + (event.key === 'ArrowDown' ? 1 : size - 1)) % size;
    document.getElementById(`command-${chosen.value}`)?.scrollIntoView({ block: 'nearest' });
  } else if (event.key === 'Enter') {
    event.preventDefault();
    run(chosen.value);
  }
}

export function commandBox() {
  const { listed, more } = answer.value;
  return html`<dialog
    id="command-box"
    class="command-box"
    aria-label="Command box"
    @close=${() => (open.value = false)}
    @click=${(/** @type {MouseEvent} */ event) => {
      if (event.target === event.currentTarget) dialog()?.close();
    }}
  >
    <div class="command-field">
      ${icon('search')}
      <input
        type="text"
        role="combobox"
        aria-label="Find a site, a page or an action"
        placeholder="Find a site, a page or an action"
        aria-expanded="true"
        aria-controls="command-list"
        aria-activedescendant=${listed.length > 0 ? `command-${chosen.value}` : nothing}
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        @input=${(/** @type {InputEvent} */ event) => {
          typed.value = /** @type {HTMLInputElement} */ (event.target).value;
          chosen.value = 0;
        }}
        @keydown=${onKey}
      />
    </div>
    <ul id="command-list" role="listbox" aria-label="Answers">
      ${listed.map(
        (command, i) => html`<li
          id="command-${i}"
          role="option"
          aria-selected=${i === chosen.value}
          @click=${() => run(i)}
          @pointermove=${() => (chosen.value = i)}
        >
          ${command.state ? stateMark(command.state) : nothing}
          <span class="command-name">${command.name}</span>
          ${command.keys ? html`<kbd>${command.keys}</kbd>` : html`<span class="command-hint">${command.hint}</span>`}
        </li>`,
      )}
    </ul>
    <p class="command-more" role="status">
      ${!open.value
        ? nothing
        : listed.length === 0
          ? 'Nothing has that name.'
          : more > 0
            ? `${counted(more, 'more answer')}: type on to narrow them down`
            : nothing}
    </p>
  </dialog>`;
}
