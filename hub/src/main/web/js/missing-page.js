// For an address that is no page, or a page that could not be fetched.

import { html } from '/lib/lit-html/lit-html.js';

/** @param {string} why @returns {import('./main.js').Page} */
export function open(why) {
  const failed = why === 'failed';
  return {
    title: failed ? 'Page not loaded' : 'No such page',
    view: () => html`<div class="empty page-empty">
      <h1 tabindex="-1">${failed ? 'This page could not be loaded' : 'No such page'}</h1>
      <p>
        ${failed
          ? html`The hub did not send it. <a href="" @click=${() => location.reload()}>Try again</a> when the hub is reachable.`
          : html`Nothing is at this address. <a href="/">Go to the fleet</a>, or press <kbd>/</kbd> and type the name of a site.`}
      </p>
    </div>`,
  };
}
