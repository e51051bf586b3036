// Two writers at one thing: nothing is overwritten silently. The second sees what the first changed, and what she saves
// then leaves as it is what she did not touch herself.
import { html, useState } from '../lib/ui.js';
import { from, me } from '../lib/api.js';
import { useFirst } from '../lib/data.js';
import { clock } from '../lib/time.js';
import { actionName, actorName, t } from '../lib/words.js';
import { Problem } from './basics.js';
import { Fields } from './difference.js';

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isKeyed = (value) => Array.isArray(value) && value.every((one) => isObject(one) && one.id);
const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/** `theirs` with what differs between `before` and `mine`: keys of objects one by one, entries of lists by their ids. */
function merged(before, mine, theirs) {
  const all = [before, mine, theirs];
  if (all.every(isObject)) {
    const keys = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
    const pairs = [...keys].map((key) => [key, merged(...all.map((one) => one[key]))]);
    return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
  }
  if (all.every(isKeyed)) {
    const ids = new Set([...mine, ...theirs].map((one) => one.id));
    return [...ids].map((id) => merged(...all.map((list) => list.find((one) => one.id === id)))).filter(Boolean);
  }
  return same(before, mine) ? theirs : mine;
}

/**
 * For a form that writes one thing, opened on `document` (if it was there) at `revision`; `shape` makes of a document what
 * is sent of it, `read()` asks for the thing as it is now where the record has no copy of it. `held` are the headers of the
 * write and `of` takes its refusal; after one, `merge(made)` is what to send of what was made, `former` what stood there
 * before it, and `label` the words of the button.
 */
export function useConflict(revision, document = null, shape = (one) => one, read = null) {
  const { before, seen } = useFirst({ before: document && shape(document), seen: revision });
  const [{ error, theirs }, set] = useState({ error: null, theirs: null });
  const since = error?.body?.since ?? [];
  const show = (refused, now) => set({ error: refused, theirs: now ? shape(now) : null });
  return {
    error,
    before,
    theirs,
    held: from(since[0]?.revision ?? seen),
    of: (refused) => {
      if (!['conflict', 'exists'].includes(refused.code)) return false;
      if (refused.body?.since && read) read().then((now) => show(refused, now), show);
      else show(refused, refused.body?.since?.find((entry) => document && entry.after?.id === document.id)?.after);
      return true;
    },
    merge: (made) => (theirs ? merged(before, made, theirs) : made),
    former: theirs ?? before,
    label: (key) => t(since.length ? 'conflict.mine' : key),
  };
}

/**
 * Who changed it meanwhile, and what; or why else the thing cannot be saved as it is. `told(entry)` says what an entry
 * did, `mine` what the writer wants, where a form has no fields to show.
 */
export function Conflict({ error, before, theirs, told = () => '', mine, children }) {
  if (!error) return null;
  if (!error.body?.since) return html`<${Problem} error=${error} />`;
  return html`
    <div class="problem" role="alert">
      <p><strong>${t('conflict.title')}</strong></p>
      <ul>${error.body.since.map((entry) => html`<li key=${entry.number}>${t('conflict.entry', { who: entry.actor === me.value?.account?.email ? t('conflict.you') : actorName(entry.actor), at: clock(entry.at), what: told(entry) || actionName(entry.action) })}</li>`)}</ul>
      ${mine && html`<p>${t('conflict.yours', { what: mine })}</p>`}
      ${before && theirs && html`<${Fields} before=${before} after=${theirs} />`}
      ${children}
    </div>`;
}
