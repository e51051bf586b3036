// Data of a page: read once, read again when the server says that something changed, never thrown away for a skeleton.
import { useEffect, useRef, useState } from './ui.js';
import { changed } from './live.js';

/**
 * {data, error, loading, reload} of `read()`, asked again whenever `keys` change or one of the kinds of event in `on`
 * arrives. Answers that come too late, after a newer question, are dropped.
 */
export function useData(read, keys = [], on = ['revision']) {
  const [state, set] = useState({ data: undefined, error: null, loading: true });
  const asked = useRef(0);
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
  useEffect(() => {
    reload();
    return () => { asked.current += 1; };
  }, [...keys, tick]);
  return { ...state, reload };
}
