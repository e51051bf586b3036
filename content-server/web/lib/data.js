// Data of a page: read once, read again when the server says that something changed, never thrown away for a skeleton.
import { useEffect, useRef, useState } from './ui.js';
import { changed } from './live.js';

const calm = 300;

/** The value of a form's first drawing: what is written from it was made from what its writer saw then, not from what came since. */
export const useFirst = (value) => useState(value)[0];

/**
 * {data, error, loading, reload} of `read()`, asked again whenever `keys` change or one of the kinds of event in `on`
 * arrives: of events that come close together, as from a wall of screens, the first is answered at once and the rest
 * with one more question. Answers that come too late, after a newer question, are dropped.
 */
export function useData(read, keys = [], on = ['revision']) {
  const [state, set] = useState({ data: undefined, error: null, loading: true });
  const asked = useRef(0);
  const last = useRef({ key: null, at: 0 });
  const reload = async () => {
    const mine = ++asked.current;
    set((was) => ({ ...was, loading: true }));
    try {
      const data = await read();
      if (mine === asked.current) set({ data, error: null, loading: false });
    } catch (error) {
      if (mine === asked.current) set((was) => ({ data: was.data, error, loading: false }));
    }
  };
  const tick = on.map((kind) => changed(kind)).join('.');
  const key = JSON.stringify(keys);
  useEffect(() => {
    const wait = last.current.key === key ? last.current.at + calm - Date.now() : 0;
    const ask = () => {
      last.current = { key, at: Date.now() };
      reload();
    };
    const later = wait > 0 ? setTimeout(ask, wait) : ask();
    return () => clearTimeout(later);
  }, [...keys, tick]);
  useEffect(() => () => { asked.current += 1; }, []);
  return { ...state, reload };
}
