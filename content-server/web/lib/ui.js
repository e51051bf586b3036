// What every part draws with.
import { Fragment, h, render } from '../vendor/preact.js';
import htm from '../vendor/htm.js';

export { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../vendor/preact-hooks.js';
export { computed, effect, signal, useComputed, useSignal } from '../vendor/signals.js';
export { Fragment, render };
export const html = htm.bind(h);

/** Class names that apply: names('row', {late: true}) is "row late". */
export function names(...parts) {
  return parts
    .flatMap((part) => (typeof part === 'object' && part ? Object.keys(part).filter((key) => part[key]) : part))
    .filter(Boolean)
    .join(' ');
}
