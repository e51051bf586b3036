// For a volunteer with a personal link: her sessions only, time and room at once, words to be read by somebody first.
import { html, useState } from '../lib/ui.js';
import { get, me } from '../lib/api.js';
import { all, keepReading, roomName, unread, venueName } from '../lib/event.js';
import { useData } from '../lib/data.js';
import { states } from '../lib/session.js';
import { dayAndClock, dayName, span } from '../lib/time.js';
import { best, bestTag, t } from '../lib/words.js';
import { Empty, Loaded, Plate } from '../parts/basics.js';
import { Alone } from '../parts/frame.js';
import { proposalTitle } from '../parts/proposals.js';
import { SavedBar } from '../parts/saved_bar.js';
import { SessionSheet } from '../parts/session_sheet.js';

/** A session and the screens that mention it now; null when it is gone or was joined with another. */
async function mentioned(id) {
  const path = `sessions/${encodeURIComponent(id)}`;
  try {
    const [about, on] = await Promise.all([get(path), get(`${path}/screens`)]);
    return { session: about.session ?? about.original, screens: on.screens }; // a hidden one is shown nowhere
  } catch (error) {
    if (error.status === 404) return null;
    throw error;
  }
}

/** In plain words where her latest wish is: on the screens, or waiting for somebody. */
function Standing({ session, screens, proposals }) {
  const waiting = proposals.filter((proposal) => proposal.session === session.id);
  return html`
    <p class="standing">${t('my.live', { n: screens.length })}</p>
    ${waiting.map((proposal) => html`<p key=${proposal.id}><${Plate} kind=${proposal.state === 'declined' ? 'cancelled' : proposal.state === 'accepted' ? 'now' : 'changed'}>${t(`my.${proposal.state}`)}<//>
      ${proposalTitle(proposal)} ${proposal.word && html`<q>${proposal.word}</q>`}</p>`)}`;
}

export function MySessions() {
  const [open, setOpen] = useState(null);
  const mine = me.value?.link;
  const state = useData(async () => {
    if (!mine || !all.value) return null;
    const [sessions, changes, proposals] = await Promise.all([
      Promise.all(mine.sessions.map(mentioned)), get('changes'), get('proposals')]);
    return { sessions: sessions.filter(Boolean), changes: changes.changes, proposals: proposals.proposals };
  }, [mine?.id, Boolean(all.value)], ['revision', 'proposal']);
  if (!mine) return html`<${Alone} title=${t('my.ended')} lead=${t('my.ended.lead')} />`;
  return html`
    <${Alone} wide title=${t('my.title')} lead=${t('my.lead', { name: mine.name, until: dayAndClock(mine.until) })}>
      <${Loaded} of=${state.data === null ? { data: undefined, error: unread.value, reload: keepReading } : state} rows=${2} kind="cardrow">${(data) => html`
        ${data.sessions.length === 0 && html`<${Empty}>${t('today.empty')}<//>`}
        ${data.sessions.map(({ session, screens }) => html`
          <section class="mine" key=${session.id}>
            <p class="quiet">${dayName(session.start)} ${span(session.start, session.end)} · ${roomName(session.room)}${session.venue && `, ${venueName(session.venue)}`}</p>
            <h2 lang=${bestTag(session.title)}>${best(session.title)}</h2>
            <p class="plates">${states(session, data.changes).map((one) => html`<${Plate} key=${one.words} kind=${one.kind}>${one.words}<//>`)}</p>
            <${Standing} session=${session} screens=${screens} proposals=${data.proposals} />
            <button type="button" onClick=${() => setOpen(session.id)}>${t('my.change')}</button>
          </section>`)}
        ${open && html`<${SessionSheet} id=${open} sessions=${data.sessions.map(({ session }) => session)} close=${() => setOpen(null)} />`}`}
      <//>
    <//>
    <${SavedBar} />`;
}
