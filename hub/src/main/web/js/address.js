// The address is the state: which page, which range, which filters. Whatever a link can carry, Back can undo.

import { batch, computed, signal } from '/lib/signals.js';

/** The path of the page shown, without a slash at its end (except `/`). */
export const path = signal(pathOf(location));

/** The query of the page shown. */
export const query = signal(location.search);

/** The query as parameters; read only. */
export const params = computed(() => new URLSearchParams(query.value));

/** @param {{pathname: string}} place */
function pathOf(place) {
  return place.pathname.length > 1 && place.pathname.endsWith('/') ? place.pathname.slice(0, -1) : place.pathname;
}

function settle() {
  batch(() => {
    path.value = pathOf(location);
    query.value = location.search;
  });
}

/**
 * Goes to an address of this application. `replace` leaves no step for Back: for filters that change while typing.
 * @param {string} href
 * @param {{replace?: boolean}} [options]
 */
export function go(href, { replace = false } = {}) {
  const before = path.value;
  if (replace) {
    history.replaceState(null, '', href);
  } else if (href !== location.pathname + location.search) {
    history.pushState(null, '', href);
  }
  settle();
  if (path.value !== before) scrollTo(0, 0);
}

/**
 * This page's address with some parameters changed; null, undefined and '' leave a parameter out.
 * @param {Record<string, string | number | boolean | null | undefined>} changes
 * @param {string} [page] another page, which gets only what all pages share
 */
export function href(changes, page) {
  const next = page === undefined ? new URLSearchParams(query.value) : shared();
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === undefined || value === '' || value === false) {
      next.delete(name);
    } else {
      next.set(name, value === true ? 'yes' : String(value));
    }
  }
  // Colons and commas are legal in a query and keep the address readable.
  const text = next.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
  return (page ?? path.value) + (text ? `?${text}` : '');
}

/** The time zone is a person's choice and goes along from page to page. */
function shared() {
  const next = new URLSearchParams();
  const zone = params.value.get('tz');
  if (zone) next.set('tz', zone);
  return next;
}

/** @param {string} id */
export function sitePath(id) {
  return `/sites/${encodeURIComponent(id)}`;
}

/** The page of a node's hardware. @param {string} id of the site @param {string} node its name */
export function nodePath(id, node) {
  return `${sitePath(id)}/nodes/${encodeURIComponent(node)}`;
}

/** The page of a site's data on its way. @param {string} id */
export function syncPath(id) {
  return `/sync/${encodeURIComponent(id)}`;
}

/** Starts to follow Back, Forward and links inside the application. Call once. */
export function followLinks() {
  addEventListener('popstate', settle);
  document.addEventListener('click', (event) => {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
      return;
    }
    const target = event.target instanceof Element ? event.target.closest('a') : null;
    if (!target || target.hasAttribute('download') || target.getAttribute('target')) return;
    const to = new URL(target.getAttribute('href') ?? '', location.href);
    if (to.origin !== location.origin || !isPage(to.pathname)) return;
    if (to.hash && to.pathname === location.pathname && to.search === location.search) return;
    event.preventDefault();
    go(to.pathname + to.search);
  });
}

/** Addresses that this application answers itself. @param {string} pathname */
function isPage(pathname) {
  return !/^\/(api|js|css|lib)\//.test(pathname) && !/^\/(healthz|readyz|metrics)$/.test(pathname);
}
