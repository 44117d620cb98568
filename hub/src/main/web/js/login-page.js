// Signing in.

import { html } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { loadSession, send, session } from './api.js';
import { brand } from './parts.js';

/** @returns {import('./main.js').Page} */
export function open() {
  const problem = signal('');
  const busy = signal(false);

  /** @param {SubmitEvent} event */
  async function submit(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const fields = new FormData(form);
    busy.value = true;
    problem.value = '';
    try {
      await send('POST', '/login', { name: fields.get('name'), password: fields.get('password') });
      await loadSession();
    } catch (error) {
      problem.value = error instanceof Error ? error.message : String(error);
      /** @type {HTMLInputElement} */ (form.elements.namedItem('password')).select();
    }
    busy.value = false;
  }

  return {
    title: 'Log in',
    bare: true,
    view: () => html`<form class="sheet" @submit=${submit}>
      ${brand()}
      <h1 tabindex="-1">Log in to Skerry</h1>
      ${session.value?.demo ? html`<p class="hint">This is a demo: its sites marked “simulated” are made up.</p>` : ''}
      <label>Name <input name="name" required autocomplete="username" autocapitalize="off" spellcheck="false" autofocus /></label>
      <label>Password <input name="password" type="password" required autocomplete="current-password" /></label>
      <p class="problem" role="alert" ?hidden=${problem.value === ''}>${problem.value}${problem.value ? '.' : ''}</p>
      <button class="main" ?disabled=${busy.value}>Log in</button>
    </form>`,
  };
}
