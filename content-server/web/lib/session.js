// What is true of a session at a moment, for lists and plates.
import { roomName } from './event.js';
import { clock } from './time.js';
import { t } from './words.js';

export const isOver = (session, at) => Date.parse(session.end) <= at;
export const isRunning = (session, at) => Date.parse(session.start) <= at && !isOver(session, at);

/** The changes that lie over a session, newest last. */
export const changesOf = (session, changes) => changes.filter((change) => session.changes?.includes(change.id));

/** Plates that say what became of a session: [{kind, words}]. */
export function states(session, changes) {
  const mine = changesOf(session, changes);
  const kinds = new Map(mine.map((change) => [change.kind, change]));
  const found = [];
  if (session.status === 'cancelled') found.push({ kind: 'cancelled', words: t(kinds.has('replaced') ? 'state.replaced' : 'state.cancelled') });
  if (kinds.has('moved')) found.push({ kind: 'changed', words: t('state.moved', { room: roomName(session.room) || kinds.get('moved').room }) });
  if (kinds.has('delayed')) found.push({ kind: 'changed', words: t('state.delayed', { start: clock(session.start) }) });
  if (kinds.has('full')) found.push({ kind: 'full', words: t('state.full') });
  if (session.status === 'tentative') found.push({ kind: 'plain', words: t('state.tentative') });
  if (session.status === 'missing') found.push({ kind: 'plain', words: t('state.missing') });
  if (kinds.has('text')) found.push({ kind: 'plain', words: t('state.text') });
  return found;
}

/** When a session was to begin before its delay; null when it begins as planned. */
export const formerStart = (session) => (session.original_start && Date.parse(session.original_start) !== Date.parse(session.start) ? session.original_start : null);
