// Where we are: "#/screens/radhuset-foaje?at=…". A fragment needs nothing of the server and works below any folder.
import { effect, signal } from './ui.js';

function read() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return { path: path.split('/').filter(Boolean).map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(query)) };
}

export const route = signal(read());
addEventListener('hashchange', () => { route.value = read(); });

/** The address of a page, for links: link('screens', id), link(['time'], {at}). */
export function link(...path) {
  const query = path.length && typeof path.at(-1) === 'object' ? path.pop() : {};
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const words = path.map(encodeURIComponent).join('/');
  return `#/${words}${given.length ? `?${new URLSearchParams(given)}` : ''}`;
}

export function go(...path) { location.hash = link(...path); }

/** Changes the query of where we are without a new step of the browser's history. */
export function refine(values) {
  const next = { ...route.value.query, ...values };
  history.replaceState(null, '', link(...route.value.path, next));
  route.value = read();
}

/** A new page begins at its top, with its heading in the reader's focus. */
export function followPages() {
  let last = null;
  effect(() => {
    const path = route.value.path.join('/');
    if (last !== null && last !== path)
      requestAnimationFrame(() => {
        scrollTo(0, 0);
        document.querySelector('main h1')?.focus({ preventScroll: true });
      });
    last = path;
  });
}
