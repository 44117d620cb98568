// Updates: which versions the fleet runs, and how it is taken to another, wave by wave. The hub decides; this page shows it.

import { html, nothing, svg } from '/lib/lit-html/lit-html.js';
import { repeat } from '/lib/lit-html/directives/repeat.js';
import { effect, signal, untracked } from '/lib/signals.js';
import { go, href, params, sitePath } from './address.js';
import { pageOf } from './alert-filters.js';
import { announce } from './announce.js';
import { get, isAdmin, send } from './api.js';
import { bytes, count, counted, sentence } from './format.js';
import { age, empty, pager, problemNote, waiting } from './parts.js';
import { resource } from './resource.js';
import { condition, searchField } from './site-follow.js';
import { duration } from './time.js';

/** @typedef {import('../types/contract.js').Rollout} Rollout */
/** @typedef {import('../types/contract.js').RolloutAgent} RolloutAgent */
/** @typedef {import('../types/contract.js').RolloutAgents} RolloutAgents */
/** @typedef {import('../types/contract.js').Updates} Updates */
/** @typedef {import('../types/contract.js').Wave} Wave */
/** @template T @typedef {ReturnType<typeof resource<T>>} Resource */
/** @typedef {'ok' | 'ill' | 'look' | 'none' | 'unknown' | 'busy'} Look */

const ROWS = 100;
const AGAIN_MS = 5_000;
const CALM_MS = 60_000;

/** A rollout's state: look and word. @type {Record<string, [Look, string]>} */
const ROLLOUT = {
  running: ['busy', 'running'],
  paused: ['look', 'paused'],
  halted: ['ill', 'halted'],
  stopped: ['none', 'stopped'],
  done: ['ok', 'done'],
};

/** An agent's state: look, word, and the part of a wave's picture that it counts for. @type {Record<string, [Look, string, string]>} */
const AGENT = {
  failed: ['ill', 'failed', 'failed'],
  'rolled-back': ['ill', 'went back', 'failed'],
  silent: ['ill', 'fell silent', 'failed'],
  probation: ['busy', 'on probation', 'moving'],
  staged: ['busy', 'has it', 'moving'],
  fetching: ['busy', 'fetches it', 'moving'],
  asked: ['busy', 'asked', 'moving'],
  done: ['ok', 'done', 'done'],
  unreachable: ['unknown', 'no contact', 'aside'],
  'by-hand': ['look', 'by stick or image', 'aside'],
  gone: ['none', 'retired', 'aside'],
  waiting: ['none', 'waits', 'waiting'],
};

/** Parts of a wave's picture in their order, as people call them. @type {[string, string][]} */
const PARTS = [
  ['done', 'done'],
  ['moving', 'under way'],
  ['failed', 'failed'],
  ['aside', 'not over the link'],
  ['waiting', 'waiting'],
];

