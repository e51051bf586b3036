// The first start as one path: code and account, the event, its programme, a first screen. The sample event is one click
// away and takes the place of the last three; the second factor can wait for a week.
import { html, useState } from '../lib/ui.js';
import { get, me, post, put } from '../lib/api.js';
import { all, readEvent } from '../lib/event.js';
import { go } from '../lib/router.js';
import { saved } from '../lib/saved.js';
import { best, t } from '../lib/words.js';
import { Field, Problem } from '../parts/basics.js';
import { Alone } from '../parts/frame.js';
import { ImportForm } from '../parts/import_form.js';
import { ScreenForm, idOf } from '../parts/screen_form.js';
import { SecondFactor } from '../parts/second_factor.js';
import { useSend } from './sign_in.js';

const steps = ['account', 'factor', 'event', 'programme', 'screen'];

const Steps = ({ at }) => html`
  <ol class="steps" aria-label=${t('setup.steps')}>
    ${steps.map((step, number) => html`
      <li key=${step} class=${number < at ? 'done' : ''} aria-current=${number === at ? 'step' : undefined}>${t(`setup.${step}`)}</li>`)}
  </ol>`;

function AccountStep({ next }) {
  const { busy, error, submit } = useSend(async (values) => {
    await post('setup', { ...values, code: values.code.trim().toUpperCase() });
    me.value = { ...(await get('me')), setup: true };
    await readEvent();
    next();
  });
  return html`
    <form onSubmit=${submit}>
      <${Field} label=${t('setup.code')} help=${t('setup.code.help')}><input name="code" class="code" autocomplete="off" spellcheck=${false} required /><//>
      <${Field} label=${t('your_name')}><input name="name" autocomplete="name" required /><//>
      <${Field} label=${t('email')}><input name="email" type="email" autocomplete="username" required /><//>
      <${Field} label=${t('password')} help=${t('password.help')}>
        <input name="password" type="password" autocomplete="new-password" minlength="8" required /><//>
      ${error && html`<${Problem} error=${error.code === 'unauthorized' ? t('setup.code.wrong') : error} />`}
      <button disabled=${busy}>${t('continue')}</button>
    </form>`;
}

async function takeSample() {
  const content = await (await fetch('vendor/sample-event.json')).text();
  await post('imports', { content, name: 'event.json', format: 'event', apply: true, accept: true });
  await readEvent();
}

/** The sample takes the place of everything: it is offered at the first start only. */
function EventStep({ next, done }) {
  const known = all.value?.event;
  const { busy, error, submit } = useSend(async ({ name, start, end }) => {
    const event = all.value.event;
    await put('event', { ...event, id: event.id || idOf(name) || 'event', name: { ...event.name, sv: name }, start, end, languages: event.languages?.length ? event.languages : ['sv', 'en'] });
    await readEvent();
    next();
  });
  const sample = useSend(async () => {
    await takeSample();
    done();
  });
  return html`
    <form onSubmit=${submit}>
      <${Field} label=${t('event.name')}><input name="name" required defaultValue=${best(known?.name)} /><//>
      <div class="pair">
        <${Field} label=${t('event.start')}><input name="start" type="date" required defaultValue=${known?.start} /><//>
        <${Field} label=${t('event.end')}><input name="end" type="date" required defaultValue=${known?.end} /><//>
      </div>
      ${error && html`<${Problem} error=${error} />`}
      <button disabled=${busy}>${t('continue')}</button>
    </form>
    ${me.value.setup && html`
      <form class="aside" onSubmit=${sample.submit}>
        <p>${t('setup.sample.lead')}</p>
        ${sample.error && html`<${Problem} error=${sample.error} />`}
        <button class="secondary" disabled=${sample.busy}>${t('setup.sample')}</button>
      </form>`}`;
}

/** Set-up as a whole; who comes back to it begins with what she has not done. */
export function Setup() {
  const [at, setAt] = useState(!me.value.account ? 0 : me.value.account.two_factor ? 2 : 1);
  const done = () => {
    me.value = { ...me.value, setup: false };
    go('today');
  };
  const next = () => {
    saved.value = null;
    if (at === steps.length - 1) done();
    else setAt(at + 1);
  };
  const later = html`<button type="button" class="quiet-button" onClick=${next}>${t('later')}</button>`;
  return html`
    <${Alone} wide title=${t(`setup.${steps[at]}.title`)} lead=${t(`setup.${steps[at]}.lead`)}>
      <${Steps} at=${at} />
      <div class="step" key=${at}>
        ${at === 0 && html`<${AccountStep} next=${next} />`}
        ${at === 1 && html`<${SecondFactor} done=${next} />${later}`}
        ${at === 2 && html`<${EventStep} next=${next} done=${done} />`}
        ${at === 3 && html`<${ImportForm} applied=${next} />${later}`}
        ${at === 4 && html`<${ScreenForm} saved=${done} />${later}`}
        ${saved.value?.problem && html`<${Problem} error=${saved.value.problem} />`}
      </div>
    <//>`;
}
