// The pages of one site, and the way back to the fleet.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { href, params, sitePath } from './address.js';
import { segmented } from './parts.js';

/**
 * @param {string} id of the site
 * @param {'site' | 'services' | 'pods' | 'events' | 'node'} current
 */
export function siteNav(id, current) {
  const range = { from: params.value.get('from'), to: params.value.get('to') };
  const page = (/** @type {string} */ tail) => href(range, sitePath(id) + tail);
  return html`<div class="site-nav">${segmented('Pages of this site', [
    { href: page(''), text: 'Site', current: current === 'site' },
    { href: page('/services'), text: 'Services', current: current === 'services' },
    { href: page('/pods'), text: 'Workloads', current: current === 'pods' },
    { href: page('/events'), text: 'Timeline', current: current === 'events' },
  ])}</div>`;
}

/** @param {{id: string, name: string, region?: string}} site @param {boolean} below whether the page is one below the site's own */
export function siteCrumbs(site, below) {
  return html`<p class="crumbs"><a href=${href({}, '/')}>Fleet</a>
    ${site.region ? html`<span aria-hidden="true">/</span> <a href=${href({ region: site.region }, '/')}>${site.region}</a>` : nothing}
    ${below ? html`<span aria-hidden="true">/</span> <a href=${href({}, sitePath(site.id))}>${site.name}</a>` : nothing}</p>`;
}

/** @param {string} id */
export function noSuchSite(id) {
  return html`<h1 tabindex="-1">No such site</h1>
    <div class="empty"><p class="empty-title">This hub knows no site “${id}”</p><p><a href=${href({}, '/')}>Go to the fleet</a></p></div>`;
}