/** @returns {import('./main.js').Page} */
export function open() {
  const updates = resource((abort) => /** @type {Promise<Updates>} */ (get('/updates', abort)));
  /** Of the rollout that is shown; undefined while there is none. @type {import('/lib/signals.js').Signal<number | undefined>} */
  const shown = signal(undefined);
  const agents = resource(async (abort) => {
    const no = untracked(() => shown.value);
    if (no === undefined) return /** @type {RolloutAgents} */ ({ total: 0, offset: 0, agents: [] });
    const asked = new URLSearchParams({ offset: String((untracked(pageOf) - 1) * ROWS), limit: String(ROWS) });
    for (const name of ['state', 'wave', 'q']) {
      const value = params.peek().get(name);
      if (value) asked.set(name, value);
    }
    return /** @type {RolloutAgents} */ (await get(`/rollouts/${no}/agents?${asked}`, abort));
  });
  const problem = signal(/** @type {string | undefined} */ (undefined));
  const stopping = signal(false);
  const stop = [
    effect(() => {
      const all = updates.data.value?.rollouts ?? [];
      const chosen = Number(params.value.get('rollout') ?? 0);
      shown.value = (all.find((one) => one.no === chosen) ?? all[0])?.no;
    }),
    effect(() => {
      void params.value;
      void shown.value;
      untracked(() => void agents.load());
    }),
  ];
  void updates.load();
  let asked = Date.now();
  const again = setInterval(() => {
    const open = updates.data.peek()?.rollouts.some(isOpen) ?? false;
    if (document.hidden || (!open && Date.now() - asked < CALM_MS)) return;
    asked = Date.now();
    void updates.load();
    void agents.load();
  }, AGAIN_MS);

  /** @param {() => Promise<unknown>} act @param {string} said */
  async function change(act, said) {
    stopping.value = false;
    try {
      await act();
      problem.value = undefined;
      announce(said);
    } catch (error) {
      problem.value = `${error instanceof Error ? error.message : error}.`;
    }
    void updates.load();
    void agents.load();
  }

  return {
    title: 'Updates',
    close() {
      for (const one of stop) one();
      clearInterval(again);
      updates.close();
      agents.close();
    },
    view: () => {
      const body = updates.data.value;
      const rollout = body?.rollouts.find((one) => one.no === shown.value);
      return html`
        <p class="crumbs"><a href=${href({}, '/')}>Fleet</a></p>
        <div class="page-head"><h1 tabindex="-1">Updates</h1>
          <p class="lede">${body ? lede(body) : 'Which versions of the agent run, and how the fleet comes to another.'}</p></div>
        ${problemNote(updates.problem.value, updates.load)}
        ${!body
          ? updates.problem.value ? nothing : waiting('versions')
          : html`${rollout ? rolloutCard(rollout, problem.value, stopping, change) : nothing}
              <div class="update-pair">${versionsCard(body)} ${releasesCard(body)}</div>
              ${isAdmin() && body.releases.length > 0 && !body.rollouts.some(isOpen) ? startCard(body, () => { void updates.load(); void agents.load(); }) : nothing}
              ${rollout ? agentsCard(rollout, agents) : nothing} ${pastCard(body, rollout)}`}
      `;
    },
  };
}

/** @param {Rollout} rollout */
function isOpen(rollout) {
  return rollout.state === 'running' || rollout.state === 'paused' || rollout.state === 'halted';
}

/** @param {Updates} body */
function lede(body) {
  const all = body.versions.reduce((sum, one) => sum + one.agents, 0);
  if (all === 0) return 'No agent has joined yet.';
  const most = body.versions.reduce((best, one) => (one.agents > best.agents ? one : best));
  return most.agents === all
    ? `All ${counted(all, 'agent')} ${all === 1 ? 'runs' : 'run'} ${most.version || 'a version that they never told'}.`
    : `${counted(all, 'agent')} in ${counted(body.versions.length, 'version')}; most run ${most.version || 'a version that they never told'}.`;
}

/**
 * @param {Rollout} rollout @param {string | undefined} problem @param {import('/lib/signals.js').Signal<boolean>} stopping
 * @param {(act: () => Promise<unknown>, said: string) => Promise<void>} change
 */
