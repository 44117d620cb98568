// The input of a site's contract: what is typed is read by the hub, and what it means stands below in words.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { get } from './api.js';
import { sentence } from './format.js';
import { age, moment, stateChip } from './parts.js';

/** @typedef {import('../types/contract.js').ReadContract} ReadContract */

/** What no contract means. */
const USUAL = 'always-on';

/** Contracts to begin from, as an agent's own setting is written. */
const CONTRACTS = [USUAL, 'every 24h', 'usb every 14d', 'daily 02:00-04:00 Europe/Oslo', 'mon-fri 06:00-07:30; sat 10:00-11:00 grace 2h'];

/** The hub is asked when nothing was typed for so long, in ms. */
const PAUSE_MS = 350;

/** @param {string} [site] id of the site whose contract it is to be */
export function contractField(site) {
  const read = signal(/** @type {ReadContract | undefined} */ (undefined));
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let waiting;
  let asked = 0;

  /**
   * Has the hub read a contract, and shows what it says.
   * @param {string} text
   */
  async function check(text) {
    clearTimeout(waiting);
    const mine = ++asked;
    const asWritten = text.trim() === '' ? USUAL : text;
    const where = site === undefined ? '' : `&site=${encodeURIComponent(site)}`;
    const answer = /** @type {ReadContract} */ (await get(`/contract?text=${encodeURIComponent(asWritten)}${where}`));
    if (mine === asked) read.value = answer;
    return answer;
  }

  function forget() {
    clearTimeout(waiting);
    asked++;
    read.value = undefined;
  }

  return {
    check,
    forget,
    close: forget,
    /**
     * @param {string} value what the input begins with
     * @param {{zone?: string}} [shown] the site whose time zone times are shown in
     */
    view(value, shown) {
      const said = read.value;
      const wrong = said?.mistake !== undefined;
      return html`<div class="wide field">
          <label>Contract: expected contact
            <input name="contract" list="contracts" maxlength="256" .value=${value} placeholder=${USUAL} autocomplete="off" spellcheck="false"
              aria-describedby="contract-said contract-help" aria-invalid=${wrong ? 'true' : nothing}
              @input=${(/** @type {Event} */ event) => {
                const { value: typed } = /** @type {HTMLInputElement} */ (event.target);
                clearTimeout(waiting);
                // A hub that is away says so when the form is sent.
                waiting = setTimeout(() => void check(typed).catch(() => {}), PAUSE_MS);
              }} />
          </label>
          <p class="field-said ${wrong ? 'wrong' : ''}" id="contract-said" role="status">${said ? words(said, shown) : nothing}</p>
          <p class="minor" id="contract-help">Written as in the agent’s setting: <code>always-on</code>, <code>every 24h</code>, <code>usb every 14d</code> or windows such as <code>daily 02:00-04:00 Europe/Oslo</code>; <code>grace 2h</code> behind it says how much later is late.</p>
        </div>
        <datalist id="contracts">${CONTRACTS.map((one) => html`<option value=${one}></option>`)}</datalist>`;
    },
  };
}

/** @param {ReadContract} said @param {{zone?: string}} [shown] */
function words(said, shown) {
  if (said.mistake !== undefined) return `${sentence(said.mistake)}.`;
  return html`${sentence(said.meaning ?? '')}.
    ${said.nextContact === undefined ? nothing : html`Next contact expected ${age(said.nextContact, shown)}, ${moment(said.nextContact, shown)}.`}
    ${said.state === undefined ? nothing : html`<span class="would-be">By this contract the site is now ${stateChip(said.state)}${said.reason ? `: ${said.reason}` : ''}.</span>`}`;
}
