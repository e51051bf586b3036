// The page of a screen on a phone (docs/phone.md): the same truth as the screen, in the visitor's language, for every
// eye and ear.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Server, axeFindings, openPage, picture, sideways, sourceDir, startBrowser } from './house.mjs';

const moment = '2027-05-04T10:12:00+02:00';
const languages = ['sv', 'fa-AF', 'th', 'ar', 'en'];
const screens = ['radhuset-sal-b', 'radhuset-foaje', 'biblioteket-unga', 'hamnskolan-entre'];
const session = 'radhuset-sal-b/tue-tillganglighet-borjar-vid-dorren';

let server;
let browser;
before(async () => {
  server = await Server.start(['--at', moment, '--proxy', '127.0.0.1']);
  browser = await startBrowser();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

let visitors = 0;
/** Opens a page as a new visitor. */
function visit(path, options = {}) {
  visitors += 1;
  return openPage(browser, `${server.url}/s/${path}`, {
    deviceScaleFactor: 2,
    extraHTTPHeaders: { 'X-Forwarded-For': `192.0.2.${visitors}` },
    ...options,
  });
}

const at = (instant, language) => `?lang=${language}&at=${encodeURIComponent(instant)}`;

describe('the page of a screen at 360 px', () => {
  for (const language of languages) {
    for (const screen of screens) {
      test(`${screen} in ${language} is accessible, fits, and asks for nothing else (WCAG 2.2 AA)`, async () => {
        const page = await visit(`${screen}${at(moment, language)}`);
        assert.equal(await page.getAttribute('html', 'lang'), language);
        assert.equal(await page.getAttribute('html', 'dir'), ['ar', 'fa-AF'].includes(language) ? 'rtl' : 'ltr');
        assert.deepEqual(await sideways(page), []);
        assert.deepEqual(await axeFindings(page), []);
        assert.deepEqual(page.misdeeds, []);
        assert.deepEqual(await page.context().cookies(), []);
        assert.equal(await page.locator('script').count(), 0);
        await picture(page, `${screen}-${language}`);
        await page.context().close();
      });
    }
    test(`a session in ${language} is accessible and fits, light and dark`, async () => {
      for (const colorScheme of ['light', 'dark']) {
        const page = await visit(`${session}${at(moment, language)}`, { colorScheme });
        assert.deepEqual(await sideways(page), []);
        assert.deepEqual(await axeFindings(page), []);
        assert.deepEqual(page.misdeeds, []);
        await picture(page, `session-${language}-${colorScheme}`);
        await page.context().close();
      }
    });
  }

  test('the page in the dark is accessible, with the list of languages open too', async () => {
    const page = await visit(`radhuset-foaje${at(moment, 'sv')}`, { colorScheme: 'dark' });
    assert.deepEqual(await axeFindings(page), []);
    await page.locator('summary').click();
    assert.deepEqual(await axeFindings(page), []);
    assert.deepEqual(await sideways(page), []);
    await picture(page, 'languages-open');
    await page.context().close();
  });

  test('a page that is not there says so kindly and accessibly', async () => {
    const page = await visit(`radhuset-sal-b/nothing?lang=fa-AF`);
    assert.equal(page.misdeeds.length, 2); // the answer 404, and the browser's own note of it
    assert.deepEqual(await axeFindings(page), []);
    await picture(page, 'missing');
    await page.getByRole('main').getByRole('link').click();
    assert.match(new URL(page.url()).pathname, /\/s\/radhuset-sal-b$/);
    await page.context().close();
  });
});

describe('zoomed and narrow', () => {
  for (const language of languages) {
    test(`at 400 % (320 px) nothing is to be scrolled sideways in ${language} (WCAG 1.4.10)`, async () => {
      for (const path of ['radhuset-sal-b', 'radhuset-foaje', session]) {
        const page = await visit(`${path}${at(moment, language)}`, { viewport: { width: 320, height: 256 } });
        assert.deepEqual(await sideways(page), []);
        await page.locator('summary').click();
        assert.deepEqual(await sideways(page), []);
        await page.context().close();
      }
    });
  }

  test('text of twice the size and with wide spacing stays whole (WCAG 1.4.4 and 1.4.12)', async () => {
    const page = await visit(`radhuset-foaje${at(moment, 'sv')}`);
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Page.setBypassCSP', { enabled: true });
    await page.evaluate(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync('html{font-size:200%} *{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}');
      document.adoptedStyleSheets = [sheet];
    });
    assert.deepEqual(await sideways(page), []);
    await picture(page, 'large-text');
    await page.context().close();
  });
});

describe('the same truth as the screen', () => {
  const event = JSON.parse(readFileSync(join(sourceDir, 'assets/demo/event.json'), 'utf8'));
  const moments = ['2027-05-03T10:30:00+02:00', moment, '2027-05-04T14:45:00+02:00', '2027-05-06T11:00:00+02:00', '2027-05-05T22:30:00+02:00'];
  for (const language of ['sv', 'fa-AF', 'th', 'en']) {
    test(`what the player draws stands on the page in ${language}`, async () => {
      for (const screen of screens) {
        for (const instant of moments) {
          const scene = await server.scene(screen, instant, language);
          const page = await visit(`${screen}${at(instant, language)}`);
          const said = plain(await page.locator('main').innerText());
          const titles = scene.items.filter((item) => item.role === 'session.title').map((item) => plain(item.text));
          for (const title of titles)
            assert.ok(wholeOrShort(title, said), `${screen} at ${instant}: "${title}" is drawn, but not on the page`);
          const name = scene.items.find((item) => ['room.name', 'venue.name'].includes(item.role));
          assert.ok(plain(await page.locator('header').innerText()).includes(plain(name.text)));
          await page.context().close();
        }
      }
    });
  }

  /** Without isolates, soft hyphens and kinds of spaces. */
  function plain(text) {
    return text.replace(/[\u2066-\u2069\u00ad\u200b]/g, '').replace(/[\s\u00a0]+/g, ' ').trim();
  }

  /** A screen may show a title's short form, where the page has the whole one, or a part of it. */
  function wholeOrShort(title, said) {
    return said.includes(title) || title.split('…').map((part) => part.trim()).every((part) => said.includes(part)) ||
      wholeTitles(title).some((whole) => said.includes(whole));
  }

  /** The titles of the sessions that have this short one, in any language. */
  function wholeTitles(short) {
    return event.sessions.filter((session) => Object.values(session.short_title ?? {}).some((one) => plain(one) === short))
      .flatMap((session) => Object.values(session.title).map(plain));
  }
});

describe('from page to page', () => {
  test('a session is reached by its link, goes into a calendar, and leads back (phone without scripts)', async () => {
    const page = await visit(`radhuset-sal-b${at(moment, 'sv')}`, { javaScriptEnabled: false });
    const title = await page.locator('section.now h3 a').innerText();
    await page.locator('section.now h3 a').click();
    assert.equal(await page.locator('h1').innerText(), title);
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('a.button').click()]);
    assert.match(download.suggestedFilename(), /^tue-.*\.ics$/);
    const calendar = (await readFile(await download.path(), 'utf8')).replace(/\r\n[ \t]/g, '');
    assert.match(calendar, /^BEGIN:VCALENDAR\r\n/);
    assert.ok(calendar.includes(`SUMMARY;LANGUAGE=sv:${title.replace(/([,;\\])/g, '\\$1')}`), calendar);
    await page.locator('.back a').click();
    assert.match(new URL(page.url()).pathname, /\/s\/radhuset-sal-b$/);
    await page.context().close();
  });

  test('every link of a page leads somewhere and keeps the language', async () => {
    const page = await visit(`radhuset-foaje${at(moment, 'th')}`);
    const links = await page.locator('main a').evaluateAll((all) => all.map((one) => one.href));
    assert.ok(links.length > 10);
    for (const link of new Set(links)) {
      assert.match(link, /lang=th/);
      const answer = await page.request.get(link, { headers: { 'X-Forwarded-For': `198.51.100.${(visitors += 1) % 250}` } });
      assert.equal(answer.status(), 200, link);
    }
    await page.context().close();
  });

  test('a language is chosen with the keyboard alone and stays chosen', async () => {
    const page = await visit('radhuset-sal-b');
    await page.keyboard.press('Tab');
    assert.equal(await page.evaluate(() => document.activeElement.className), 'skip');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('a[hreflang="fa-AF"]').focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/lang=fa-AF/);
    assert.equal(await page.getAttribute('html', 'dir'), 'rtl');
    await page.locator('section h3 a').first().click();
    assert.equal(await page.getAttribute('html', 'lang'), 'fa-AF');
    await page.context().close();
  });

  test('a browser gets its own language without asking', async () => {
    const page = await visit('radhuset-sal-b', { locale: 'th-TH' });
    assert.equal(await page.getAttribute('html', 'lang'), 'th');
    await page.context().close();
  });
});