function rolloutCard(rollout, problem, stopping, change) {
  const [look, word] = ROLLOUT[rollout.state] ?? ['unknown', rollout.state];
  const act = (/** @type {string} */ action, /** @type {string} */ said) => () =>
    void change(() => send('PATCH', `/rollouts/${rollout.no}`, { action }), said);
  return html`<section class="card" aria-labelledby="rollout-title">
    <div class="card-head"><h2 id="rollout-title">Rollout of ${rollout.version}</h2>${condition(look, word)}
      ${isAdmin() && isOpen(rollout)
        ? html`<p class="card-link rollout-acts">
            ${rollout.state === 'running'
              ? html`<button type="button" @click=${act('pause', 'The rollout is paused.')}>Pause</button>`
              : html`<button type="button" class="main" @click=${act('resume', 'The rollout goes on.')}>Resume</button>`}
            ${stopping.value
              ? html`<button type="button" class="danger" @click=${act('stop', 'The rollout is stopped.')}>Stop for good</button>
                  <button type="button" @click=${() => (stopping.value = false)}>Do not stop</button>`
              : html`<button type="button" @click=${() => (stopping.value = true)}>Stop…</button>`}
          </p>`
        : nothing}
    </div>
    ${problem ? html`<p class="problem" role="alert">${problem}</p>` : nothing}
    <p class="rollout-said">
      ${rollout.reason ? html`<strong>${sentence(rollout.reason)}.</strong> ` : nothing}
      ${rollout.state === 'halted' ? 'Nobody more is asked; resuming accepts the failures so far. ' : nothing}
      Started by ${rollout.by} ${age(rollout.startedAt)}. Each wave has to be well for ${duration(rollout.healthyMs)}; it halts when the
      canary fails, or more than ${rollout.failPercent} % of a later wave.
    </p>
    <ol class="waves">${rollout.waves.map((wave) => waveRow(rollout, wave))}</ol>
    <p class="wave-key" aria-hidden="true">${PARTS.map(([part, text]) => html`<span><svg class="wave-spot part-${part}" width="10" height="10"><rect width="10" height="10" rx="2"></rect></svg>${text}</span>`)}</p>
  </section>`;
}

/** @param {Rollout} rollout @param {Wave} wave */
function waveRow(rollout, wave) {
  /** @type {Record<string, number>} */
  const parts = {};
  for (const [state, number] of Object.entries(wave.states)) {
    const part = AGENT[state]?.[2] ?? 'moving';
    parts[part] = (parts[part] ?? 0) + number;
  }
  const begun = wave.wave <= rollout.wave;
  const said = PARTS.filter(([part]) => parts[part]).map(([part, text]) => `${count(parts[part])} ${text}`);
  return html`<li class="wave">
    <p class="wave-name"><a href=${href({ wave: wave.wave, page: null })}>${nameOf(wave)}</a>
      <span class="below">${counted(wave.agents, 'agent')}${begun && isOpen(rollout) && wave.wave === rollout.wave ? html`, begun ${age(rollout.waveSince)}` : nothing}</span></p>
    ${picture(parts, wave.agents)}
    <p class="wave-said">${said.length === 0 ? 'nobody' : said.join(', ')}</p>
  </li>`;
}

/** Decoration: the numbers stand beside it. @param {Record<string, number>} parts @param {number} all */
function picture(parts, all) {
  let at = 0;
  const drawn = [];
  for (const [part] of PARTS) {
    const wide = all === 0 ? 0 : ((parts[part] ?? 0) / all) * 1000;
    if (wide > 0) drawn.push(svg`<rect class="part-${part}" x=${at} y="0" width=${wide} height="16"></rect>`);
    at += wide;
  }
  return html`<svg class="wave-bar" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="part-waiting" width="1000" height="16"></rect>${drawn}</svg>`;
}

/** @param {Updates} body */
function versionsCard(body) {
  const most = Math.max(1, ...body.versions.map((one) => one.agents));
  return html`<section class="card" aria-labelledby="versions-title">
    <div class="card-head"><h2 id="versions-title">Versions</h2><p class="card-link minor">as agents say at each contact</p></div>
    ${body.versions.length === 0
      ? html`<p class="quiet">No agent has joined yet.</p>`
      : html`<div class="scroll mid" tabindex="0" role="region" aria-label="Versions"><table class="rows">
          <thead><tr><th scope="col">Version</th><th scope="col"><span class="sr">Picture</span></th><th scope="col" class="number">Agents</th><th scope="col" class="number">In contact</th></tr></thead>
          <tbody>${body.versions.map(
            (one) => html`<tr>
              <th scope="row">${one.version || html`<span class="none">never told</span>`}</th>
              <td class="version-bar"><svg class="wave-bar thin" viewBox="0 0 1000 16" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="part-moving" width=${(one.agents / most) * 1000} height="16"></rect></svg></td>
              <td class="number">${count(one.agents)}</td><td class="number">${count(one.connected)}</td>
            </tr>`,
          )}</tbody>
        </table></div>`}
  </section>`;
}

