// What was saved last: the bar at the foot of the page shows its receipt and takes it back.
import { signal } from './ui.js';
import { ApiError, get, once } from './api.js';
import { note } from './live.js';
import { hasWords, t } from './words.js';

/** {title, revision, undo, note}, {title, proposal}, {title, problem} or {title, waiting}; null: nothing to say. */
export const saved = signal(null);
export const receipt = signal(null);

const longestPause = 8000;
/** After that long, or as soon as the network is said to be back. */
const pause = (ms) => new Promise((done) => {
  const timer = setTimeout(done, ms);
  addEventListener('online', () => { clearTimeout(timer); done(); }, { once: true });
});

/** Sends until the server answers: one that was killed in the middle of a save is asked again, and does it once. */
async function persist(title, write) {
  const key = crypto.randomUUID();
  for (let wait = 500; ; wait = Math.min(wait * 2, longestPause)) {
    try {
      return await once(key, write);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 0) throw error;
      const mine = { title, waiting: true };
      saved.value = mine;
      await pause(wait);
      if (saved.value !== mine) throw error; // put aside by the writer
    }
  }
}

/**
 * Runs a write and says what became of it. `undo(answer)` takes it back. A refusal that `of` takes, as a conflict of
 * which a form shows both versions, is the caller's; every other one stands in the bar. Returns the answer, or null when
 * it was refused.
 */
export async function save(title, write, { undo = null, of = () => false } = {}) {
  try {
    const answer = await persist(title, write);
    if (answer?.proposal) saved.value = { title, proposal: answer.proposal };
    else {
      receipt.value = null;
      saved.value = { title, revision: answer?.revision, undo: undo && (() => undo(answer)), note: answer?.needs_token ? t('screen.needs_token') : '' };
      if (answer?.revision) askLater(answer.revision);
    }
    note('revision');
    return answer;
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (of(error)) return null;
    saved.value = { title, problem: explain(error) };
    return null;
  }
}

/** Why the server said no, in the reader's words where we have them. */
export function explain(error) {
  const key = `error.${error.code}`;
  // Something that stands in the way, with nobody's change behind it, only the server can name.
  const named = error.code === 'conflict' && !error.body?.since;
  return hasWords(key) && !named ? t(key) : error.message;
}

/** The receipt as it is now, for a revision that is published; what comes later comes by itself. */
export async function readReceipt(revision) {
  try {
    takeReceipt(await get(`receipts/${revision}`));
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}

/** Where the stream is silent the receipt is asked for after a while. */
function askLater(revision) {
  setTimeout(() => receipt.value === null && saved.value?.revision === revision && readReceipt(revision), 2500);
}

/** A revision may be published together with the next one; then that one's receipt stands for both. */
export function takeReceipt(told) {
  const mine = saved.value?.revision;
  if (!told || !mine || told.revision < mine) return;
  if (!receipt.value || receipt.value.revision === told.revision) receipt.value = told;
}
