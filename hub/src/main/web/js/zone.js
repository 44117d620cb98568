// Which zone times are shown in: UTC, the site's, or the reader's. The choice is in the address (`tz`).

import { computed } from '/lib/signals.js';
import { go, href, params } from './address.js';
import { knowsZone } from './time.js';

export const CHOICES = ['utc', 'site', 'mine'];

const MINE = Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';

export const choice = computed(() => {
  const asked = params.value.get('tz');
  return asked !== null && CHOICES.includes(asked) ? asked : 'utc';
});

/**
 * The zone for times of a site, or of the fleet when no site is meant.
 * @param {{zone?: string}} [site]
 * @returns {string} an IANA name, or UTC
 */
export function zoneOf(site) {
  if (choice.value === 'mine') return MINE;
  if (choice.value === 'site' && site?.zone && knowsZone(site.zone)) return site.zone;
  return 'UTC';
}

/** What stands next to a time. @param {string} zone */
export function zoneLabel(zone) {
  return zone === 'UTC' || zone === 'Etc/UTC' ? 'UTC' : zone.replaceAll('_', ' ');
}

/** What the choices are called. @param {string} name */
export function choiceLabel(name) {
  return name === 'utc' ? 'UTC' : name === 'site' ? 'Site time' : 'My time';
}

/** @param {string} name */
export function choose(name) {
  go(href({ tz: name === 'utc' ? null : name }), { replace: true });
}

export function chooseNext() {
  choose(CHOICES[(CHOICES.indexOf(choice.value) + 1) % CHOICES.length]);
}