/** @param {Updates} body */
function releasesCard(body) {
  return html`<section class="card" aria-labelledby="releases-title">
    <div class="card-head"><h2 id="releases-title">Releases</h2></div>
    ${body.releases.length === 0
      ? html`<p class="quiet">None is here. Add one on the hub’s machine: <code>skerry-hub release add DIR</code>, with a directory that <code>./skerry bundle</code> made.</p>`
      : html`<div class="scroll mid" tabindex="0" role="region" aria-label="Releases"><table class="rows tall">
          <thead><tr><th scope="col">Version</th><th scope="col">Added</th><th scope="col">By</th><th scope="col" class="number">Size</th><th scope="col">Release key</th></tr></thead>
          <tbody>${body.releases.map(
            (release) => html`<tr>
              <th scope="row">${release.version}${release.whole ? nothing : html`<span class="below">${condition('ill', 'files are missing: add it again')}</span>`}</th>
              <td>${age(release.addedAt)}</td><td>${release.by}</td><td class="number">${bytes(release.bytes)}</td><td><code>${release.key}</code></td>
            </tr>`,
          )}</tbody>
        </table></div>`}
  </section>`;
}

/** @param {Updates} body @param {() => void} begun */
function startCard(body, begun) {
  const submit = async (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const note = /** @type {HTMLElement} */ (form.querySelector('.form-note'));
    const button = /** @type {HTMLButtonElement} */ (form.querySelector('button'));
    const fields = new FormData(form);
    const text = (/** @type {string} */ name) => String(fields.get(name) ?? '').trim();
    button.disabled = true;
    try {
      await send('POST', '/rollouts', {
        version: text('version'),
        canary: text('canary') || undefined,
        percents: text('percents').split(/[,\s]+/).filter(Boolean).map(Number),
        healthyMinutes: Number(text('healthy')),
        failPercent: Number(text('fail')),
        reachHours: Number(text('reach')),
      });
      announce(`The rollout of ${text('version')} has begun.`);
      begun();
    } catch (error) {
      note.textContent = `${error instanceof Error ? error.message : error}.`;
      note.classList.add('problem');
    }
    button.disabled = false;
  };
  return html`<section class="card" aria-labelledby="start-title">
    <div class="card-head"><h2 id="start-title">Start a rollout</h2></div>
    <form class="fields" @submit=${submit}>
      <label>Release <select name="version">${body.releases.filter((one) => one.whole).map((one) => html`<option value=${one.version}>${one.version}</option>`)}</select></label>
      <label>Canary (optional) <input name="canary" placeholder="site/node; else the freshest that is well" maxlength="260" autocomplete="off" spellcheck="false" /></label>
      <label>Waves after it, in percent <input name="percents" required value="10, 50, 100" pattern="[0-9, ]+" autocomplete="off" /></label>
      <label>Minutes a wave has to be well <input name="healthy" type="number" required min="0" max="43200" value="30" /></label>
      <label>Percent of a wave that may fail <input name="fail" type="number" required min="0" max="100" value="5" /></label>
      <label>Hours to wait for who has no contact <input name="reach" type="number" required min="1" max="720" value="24" /></label>
      <div class="fields-end"><button class="main">Start</button><p class="form-note" role="status"></p></div>
    </form>
  </section>`;
}

