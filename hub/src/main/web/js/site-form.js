// The form by which an administrator changes a site, and the way back from what it saved.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { go, href } from './address.js';
import { send } from './api.js';
import { contractField } from './contract-field.js';
import { sites } from './fleet.js';
import { coordinatesOf, difference, fieldsOf } from './site-fields.js';

/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */
/** @typedef {import('./site-fields.js').SiteChange} SiteChange */
/** @typedef {import('./site-fields.js').Fields} Fields */

const ZONES = Intl.supportedValuesOf('timeZone');

/** Names that browsers show as they are typed. */
export function zoneList() {
  return html`<datalist id="zones">${ZONES.map((zone) => html`<option value=${zone}></option>`)}</datalist>`;
}

/** @param {Iterable<import('../types/contract.js').Site>} known */
export function regionList(known) {
  const regions = [...new Set([...known].map((site) => site.region))].sort();
  return html`<datalist id="regions">${regions.map((region) => html`<option value=${region}></option>`)}</datalist>`;
}

/**
 * @param {string} id
 * @param {() => void} changed called when the hub took a change
 */
export function siteForm(id, changed) {
  const contract = contractField(id);
  const where = `/sites/${encodeURIComponent(id)}`;
  /** The site when the form was opened: news of it must not move what is typed. */
  const opened = signal(/** @type {SiteDetail | undefined} */ (undefined));
  const problem = signal('');
  const wrongCoordinates = signal(false);
  const busy = signal(false);
  /** Whether saving was asked for while it was under way: what was typed meanwhile counts. */
  let again = false;
  const note = signal(/** @type {{text: string, undo?: SiteChange, back?: string[], wrong?: boolean} | undefined} */ (undefined));

  function shut() {
    contract.forget();
    opened.value = undefined;
    problem.value = '';
    wrongCoordinates.value = false;
  }

  /** @param {Event} event */
  async function save(event) {
    event.preventDefault();
    const before = opened.peek();
    if (!before) return;
    again = busy.peek();
    if (again) return;
    const form = /** @type {HTMLFormElement} */ (event.target);
    const fields = fieldsIn(form);
    wrongCoordinates.value = coordinatesOf(fields.coordinates) === undefined;
    problem.value = '';
    busy.value = true;
    try {
      const read = await contract.check(fields.contract);
      const first = read.mistake !== undefined ? 'contract' : wrongCoordinates.peek() ? 'coordinates' : undefined;
      if (first) {
        /** @type {HTMLElement} */ (form.elements.namedItem(first)).focus();
      } else {
        await store(before, { ...fields, contract: read.text ?? fields.contract });
      }
    } catch (error) {
      problem.value = `${error instanceof Error ? error.message : error}. Nothing was saved.`;
    }
    busy.value = false;
    if (again && opened.peek()) form.requestSubmit();
  }

  /** @param {SiteDetail} before @param {Fields} after */
  async function store(before, after) {
    const { change, undo, words, back } = difference(before, after);
    if (words.length > 0) {
      await send('PATCH', where, change);
      note.value = { text: `Saved: ${words.join('; ')}.`, undo, back };
      changed();
    } else {
      note.value = { text: 'Nothing was changed.' };
    }
    leave();
  }

  /** @param {SiteChange} undo @param {string[]} back */
  async function putBack(undo, back) {
    if (busy.peek()) return;
    busy.value = true;
    try {
      await send('PATCH', where, undo);
      note.value = { text: `Put back: ${back.join('; ')}.` };
      changed();
      focusEdit();
    } catch (error) {
      note.value = { text: `${error instanceof Error ? error.message : error}. Nothing was put back.`, undo, back, wrong: true };
    }
    busy.value = false;
  }

  function leave() {
    shut();
    go(href({ edit: null }), { replace: true });
    focusEdit();
  }

  return {
    /** What was saved, until the page is left. */
    note() {
      const said = note.value;
      const { undo, back } = said ?? {};
      return html`<div class="saved" role="status">${said
        ? html`<p class=${said.wrong ? 'problem' : ''}>${said.text}
            ${undo && back ? html`<button type="button" ?disabled=${busy.value} @click=${() => putBack(undo, back)}>Undo</button>` : nothing}</p>`
        : nothing}</div>`;
    },
    close: contract.close,
    /** Takes what the site is like now into the form, unless that is open already. @param {SiteDetail} site */
    open(site) {
      if (opened.peek()) return;
      opened.value = site;
      note.value = undefined;
      contract.check(site.contract.text).catch(() => {});
      requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('#edit input'))?.focus());
    },
    shut,
    view() {
      const site = opened.value;
      if (!site) return nothing;
      const values = fieldsOf(site);
      return html`<section class="card" id="edit" aria-labelledby="edit-title">
        <div class="card-head"><h2 id="edit-title">Edit ${site.name}</h2></div>
        <form class="fields" @submit=${save}>
          ${contract.view(values.contract, site)}
          <label>Name <input name="name" required maxlength="128" autocomplete="off" .value=${values.name} /></label>
          <label>Region <input name="region" maxlength="128" list="regions" autocomplete="off" .value=${values.region} /></label>
          ${regionList(sites.value.values())}
          <label>Contact: whom to call <input name="contact" maxlength="256" autocomplete="off" .value=${values.contact} /></label>
          <div class="field">
            <label>Coordinates
              <input name="coordinates" autocomplete="off" placeholder="68.21090, 14.56840" .value=${values.coordinates}
                aria-describedby="coordinates-said" aria-invalid=${wrongCoordinates.value ? 'true' : nothing} />
            </label>
            <p class="field-said wrong" id="coordinates-said" role="status">${wrongCoordinates.value ? 'Coordinates are latitude and longitude in degrees, such as 68.21090, 14.56840.' : ''}</p>
          </div>
          <label>Time zone <input name="zone" list="zones" maxlength="50" placeholder="Europe/Oslo" autocomplete="off" spellcheck="false" .value=${values.zone} /></label>
          ${zoneList()}
          <label>Tags, with ; between them <input name="tags" autocomplete="off" placeholder="tide gauge; no road in winter" .value=${values.tags} /></label>
          <div class="fields-end">
            <button class="main" ?disabled=${busy.value}>Save</button>
            <button type="button" @click=${leave}>Cancel</button>
            <p class="form-note ${problem.value ? 'problem' : ''}" role="status">${problem.value}</p>
          </div>
        </form>
      </section>`;
    },
  };
}

/** The link that opens the form takes the place of what had the focus. */
function focusEdit() {
  requestAnimationFrame(() => /** @type {HTMLElement | null} */ (document.querySelector('.edit-site'))?.focus());
}

/** @param {HTMLFormElement} form @returns {Fields} */
function fieldsIn(form) {
  const data = new FormData(form);
  const of = (/** @type {string} */ name) => String(data.get(name) ?? '').trim();
  return {
    name: of('name'),
    region: of('region'),
    contract: of('contract'),
    coordinates: of('coordinates'),
    contact: of('contact'),
    zone: of('zone'),
    tags: of('tags'),
  };
}
