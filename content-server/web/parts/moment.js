// A field for a date and time of the event's zone. Where a clock change skips that time it is refused with a suggestion,
// and where it doubles it the field asks which of the two is meant (R-45).
import { html, useEffect, useRef, useState } from '../lib/ui.js';
import { clock, meaning, toLocal, zoneName, zoneShort } from '../lib/time.js';
import { t } from '../lib/words.js';
import { Field } from './basics.js';

const iso = (instant) => new Date(instant).toISOString();

/** The instant of a reading, null where it is none; of two `held` where it is one of them, else the first. */
function instantOf(reading, held) {
  if (held && toLocal(held) === reading) return held;
  const { instants } = meaning(reading);
  return instants.length > 0 ? iso(instants[0]) : null;
}

/** Two instants of one reading, one of which is meant. */
const WhichOfTwo = ({ instants, chosen, choose }) => html`
  <fieldset class="which-moment"><legend>${t('moment.twice', { time: clock(instants[0]) })}</legend>
    ${instants.map((instant, at) => html`<label key=${instant}><input type="radio" checked=${Date.parse(chosen) === instant} onChange=${() => choose(iso(instant))} />
      <span>${clock(instant)} ${zoneShort(instant)} <span class="quiet">${t(at === 0 ? 'moment.first' : 'moment.second')}, ${zoneName(instant)}</span></span></label>`)}
  </fieldset>`;

/**
 * `value`: an instant as the API writes it, or nothing. Told by `onChange(instant)`, null where the field is empty and
 * undefined where a skipped time stands in it, or read from a form as `name`; a form is not sent as long as one does.
 */
export function Moment({ label, help, name, required, value, onChange }) {
  const [own, setOwn] = useState(value ?? null);
  const [typed, setTyped] = useState(toLocal(value));
  const input = useRef(null);
  const instant = onChange ? value ?? null : own;
  const { instants, skipped } = meaning(typed);
  const reading = instant && !skipped ? toLocal(instant) : typed; // what was set from outside stands there too
  const give = (next) => {
    setOwn(next);
    onChange?.(next);
  };
  const type = (next) => {
    setTyped(next);
    give(meaning(next).skipped ? undefined : instantOf(next, value));
  };
  const suggested = skipped ? clock(instants[0]) : '';
  useEffect(() => input.current.setCustomValidity(skipped ? t('moment.skipped', { time: typed.slice(11), instead: suggested }) : ''), [typed, suggested]);
  return html`
    <div class="moment">
      <${Field} label=${label} help=${help}>
        <input type="datetime-local" ref=${input} required=${required} value=${reading} onInput=${(event) => type(event.target.value)} />
      <//>
      ${name && html`<input type="hidden" name=${name} value=${instant ?? ''} />`}
      ${skipped && html`<p class="warn-text" role="alert">${t('moment.skipped', { time: typed.slice(11), instead: suggested })}
        ${' '}<button type="button" class="quiet-button" onClick=${() => type(toLocal(instants[0]))}>${t('moment.take', { time: suggested })}</button></p>`}
      ${!skipped && instants.length > 1 && html`<${WhichOfTwo} instants=${instants} chosen=${instant} choose=${give} />`}
    </div>`;
}