/** @param {Rollout} rollout @param {Resource<RolloutAgents>} agents */
function agentsCard(rollout, agents) {
  const body = agents.data.value;
  const filtered = ['state', 'wave', 'q'].some((name) => params.value.get(name));
  return html`<section class="card flush" aria-label="Agents of the rollout">
    <div class="filter-bar" role="search">
      ${choice('state', 'State', [['problem', 'all that failed'], ...Object.entries(AGENT).map(([state, [, word]]) => /** @type {[string, string]} */ ([state, word]))])}
      ${choice('wave', 'Wave', rollout.waves.map((wave) => [String(wave.wave), nameOf(wave)]))} ${searchField('Node', 'Part of a name')}
    </div>
    ${problemNote(agents.problem.value, agents.load)}
    ${body === undefined
      ? agents.problem.value ? nothing : waiting('agents')
      : body.total === 0
        ? empty('No agent matches', filtered ? html`<p><a href=${href({ state: null, wave: null, q: null, page: null })}>Show all</a></p>` : nothing)
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Agents of the rollout"><table class="rows tall">
              <thead><tr><th scope="col">Node</th><th scope="col">State</th><th scope="col">What it says</th><th scope="col">Since</th><th scope="col">Runs</th><th scope="col">Before</th><th scope="col" class="number">Wave</th></tr></thead>
              <tbody>${repeat(body.agents, (one) => one.uid, agentRow)}</tbody>
            </table></div>
            ${pager(body.total, body.offset, body.agents.length, ROWS, 'agent')}`}
  </section>`;
}

/** @param {Wave} wave */
function nameOf(wave) {
  return wave.upTo === undefined ? 'Canary' : `Up to ${wave.upTo} %`;
}

/** @param {string} name of a parameter @param {string} label @param {[string, string][]} choices value and text */
function choice(name, label, choices) {
  const chosen = params.value.get(name) ?? '';
  return html`<label>${label}
    <select name=${name} @change=${(/** @type {Event} */ event) => go(href({ [name]: /** @type {HTMLSelectElement} */ (event.target).value || null, page: null }))}>
      <option value="" .selected=${chosen === ''}>all</option>
      ${choices.map(([value, text]) => html`<option value=${value} .selected=${value === chosen}>${text}</option>`)}
    </select>
  </label>`;
}

/** @param {RolloutAgent} one */
function agentRow(one) {
  const [look, word] = AGENT[one.state] ?? ['unknown', one.state];
  return html`<tr>
    <th scope="row" class="object">${one.site ? html`<a href=${href({}, sitePath(one.site))}>${one.siteName}</a> ` : nothing}${one.node}</th>
    <td>${condition(/** @type {Look} */ (look), word)}</td>
    <td class="wide">${one.sentence ? `${sentence(one.sentence)}.` : html`<span class="none">–</span>`}</td>
    <td>${age(one.since)}</td>
    <td>${one.version || html`<span class="none">–</span>`}</td>
    <td>${one.from || html`<span class="none">–</span>`}</td>
    <td class="number">${one.wave === 0 ? 'canary' : count(one.wave)}</td>
  </tr>`;
}

/** @param {Updates} body @param {Rollout | undefined} shown */
function pastCard(body, shown) {
  if (body.rollouts.length < 2) return nothing;
  return html`<section class="card flush" aria-labelledby="past-title">
    <div class="card-head inset"><h2 id="past-title">Rollouts</h2></div>
    <div class="scroll" tabindex="0" role="region" aria-label="Rollouts"><table class="rows">
      <thead><tr><th scope="col">Version</th><th scope="col">State</th><th scope="col">Started</th><th scope="col">By</th><th scope="col" class="number">Done</th><th scope="col" class="number">Failed</th><th scope="col" class="number">Agents</th></tr></thead>
      <tbody>${body.rollouts.map((one) => {
        const [look, word] = ROLLOUT[one.state] ?? ['unknown', one.state];
        const sum = (/** @type {string} */ part) =>
          one.waves.reduce((all, wave) => all + Object.entries(wave.states).reduce((of, [state, number]) => of + (AGENT[state]?.[2] === part ? number : 0), 0), 0);
        return html`<tr>
          <th scope="row"><a href=${href({ rollout: one.no, page: null, state: null, wave: null, q: null })} aria-current=${one === shown ? 'true' : nothing}>${one.version}</a></th>
          <td>${condition(/** @type {Look} */ (look), word)}</td><td>${age(one.startedAt)}</td><td>${one.by}</td>
          <td class="number">${count(sum('done'))}</td><td class="number">${count(sum('failed'))}</td>
          <td class="number">${count(one.waves.reduce((all, wave) => all + wave.agents, 0))}</td>
        </tr>`;
      })}</tbody>
    </table></div>
  </section>`;
}
