// Settings: who may do what, which sites and agents exist, what was changed by whom, and what this browser remembers.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { guard } from '/lib/lit-html/directives/guard.js';
import { signal } from '/lib/signals.js';
import { href, sitePath } from './address.js';
import { announce } from './announce.js';
import { get, isAdmin, send, session } from './api.js';
import { logOut } from './commands.js';
import { contractField } from './contract-field.js';
import { hub, sites } from './fleet.js';
import { bytes, counted } from './format.js';
import { age, bareMoment, problemNote, waiting } from './parts.js';
import { density, keys, theme } from './preferences.js';
import { resource } from './resource.js';
import { regionList, zoneList } from './site-form.js';
import { supportFile } from './support-file.js';
import { zoneLabel, zoneOf } from './zone.js';

/** @typedef {import('../types/contract.js').Token} Token */
/** @typedef {import('../types/contract.js').Agent} Agent */
/** @typedef {import('../types/contract.js').JoinCode} JoinCode */
/** @typedef {import('../types/contract.js').AuditEntry} AuditEntry */
/** @typedef {import('../types/contract.js').Backup} Backup */
/** @template T @typedef {ReturnType<typeof resource<T>>} Resource */

const HOUR = 3_600_000;
/** @returns {import('./main.js').Page} */
export function open() {
  const admin = isAdmin();
  const tokens = resource((abort) => /** @type {Promise<{tokens: Token[]}>} */ (get('/tokens', abort)));
  const agents = resource((abort) => /** @type {Promise<{agents: Agent[]}>} */ (get('/agents', abort)));
  const audit = resource((abort) => /** @type {Promise<{entries: AuditEntry[]}>} */ (get('/audit?limit=100', abort)));
  const codes = resource((abort) => /** @type {Promise<{codes: JoinCode[]}>} */ (get('/join-codes', abort)));
  const support = supportFile();
  const contract = contractField();
  const backup = resource((abort) => /** @type {Promise<Backup>} */ (get('/backup', abort)));
  const all = [tokens, agents, codes, backup, audit];
  if (admin) for (const one of all) void one.load();
  const shownToken = signal(/** @type {string | undefined} */ (undefined));
  const shownCode = signal(/** @type {string | undefined} */ (undefined));
  return {
    title: 'Settings',
    close: () => [...all, support, contract].forEach((one) => one.close()),
    view: () => html`
      <div class="page-head"><h1 tabindex="-1">Settings</h1></div>
      ${admin
        ? html`<nav class="on-page" aria-label="On this page"><a href="#sites">Sites</a> <a href="#enrol">Enrol</a> <a href="#agents">Agents</a> <a href="#tokens">Tokens</a> <a href="#backup">Backup</a> <a href="#audit">Audit trail</a> <a href="#browser">This browser</a> <a href="#about">About</a></nav>
            ${sitesSection(audit, contract)} ${enrolSection(codes, agents, audit, shownCode)} ${agentsSection(agents, audit, support)} ${tokensSection(tokens, audit, shownToken)} ${backupSection(backup)} ${auditSection(audit)}`
        : html`<p class="quiet">Sites, agents, tokens and the audit trail are for administrators.</p>`}
      ${browserSection()} ${aboutSection()}
    `,
  };
}

/**
 * Sends a form and says what came of it, beside the button that was pressed.
 * @param {(fields: FormData) => Promise<string>} act returns what to say
 */
function onSubmit(act) {
  return async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const note = /** @type {HTMLElement} */ (form.querySelector('.form-note'));
    const button = /** @type {HTMLButtonElement} */ (form.querySelector('button:not([type=button])'));
    button.disabled = true;
    try {
      note.textContent = await act(new FormData(form));
      note.classList.remove('problem');
      form.reset();
    } catch (error) {
      note.textContent = `${error instanceof Error ? error.message : error}.`;
      note.classList.add('problem');
    }
    button.disabled = false;
  };
}

/** @param {FormData} fields @param {string} name @returns {string | undefined} */
function text(fields, name) {
  const value = String(fields.get(name) ?? '').trim();
  return value === '' ? undefined : value;
}

