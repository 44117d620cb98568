// Something fetched that a page shows: keeps the old answer while a new one is on its way, drops answers nobody waits for.

import { effect, signal, untracked } from '/lib/signals.js';
import { Unreachable } from './api.js';
import { unreachable } from './fleet.js';

/**
 * @template T
 * @param {(abort: AbortSignal) => Promise<T>} fetchIt
 */
export function resource(fetchIt) {
  /** @type {import('/lib/signals.js').Signal<T | undefined>} */
  const data = signal(undefined);
  /** @type {import('/lib/signals.js').Signal<Error | undefined>} */
  const problem = signal(undefined);
  const busy = signal(false);
  /** @type {AbortController | undefined} */
  let current;

  async function load() {
    current?.abort();
    const mine = new AbortController();
    current = mine;
    busy.value = true;
    try {
      const answer = await fetchIt(mine.signal);
      if (mine.signal.aborted) return;
      data.value = answer;
      problem.value = undefined;
    } catch (error) {
      if (mine.signal.aborted) return;
      problem.value = error instanceof Error ? error : new Error(String(error));
    }
    busy.value = false;
  }

  // What could not be asked while the hub was away is asked again when it is back.
  const stop = effect(() => {
    if (!unreachable.value && problem.value instanceof Unreachable) untracked(() => void load());
  });

  return {
    data,
    problem,
    busy,
    load,
    close() {
      stop();
      current?.abort();
    },
  };
}
