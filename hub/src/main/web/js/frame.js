// The frame around every page: top bar, banners, freshness label, dialogs.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { announcement } from './announce.js';
import { session } from './api.js';
import { href, path } from './address.js';
import { commandBox, openCommandBox } from './command-box.js';
import { PAGES, logOut, nextTheme } from './commands.js';
import { asOf, hub, openAlerts, sites, unreachable } from './fleet.js';
import { count, counted, sentence } from './format.js';
import { keyHelp, openKeyHelp } from './keys.js';
import { brand, icon } from './parts.js';
import { theme } from './preferences.js';
import { clock } from './time.js';
import { CHOICES, choice, choiceLabel, choose, zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('./main.js').Page} Page */

/** @param {Page | undefined} page */
export function frame(page) {
  const signedIn = session.value?.user !== undefined;
  if (!session.value) {
    return html`<main class="alone">${brand()}<p class="waiting">${unreachable.value ? 'The hub does not answer yet; trying again…' : nothing}</p></main>`;
  }
  return html`
    ${signedIn && !page?.bare ? topBar() : nothing}
    <main id="main" class=${page?.bare ? 'alone' : ''}>${page ? content(page) : nothing}</main>
    <p class="sr" role="status" aria-live="polite">${announcement.value}</p>
    ${signedIn ? html`${commandBox()}${keyHelp()}` : nothing}
  `;
}

/** A page that cannot be drawn must not take the frame with it. @param {Page} page */
function content(page) {
  try {
    return page.view();
  } catch (problem) {
    console.error(problem);
    return html`<div class="empty page-empty">
      <h1 tabindex="-1">This page could not be drawn</h1>
      <p>The hub sent something that it does not understand: ${problem instanceof Error ? problem.message : String(problem)}. The other pages still work.</p>
    </div>`;
  }
}

function topBar() {
  return html`
    <a class="skip" href="#main" @click=${skip}>Skip to content</a>
    <header class="top">
      <a class="brand" href=${href({}, '/')}>${brand()}<span>Skerry</span></a>
      <nav class="pages" aria-label="Pages">
        ${PAGES.map(
          (page) => html`<a href=${href({}, page.href)} aria-current=${isCurrent(page.href) ? 'page' : nothing}>${page.name}${page.href === '/alerts' ? alertCount() : nothing}</a>`,
        )}
      </nav>
      <button class="find" type="button" @click=${openCommandBox} aria-haspopup="dialog" aria-keyshortcuts="/ Control+K">
        ${icon('search')}<span class="find-text">Find a site or page</span><kbd>/</kbd>
      </button>
      ${freshness()}
      <label class="zone-choice" title="Times in ${zoneLabel(zoneOf())}">
        <span class="sr">Time zone</span>
        <select @change=${(/** @type {Event} */ event) => choose(/** @type {HTMLSelectElement} */ (event.target).value)}>
          ${CHOICES.map((name) => html`<option value=${name} .selected=${name === choice.value}>${choiceLabel(name)}</option>`)}
        </select>
      </label>
      <button class="plain" type="button" @click=${nextTheme} aria-label="Theme: ${theme.value}. Change" title="Theme: ${theme.value}">
        ${icon(theme.value)}
      </button>
      <button class="plain keys-button" type="button" @click=${openKeyHelp} aria-label="Keys" title="Keys (?)">?</button>
      <button class="plain log-out" type="button" @click=${logOut} title="Signed in as ${session.value?.user?.name}">Log out</button>
    </header>
    ${session.value?.demo ? demoBanner() : nothing} ${hub.value?.problem ? hubProblem(hub.value.problem) : nothing}
  `;
}

/** @param {Event} event */
function skip(event) {
  event.preventDefault();
  document.querySelector('h1')?.focus();
}

/** How many alerts want a person: those for reading do not. */
function alertCount() {
  const { critical, warning } = openAlerts.value;
  if (critical + warning === 0) return nothing;
  return html` <span class="badge ${critical > 0 ? 'critical' : ''}">${count(critical + warning)}<span class="sr"> open</span></span>`;
}

/** @param {string} to */
function isCurrent(to) {
  return to === '/' ? path.value === '/' || path.value.startsWith('/sites/') || path.value === '/upgrades' : path.value === to || path.value.startsWith(`${to}/`);
}

/** How old everything is. Not a live region: only the loss of the hub is announced, once. */
function freshness() {
  const at = asOf.value;
  const zone = zoneOf();
  const time = at === undefined ? '' : `${clock(at, zone)} ${zoneLabel(zone)}`;
  if (unreachable.value) {
    return html`<p class="fresh lost"><strong>hub unreachable</strong>${time ? html` <span>values as of ${time}</span>` : nothing}</p>`;
  }
  return html`<p class="fresh">${time ? html`as of <time datetime=${new Date(/** @type {number} */ (at)).toISOString()}>${time}</time>` : 'connecting…'}</p>`;
}

/** What the hub says of itself stands on every page: nothing new arrives while it lasts. @param {string} problem */
function hubProblem(problem) {
  return html`<p class="hub-problem" role="alert"><strong>The hub takes no batches.</strong> ${sentence(problem)}. Agents keep what they have and send it later.</p>`;
}

function demoBanner() {
  let simulated = 0;
  for (const site of sites.value.values()) if (site.simulated) simulated++;
  return html`<p class="demo" role="note">
    <strong>Demo.</strong>
    ${sites.value.size === 0
      ? 'Sites marked “simulated” are made up.'
      : `${counted(simulated, 'site')} of ${sites.value.size} ${simulated === 1 ? 'is' : 'are'} simulated and marked so; the rest is real.`}
  </p>`;
}
