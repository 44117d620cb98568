// Runs before anything else, so that no light page flashes in a dark room, and the first question to the hub is already
// on its way while the modules load. preferences.js and api.js take over from here.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('skerry.theme');
  } catch {
    // storage is switched off: follow the system
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  const first = fetch('/api/v1/session', { cache: 'no-store' });
  first.catch(() => {}); // whoever takes it over sees the failure
  Object.assign(window, { skerryFirstSession: first });
})();
