// Detail of a node's ring that is asked for by ticket: the form, how far each has come, and whether it agrees with the summaries.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { announce } from './announce.js';
import { get, send } from './api.js';
import { bytes, count, sentence } from './format.js';
import { empty, moment, problemNote, waiting } from './parts.js';
import { resource } from './resource.js';

/** @typedef {import('../types/contract.js').Ticket} Ticket */
/** @typedef {import('../types/contract.js').Comparison} Comparison */
/** @typedef {import('../types/contract.js').SiteDetail} SiteDetail */

const LOOK_EVERY = 5_000;
const STILL = new Set(['waiting', 'sent', 'answering', 'waits']);

/** What an agent's word about a ticket means. @type {Record<string, string>} */
const WHY = {
  policy: 'the site never hands that out',
  technician: 'the person at the site refused',
  nothing: 'the ring has nothing of that',
  'too-large': 'too large',
  expired: 'nobody at the site decided in time',
  limit: 'the site’s limit is reached',
};

/** @param {() => string | undefined} uid of the node that is shown */
export function ticketBoard(uid) {
  const place = () => `/agents/${encodeURIComponent(uid() ?? '')}`;
  const list = resource((abort) => /** @type {Promise<{tickets: Ticket[]}>} */ (get(`${place()}/tickets`, abort)));
  const compared = signal(/** @type {{id: string, comparison?: Comparison} | undefined} */ (undefined));
  const problem = signal(/** @type {string | undefined} */ (undefined));
  let open = false;
  let timer = 0;

  async function look() {
    clearTimeout(timer);
    await list.load();
    if (open && list.data.value?.tickets.some((one) => STILL.has(one.state))) timer = setTimeout(() => void look(), LOOK_EVERY);
  }

  /** @param {SubmitEvent} event */
  async function ask(event) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const fields = new FormData(form);
    const from = Date.parse(`${fields.get('from')}:00Z`);
    const hours = Number(fields.get('hours'));
    try {
      await send('POST', `${place()}/tickets`, {
        kind: fields.get('kind'),
        selector: fields.get('selector'),
        from,
        to: from + hours * 3_600_000,
        reason: fields.get('reason'),
      });
      problem.value = undefined;
      announce('The ticket is on its way');
      form.reset();
      await look();
    } catch (error) {
      problem.value = `${error instanceof Error ? error.message : error}.`;
    }
  }

  /** @param {Ticket} ticket */
  async function compare(ticket) {
    const found = /** @type {{comparison?: Comparison}} */ (await get(`${place()}/tickets/${ticket.id}`));
    compared.value = { id: ticket.id, comparison: found.comparison };
    await list.load();
  }

  /** @param {Ticket} ticket */
  async function cancel(ticket) {
    try {
      await send('DELETE', `${place()}/commands/${ticket.id}`);
    } catch (error) {
      problem.value = `${error instanceof Error ? error.message : error}.`;
    }
    await look();
  }

  /** @param {Ticket} ticket @param {SiteDetail} site */
  function row(ticket, site) {
    const shown = compared.value?.id === ticket.id ? compared.value.comparison : undefined;
    return html`<tr>
        <th scope="row">${ticket.kind} ${ticket.selector ? html`<code>${ticket.selector}</code>` : nothing}
          <span class="minor">${ticket.by}${ticket.reason ? `: ${ticket.reason}` : ''}</span></th>
        <td>${moment(ticket.from, site)} to ${moment(ticket.to, site)}</td>
        <td>${said(ticket)} ${ticket.until && ticket.state === 'waits' ? html`<span class="minor">until ${moment(ticket.until, site)}</span>` : nothing}</td>
        <td>${ticket.records === undefined ? '–' : html`${count(ticket.records)} records <span class="minor">${bytes(ticket.bytes ?? 0)}</span>`}</td>
        <td>
          ${ticket.file ? html`<a href=${`/api/v1${place()}/commands/${ticket.id}/file`} download>Download</a>` : nothing}
          ${ticket.file ? html`<button class="link" type="button" @click=${() => void compare(ticket)}>${ticket.verdict ?? 'Compare'}</button>` : nothing}
          ${ticket.state === 'waiting' || ticket.state === 'sent' ? html`<button class="link" type="button" @click=${() => void cancel(ticket)}>Cancel</button>` : nothing}
        </td>
      </tr>
      ${shown ? html`<tr><td colspan="5">${comparison(shown, site)}</td></tr>` : nothing}`;
  }

  return {
    /** @param {Event} event of a details element */
    unfold(event) {
      open = /** @type {HTMLDetailsElement} */ (event.target).open;
      if (open) void look();
      else clearTimeout(timer);
    },
    close() {
      open = false;
      clearTimeout(timer);
      list.close();
    },
    /** @param {SiteDetail} site */
    view(site) {
      const tickets = list.data.value?.tickets;
      return html`
        <p class="quiet">Asks the node for raw detail of its ring. The site decides; what comes was redacted there. It is asked at its next contact, or by the next stick.</p>
        <form class="fields" @submit=${ask}>
          <label>What <select name="kind"><option value="series">samples of series</option><option value="patterns">counts of log patterns</option><option value="lines">log lines</option></select></label>
          <label>Series, or source of lines <input name="selector" maxlength="512" placeholder="node_load1" spellcheck="false" /></label>
          <label>From (UTC) <input name="from" type="datetime-local" required /></label>
          <label>Hours <input name="hours" type="number" min="1" max="48" value="1" required /></label>
          <label>Reason, shown at the site <input name="reason" maxlength="200" /></label>
          <button class="main">Ask for detail</button>
        </form>
        ${problem.value ? html`<p class="problem" role="alert">${problem.value}</p>` : nothing} ${problemNote(list.problem.value, look)}
        ${tickets === undefined
          ? list.problem.value ? nothing : waiting('the tickets')
          : tickets.length === 0
            ? empty('No tickets', html`<p>Nothing was asked of this node.</p>`)
            : html`<div class="scroll" tabindex="0" role="region" aria-label="Tickets">
                <table class="rows"><thead><tr><th scope="col">Asked for</th><th scope="col">Window</th><th scope="col">State</th><th scope="col">Size</th><th scope="col">Answer</th></tr></thead>
                  <tbody>${tickets.map((ticket) => row(ticket, site))}</tbody></table></div>`}`;
    },
  };
}

/** @param {Ticket} ticket */
function said(ticket) {
  if (ticket.state === 'waiting') return 'asked at its next contact';
  if (ticket.state === 'sent') return 'asked';
  if (ticket.state === 'waits') return 'waits for the technician';
  if (ticket.state === 'done') return 'answered';
  return `${ticket.state}${ticket.why && WHY[ticket.why] ? `: ${WHY[ticket.why]}` : ticket.sentence ? `: ${ticket.sentence}` : ''}`;
}

/** @param {Comparison} shown @param {SiteDetail} site */
function comparison(shown, site) {
  return html`<p>${sentence(shown.sentence)}.</p>
    <ul>
      ${shown.hours.map((hour) => html`<li>${moment(hour.at, site)}: ${hour.state}, ${hour.compared} of ${hour.minutes} minutes${hour.summary ? ' and the hour' : ''}</li>`)}
      ${shown.differences.map((one) => html`<li class="problem">${moment(one.at, site)}: <code>${one.what}</code> ${one.figure} is ${one.raw ?? '–'} in the detail and ${one.told ?? '–'} in the summary</li>`)}
    </ul>`;
}
