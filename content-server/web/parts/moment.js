// A field for a date and time of the event's zone. It says so where a clock change skips or doubles that time (R-45).
import { html, useState } from '../lib/ui.js';
import { clock, fromLocal, meaning, zoneName } from '../lib/time.js';
import { t } from '../lib/words.js';
import { Field } from './basics.js';

/** What to know of a local time; nothing of one that the clock shows once. */
function clockNote(local, held) {
  const { instants, skipped } = meaning(local);
  if (!skipped && instants.length < 2) return '';
  const time = local.slice(11, 16);
  const instant = fromLocal(local, held);
  if (skipped) return t('moment.skipped', { time, instead: clock(instant) });
  return t(Date.parse(instant) < instants[1] ? 'moment.first' : 'moment.second', { time, zone: zoneName(instant) });
}

/** `held`: the instant that stands there already, if any, as for fromLocal(); the rest is the input's. */
export function Moment({ label, help, held, onInput, ...input }) {
  const [typed, setTyped] = useState(null);
  const note = clockNote(typed ?? input.value ?? input.defaultValue, held);
  const type = (event) => {
    setTyped(event.target.value);
    onInput?.(event);
  };
  return html`
    <${Field} label=${label} help=${help}>
      <input type="datetime-local" ...${input} onInput=${type} />
      ${note && html`<small class="warn-text" role="status">${note}</small>`}
    <//>`;
}
