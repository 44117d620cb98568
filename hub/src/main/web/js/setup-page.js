// First run: the one-time code that the hub printed, and a password for its administrator. Nothing else.

import { html } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { loadSession, send } from './api.js';
import { brand } from './parts.js';

/** The shortest password that the hub takes. */
const SHORTEST = 12;

/** @returns {import('./main.js').Page} */
export function open() {
  const problem = signal('');
  const busy = signal(false);

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    busy.value = true;
    problem.value = '';
    try {
      const code = String(fields.get('code')).trim();
      await send('POST', '/setup', { code, name: 'admin', password: fields.get('password') });
      await loadSession();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
    }
    busy.value = false;
  }

  return {
    title: 'First run',
    bare: true,
    view: () => html`<form class="sheet" @submit=${submit}>
      ${brand()}
      <h1 tabindex="-1">Welcome to Skerry</h1>
      <p class="hint" id="code-hint">The hub printed a one-time code when it started. It proves that you run this hub.</p>
      <label>Setup code
        <input name="code" class="code" required autocomplete="one-time-code" autocapitalize="off" spellcheck="false" aria-describedby="code-hint" autofocus />
      </label>
      <input class="sr" name="username" value="admin" autocomplete="username" tabindex="-1" aria-hidden="true" readonly />
      <label>Administrator password
        <input name="password" type="password" required minlength=${SHORTEST} autocomplete="new-password" aria-describedby="password-hint" />
      </label>
      <p class="hint" id="password-hint">At least ${SHORTEST} characters. You will log in as <strong>admin</strong>.</p>
      <p class="problem" role="alert" ?hidden=${problem.value === ''}>${problem.value}${problem.value ? '.' : ''}</p>
      <button class="main" ?disabled=${busy.value}>Start</button>
    </form>`,
  };
}
