// Which sites the fleet page is about, as its address says: state, region, part of a name.

import { computed } from '/lib/signals.js';
import { params } from './address.js';

/** @typedef {import('../types/contract.js').Site} Site */

/** @type {import('/lib/signals.js').ReadonlySignal<{state: string | null, region: string | null, q: string}>} */
export const filter = computed(() => ({
  state: params.value.get('state'),
  region: params.value.get('region'),
  q: params.value.get('q') ?? '',
}));

/** @param {Site} site */
export function matches(site) {
  const { state, region, q } = filter.value;
  return (
    (state === null || site.state === state) &&
    (region === null || site.region === region) &&
    (q === '' || `${site.name} ${site.id}`.toLowerCase().includes(q.toLowerCase()))
  );
}

/** True if anything is left out. */
export const filtering = computed(() => {
  const { state, region, q } = filter.value;
  return state !== null || region !== null || q !== '';
});