/** @param {Resource<{entries: AuditEntry[]}>} audit @param {ReturnType<typeof contractField>} contract */
function sitesSection(audit, contract) {
  const known = [...sites.value.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const submit = onSubmit(async (fields) => {
    const [lat, lon] = (text(fields, 'coordinates') ?? '').split(/[,\s]+/).map(Number);
    await send('POST', '/sites', {
      name: text(fields, 'name'),
      region: text(fields, 'region'),
      contract: { text: text(fields, 'contract') ?? 'always-on' },
      coordinates: Number.isFinite(lat) && Number.isFinite(lon) && text(fields, 'coordinates') ? { lat, lon } : undefined,
      contact: text(fields, 'contact'),
      tags: text(fields, 'zone') ? [`zone=${text(fields, 'zone')}`] : undefined,
    });
    void audit.load();
    contract.forget();
    return `${text(fields, 'name')} is registered.`;
  });
  return html`<section class="card" id="sites" aria-labelledby="sites-title">
    <div class="card-head"><h2 id="sites-title">Sites</h2><p class="card-link"><a href=${href({ view: 'table' }, '/')}>${counted(known.length, 'site')}</a></p></div>
    ${known.length === 0 ? nothing : guard([known.map((site) => [site.id, site.name, site.region, site.contract.text, site.contact].join('\n')).join('\n')], () => siteRows(known))}
    <form class="fields" @submit=${submit}>
      <h3>Register a site</h3>
      <label>Name <input name="name" required maxlength="80" /></label>
      <label>Region <input name="region" required maxlength="60" list="regions" autocomplete="off" /></label>
      ${regionList(known)}
      <label>Coordinates (optional) <input name="coordinates" placeholder="68.21090, 14.56840" pattern="\\s*-?[0-9.]+[,\\s]+-?[0-9.]+\\s*" /></label>
      <label>Contact (optional) <input name="contact" maxlength="120" /></label>
      <label>Time zone (optional) <input name="zone" list="zones" maxlength="50" placeholder="Europe/Oslo" autocomplete="off" spellcheck="false" /></label>
      ${zoneList()}
      ${contract.view('')}
      <div class="fields-end"><button class="main">Register</button><p class="form-note" role="status"></p></div>
    </form>
  </section>`;
}

/** @param {import('../types/contract.js').Site[]} known */
function siteRows(known) {
  return html`<div class="scroll mid" tabindex="0" role="region" aria-label="Sites"><table class="rows">
    <thead><tr><th scope="col">Site</th><th scope="col"><span class="sr">Change</span></th><th scope="col">Contract</th><th scope="col">Region</th><th scope="col">Contact</th></tr></thead>
    <tbody>${known.map(
      (site) => html`<tr>
        <th scope="row"><a href=${sitePath(site.id)}>${site.name}</a></th>
        <td><a href=${href({ edit: true }, sitePath(site.id))}>Edit<span class="sr"> ${site.name}</span></a></td>
        <td>${site.contract.text}</td><td>${site.region || '–'}</td><td>${site.contact || '–'}</td>
      </tr>`,
    )}</tbody>
  </table></div>`;
}

/**
 * @param {Resource<{codes: JoinCode[]}>} codes @param {Resource<{agents: Agent[]}>} agents
 * @param {Resource<{entries: AuditEntry[]}>} audit @param {import('/lib/signals.js').Signal<string | undefined>} shownCode
 */
function enrolSection(codes, agents, audit, shownCode) {
  const rows = (codes.data.value?.codes ?? []).filter((code) => code.open);
  const known = [...sites.value.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const nodes = (agents.data.value?.agents ?? []).filter((agent) => !agent.retired);
  const submit = onSubmit(async (fields) => {
    const old = nodes.find((agent) => agent.uid === text(fields, 'replaces'));
    const made = /** @type {{code: string}} */ (
      await send('POST', '/join-codes', {
        site: old?.site ?? text(fields, 'site'),
        replaces: old?.uid,
        uses: old ? 1 : Number(fields.get('uses')),
        hours: Number(fields.get('hours')),
      })
    );
    shownCode.value = made.code;
    void codes.load();
    void audit.load();
    return 'Copy the code now: it is shown only once.';
  });
  const end = async (/** @type {JoinCode} */ code) => {
    try {
      await send('DELETE', `/join-codes/${encodeURIComponent(code.id)}`);
      announce('Join code ended');
    } catch (error) {
      codes.problem.value = error instanceof Error ? error : undefined;
      return;
    }
    void codes.load();
    void audit.load();
  };
  return html`<section class="card" id="enrol" aria-labelledby="enrol-title">
    <div class="card-head"><h2 id="enrol-title">Enrol</h2></div>
    ${problemNote(codes.problem.value, codes.load)}
    ${rows.length === 0
      ? html`<p class="quiet">${codes.data.value ? 'No join code is open. Nodes join a site by one.' : nothing}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="Join codes"><table class="rows">
          <thead><tr><th scope="col">Site</th><th scope="col">Joined</th><th scope="col">Ends</th><th scope="col">Made by</th><th scope="col"><span class="sr">Change</span></th></tr></thead>
          <tbody>${rows.map(
            (code) => html`<tr>
              <th scope="row">${sites.value.get(code.site)?.name ?? code.site}</th><td>${code.used} of ${code.uses}</td>
              <td>${age(code.endsAt)}</td><td>${code.madeBy ?? '–'}</td>
              <td><button class="link" type="button" @click=${() => end(code)}>End<span class="sr"> join code for ${code.site}</span></button></td>
            </tr>`,
          )}</tbody>
        </table></div>`}
    ${shownCode.value
      ? html`<div class="token-shown">
          <label>On the node, run this; the code is shown only once
            <input readonly .value=${`skerry-agent enrol ${shownCode.value}`} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} />
          </label>
          <button type="button" @click=${() => (shownCode.value = undefined)}>I have copied it</button>
        </div>`
      : nothing}
    <form class="fields" @submit=${submit}>
      <h3>Make a join code</h3>
      <label>Site <select name="site" required>${known.map((site) => html`<option value=${site.id}>${site.name}</option>`)}</select></label>
      <label>Nodes <input name="uses" type="number" min="1" max="10000" value="1" required /></label>
      <label>Ends after (hours) <input name="hours" type="number" min="1" max="8784" value="24" required /></label>
      <label>New hardware for (optional)
        <select name="replaces"><option value="">a new node</option>${nodes.map((agent) => html`<option value=${agent.uid}>${agent.site}/${agent.node}</option>`)}</select>
      </label>
      <div class="fields-end"><button class="main">Make</button><p class="form-note" role="status"></p></div>
    </form>
  </section>`;
}

/** @param {Resource<{agents: Agent[]}>} agents @param {Resource<{entries: AuditEntry[]}>} audit @param {ReturnType<typeof supportFile>} support */
function agentsSection(agents, audit, support) {
  const rows = agents.data.value?.agents ?? [];
  const known = [...sites.value.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const submit = onSubmit(async (fields) => {
    const names = ['card', 'site', 'node', 'role'];
    await send('POST', '/agents', Object.fromEntries(names.map((name) => [name, text(fields, name)])));
    void agents.load();
    void audit.load();
    return 'The agent is registered; it may connect now.';
  });
  const change = async (/** @type {Agent} */ agent) => {
    const where = `/agents/${encodeURIComponent(agent.uid)}`;
    try {
      await (agent.retired ? send('POST', `${where}/restore`) : send('DELETE', where));
      announce(`${agent.node} ${agent.retired ? 'restored' : 'retired'}`);
    } catch (error) {
      agents.problem.value = error instanceof Error ? error : undefined;
      return;
    }
    void agents.load();
    void audit.load();
  };
  return html`<section class="card" id="agents" aria-labelledby="agents-title">
    <div class="card-head"><h2 id="agents-title">Agents</h2></div>
    ${problemNote(agents.problem.value, agents.load)}
    ${agents.data.value === undefined && !agents.problem.value ? waiting('agents') : nothing}
    ${rows.length > 0
      ? html`<div class="scroll mid" tabindex="0" role="region" aria-label="Agents"><table class="rows">
          <thead><tr><th scope="col">Node</th><th scope="col">Site</th><th scope="col">Role</th><th scope="col">Agent id</th><th scope="col">Seen</th><th scope="col">Certificate ends</th><th scope="col">Status</th><th scope="col"><span class="sr">Change</span></th></tr></thead>
          <tbody>${rows.map(
            (agent) => html`<tr>
              <th scope="row">${agent.node}</th>
              <td><a href=${sitePath(agent.site)}>${sites.value.get(agent.site)?.name ?? agent.site}</a></td>
              <td>${agent.role ?? '–'}</td>
              <td><code>${agent.uid}</code></td>
              <td>${age(agent.seen)}</td>
              <td>${agent.certificateEndsAt === undefined ? '–' : age(agent.certificateEndsAt)}</td>
              <td>${agent.retired ? 'retired' : 'active'}</td>
              <td>
                ${agent.retired || agent.simulated ? nothing : html`<button class="link" type="button" @click=${() => support.ask(agent)}>Support file<span class="sr"> of ${agent.node}</span></button>`}
                <button class="link" type="button" @click=${() => change(agent)}>${agent.retired ? 'Restore' : 'Retire'}<span class="sr"> ${agent.node}</span></button>
              </td>
            </tr>`,
          )}</tbody>
        </table></div>`
      : nothing}
    ${support.view()}
    <details class="form-fold">
      <summary>Register an agent by its card, for a broker without certificates</summary>
      <form class="fields" @submit=${submit}>
        <label>Site <select name="site" required>${known.map((site) => html`<option value=${site.id}>${site.name}</option>`)}</select></label>
        <label>Node name <input name="node" required maxlength="63" spellcheck="false" /></label>
        <label>Role (optional) <input name="role" maxlength="40" placeholder="node" /></label>
        <label class="wide">Card: the line that <code>skerry-agent identity</code> prints on the node
          <input name="card" required placeholder="skerry-agent-1:…" spellcheck="false" autocapitalize="off" autocomplete="off" />
        </label>
        <div class="fields-end"><button class="main">Register</button><p class="form-note" role="status"></p></div>
      </form>
    </details>
  </section>`;
}

/** @param {Resource<{tokens: Token[]}>} tokens @param {Resource<{entries: AuditEntry[]}>} audit @param {import('/lib/signals.js').Signal<string | undefined>} shownToken */
function tokensSection(tokens, audit, shownToken) {
  const rows = tokens.data.value?.tokens ?? [];
  const submit = onSubmit(async (fields) => {
    const made = /** @type {{token: string}} */ (
      await send('POST', '/tokens', { name: text(fields, 'name'), role: fields.get('role'), days: Number(fields.get('days')) })
    );
    shownToken.value = made.token;
    void tokens.load();
    void audit.load();
    return 'Copy the token now: it is shown only once.';
  });
  const remove = async (/** @type {Token} */ token) => {
    try {
      await send('DELETE', `/tokens/${encodeURIComponent(token.id)}`);
      announce(`Token ${token.name} removed`);
    } catch (error) {
      tokens.problem.value = error instanceof Error ? error : undefined;
      return;
    }
    void tokens.load();
    void audit.load();
  };
  return html`<section class="card" id="tokens" aria-labelledby="tokens-title">
    <div class="card-head"><h2 id="tokens-title">API tokens</h2></div>
    ${problemNote(tokens.problem.value, tokens.load)}
    ${rows.length === 0
      ? html`<p class="quiet">${tokens.data.value ? 'No token. Scripts and Grafana read the hub with one.' : nothing}</p>`
      : html`<div class="scroll" tabindex="0" role="region" aria-label="API tokens"><table class="rows">
          <thead><tr><th scope="col">Name</th><th scope="col">May</th><th scope="col">Made</th><th scope="col">Last used</th><th scope="col">Ends</th><th scope="col"><span class="sr">Change</span></th></tr></thead>
          <tbody>${rows.map(
            (token) => html`<tr>
              <th scope="row">${token.name}</th><td>${token.role === 'admin' ? 'read and change' : 'read'}</td>
              <td>${age(token.createdAt)}</td><td>${age(token.lastUsedAt)}</td><td>${token.expiresAt === undefined ? 'never' : age(token.expiresAt)}</td>
              <td><button class="link" type="button" @click=${() => remove(token)}>Remove<span class="sr"> token ${token.name}</span></button></td>
            </tr>`,
          )}</tbody>
        </table></div>`}
    ${shownToken.value
      ? html`<div class="token-shown">
          <label>New token, shown only once <input readonly .value=${shownToken.value} @focus=${(/** @type {Event} */ event) => /** @type {HTMLInputElement} */ (event.target).select()} /></label>
          <button type="button" @click=${() => (shownToken.value = undefined)}>I have copied it</button>
        </div>`
      : nothing}
    <form class="fields" @submit=${submit}>
      <h3>Make a token</h3>
      <label>Name <input name="name" required maxlength="60" placeholder="grafana" /></label>
      <label>May <select name="role"><option value="viewer">read</option><option value="admin">read and change</option></select></label>
      <label>Ends after (days) <input name="days" type="number" min="1" max="3660" value="365" required /></label>
      <div class="fields-end"><button class="main">Make</button><p class="form-note" role="status"></p></div>
    </form>
  </section>`;
}

/** @param {Resource<Backup>} backup */
function backupSection(backup) {
  const state = backup.data.value;
  return html`<section class="card" id="backup" aria-labelledby="backup-title">
    <div class="card-head"><h2 id="backup-title">Backup of this hub</h2></div>
    ${problemNote(backup.problem.value, backup.load)} ${state === undefined ? (backup.problem.value ? nothing : waiting('backups')) : backupFacts(state)}
  </section>`;
}

/** @param {Backup} state */
function backupFacts(state) {
  const { good, failed, running, schedule, rollback } = state;
  return html`
    ${failed ? html`<p class="problem" role="alert">The last try ${age(failed.at)} made no backup: ${failed.why}.</p>` : nothing}
    ${state.overdue && !failed ? html`<p class="problem" role="alert">A backup is overdue; the hub's log says why.</p>` : nothing}
    ${rollback
      ? html`<p class="problem" role="alert">This hub was restored from an old backup: ${counted(rollback.agents, 'agent')} heard of commit ${rollback.heard}, and it had ${rollback.had}, noticed ${age(rollback.at)}. Agents send again what they hold. Nodes that joined or were retired after the backup need you.</p>`
      : nothing}
    <dl class="small-facts">
      <div><dt>Last whole backup</dt><dd>${good ? html`${age(good.at)}, ${bytes(good.bytes)} in ${good.to}` : 'none since this hub started'}</dd></div>
      <div><dt>Now</dt><dd>${running ? html`reading ${running.file}, ${bytes(running.bytes)} so far` : 'none is being made'}</dd></div>
      <div><dt>By itself</dt><dd>${schedule ? html`every ${counted(Math.max(1, Math.round(schedule.everyMs / HOUR)), 'hour')} to ${schedule.to}, the newest ${schedule.keep} are kept` : html`no: set <code>backup.to</code>, or run <code>skerry-hub backup --to DIR</code>`}</dd></div>
    </dl>`;
}

/** @param {Resource<{entries: AuditEntry[]}>} audit */
function auditSection(audit) {
  const entries = audit.data.value?.entries;
  return html`<section class="card" id="audit" aria-labelledby="audit-title">
    <div class="card-head"><h2 id="audit-title">Audit trail</h2></div>
    ${problemNote(audit.problem.value, audit.load)}
    ${entries === undefined
      ? audit.problem.value ? nothing : waiting('the audit trail')
      : entries.length === 0
        ? html`<p class="quiet">Nothing was changed yet.</p>`
        : html`<div class="scroll mid" tabindex="0" role="region" aria-label="Audit trail"><table class="rows">
            <thead><tr><th scope="col">Time (${zoneLabel(zoneOf())})</th><th scope="col">Who</th><th scope="col">Did</th><th scope="col">To what</th><th scope="col">Result</th><th scope="col">From</th></tr></thead>
            <tbody>${entries.map(
              (entry) => html`<tr><td>${bareMoment(entry.at)}</td><td>${entry.actor}</td><td>${entry.action}</td><td class="wide">${entry.target ?? '–'}</td><td>${entry.result}</td><td>${entry.from ?? '–'}</td></tr>`,
            )}</tbody>
          </table></div>`}
  </section>`;
}

function browserSection() {
  /** @param {string} label @param {import('/lib/signals.js').Signal<string>} value @param {[string, string][]} choices */
  const pick = (label, value, choices) => html`<label>${label}
    <select @change=${(/** @type {Event} */ event) => (value.value = /** @type {HTMLSelectElement} */ (event.target).value)}>
      ${choices.map(([key, name]) => html`<option value=${key} .selected=${key === value.value}>${name}</option>`)}
    </select></label>`;
  return html`<section class="card" id="browser" aria-labelledby="browser-title">
    <div class="card-head"><h2 id="browser-title">This browser</h2></div>
    <div class="fields">
      ${pick('Theme', theme, [['system', 'As the system'], ['light', 'Light'], ['dark', 'Dark']])}
      ${pick('Density', density, [['comfortable', 'Comfortable'], ['compact', 'Compact']])}
      ${pick('Single-key shortcuts', keys, [['on', 'On'], ['off', 'Off']])}
    </div>
  </section>`;
}

function aboutSection() {
  const started = hub.value?.startedAt;
  return html`<section class="card" id="about" aria-labelledby="about-title">
    <div class="card-head"><h2 id="about-title">About this hub</h2></div>
    <dl class="small-facts">
      <div><dt>Version</dt><dd>${session.value?.version ?? '–'}</dd></div>
      <div><dt>Started</dt><dd>${started === undefined ? '–' : age(started)}</dd></div>
      <div><dt>Signed in as</dt><dd>${session.value?.user?.name ?? '–'} (${session.value?.user?.role ?? '–'}) <button class="link" type="button" @click=${logOut}>Log out</button></dd></div>
      <div><dt>Interface</dt><dd><a href="/api/v1/openapi.json" download>OpenAPI description</a></dd></div>
      <div><dt>Licences</dt><dd><a href="/lib/licences.txt">of the libraries in these pages</a></dd></div>
    </dl>
  </section>`;
}
