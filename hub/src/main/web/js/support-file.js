// The support file of a node: asked for by an administrator, made by the agent, brought by its batches.

import { html, nothing } from '/lib/lit-html/lit-html.js';
import { signal } from '/lib/signals.js';
import { announce } from './announce.js';
import { get, send } from './api.js';

/** @typedef {import('../types/contract.js').Agent} Agent */
/** @typedef {import('../types/contract.js').Command} Command */

const LOOK_EVERY = 2_000;

/** States in which a command is not over. */
const STILL = new Set(['waiting', 'sent', 'answering']);

/** Asks one node at a time for its support file and follows what comes of it. */
export function supportFile() {
  const asked = signal(/** @type {{agent: Agent, command?: Command, problem?: string} | undefined} */ (undefined));
  let timer = 0;

  /** @param {Agent} agent @param {Command} command */
  function follow(agent, command) {
    asked.value = { agent, command };
    if (STILL.has(command.state)) timer = setTimeout(() => void look(agent, command), LOOK_EVERY);
    else announce(`Support file of ${agent.node}: ${command.state}`);
  }

  /** @param {Agent} agent @param {Command} command */
  async function look(agent, command) {
    let found = command;
    try {
      const { commands } = /** @type {{commands: Command[]}} */ (await get(place(agent)));
      found = commands.find((one) => one.id === command.id) ?? command;
    } catch {
      // The hub is away for a while: what is shown stays.
    }
    if (asked.value?.command?.id === command.id) follow(agent, found);
  }

  async function cancel() {
    const { agent, command } = asked.value ?? {};
    if (!agent || !command) return;
    clearTimeout(timer);
    try {
      await send('DELETE', `${place(agent)}/${command.id}`);
      asked.value = undefined;
    } catch (error) {
      asked.value = { agent, command, problem: sentence(error) };
    }
  }

  return {
    /** @param {Agent} agent */
    async ask(agent) {
      clearTimeout(timer);
      asked.value = { agent };
      try {
        follow(agent, /** @type {Command} */ (await send('POST', place(agent), { type: 'support-file' })));
      } catch (error) {
        asked.value = { agent, problem: sentence(error) };
      }
    },
    view() {
      const { agent, command, problem } = asked.value ?? {};
      if (!agent) return nothing;
      if (problem) return html`<p class="problem" role="alert">Support file of ${agent.node}: ${problem}</p>`;
      return html`<p class="quiet" role="status">Support file of ${agent.node}: ${command ? said(command) : 'asking'}.
        ${command?.file ? html`<a href=${`/api/v1${place(agent)}/${command.id}/file`} download>Download ${command.file}</a>` : nothing}
        ${command && STILL.has(command.state) ? html`<button class="link" type="button" @click=${cancel}>Cancel</button>` : nothing}
      </p>`;
    },
    close: () => clearTimeout(timer),
  };
}

/** @param {Agent} agent */
function place(agent) {
  return `/agents/${encodeURIComponent(agent.uid)}/commands`;
}

/** @param {Command} command */
function said(command) {
  switch (command.state) {
    case 'waiting':
      return 'the node is out of contact; it is asked at its next, within seven days';
    case 'sent':
      return 'the node was asked, which takes it a minute';
    case 'answering':
      return `${command.partsHere} of ${command.parts} parts are here`;
    case 'done':
      return command.sentence;
    default:
      return command.sentence ? `${command.state}: ${command.sentence}` : command.state;
  }
}

/** @param {unknown} error */
function sentence(error) {
  return `${error instanceof Error ? error.message : error}.`;
}
