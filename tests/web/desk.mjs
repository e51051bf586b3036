// What tests of the organisers' pages share: an administrator at the real server with the sample event, players behind
// two of its screens, and the steps that several tests take.
import { request } from 'playwright-core';
import { Player, Server, openPage } from './house.mjs';

export const moment = '2027-05-04T10:12:00+02:00';
export const door = 'radhuset-sal-b';
export const foyer = 'radhuset-foaje';
export const later = 'tue-freiburg-berattar-klimat-och-delaktighet';
export const anna = { name: 'Anna Lindgren', email: 'anna@malmo.example', password: 'tolv glada sälar simmar' };

/** A page of the interface in Swedish on a laptop; `options` as of Playwright's newContext(). */
export const open = (browser, server, hash = '', options = {}) =>
  openPage(browser, `${server.url}/${hash}`, { scripts: true, locale: 'sv-SE', viewport: { width: 1440, height: 900 }, ...options });

/** The first answer of `ask()` that says something; asks until then. Where there is none the error says how things stand. */
export async function until(what, ask, seconds = 40, stands = () => '') {
  for (const end = Date.now() + seconds * 1000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) {
    const answer = await ask();
    if (answer) return answer;
  }
  throw new Error(`in ${seconds} s not: ${what}${stands() && `; ${stands()}`}`);
}

export const texts = (scene) => scene.items.filter((item) => item.kind === 'text').map((item) => item.text);
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** The account of the first start; the second step can wait. */
export async function fillSetUp(page, server) {
  await page.getByLabel('Startkod').fill(server.setupCode);
  await page.getByLabel('Ditt namn').fill(anna.name);
  await page.getByLabel('E-post').fill(anna.email);
  await page.getByLabel('Lösenord').fill(anna.password);
  await button(page, 'Fortsätt').click();
  await button(page, 'Slå på').waitFor();
  await button(page, 'Hoppa över, gör det senare').click();
}

/** What is tried with a click is saved, and its receipt stands at the foot of the page. */
export async function saveAndReceive(page) {
  await button(page, 'Visa på skärmarna').click();
  await page.locator('.receipt-count').waitFor();
}

const parts = ['changes', 'messages', 'rota', 'sessions', 'closures'];

export class Desk {
  /** A server of its own with the sample event, Anna signed in, and players behind `screens`. */
  static async open(browser, { screens = [door, foyer], options = [] } = {}) {
    const desk = new Desk();
    desk.browser = browser;
    desk.server = await Server.start(['--at', moment, ...options]);
    const page = await open(browser, desk.server);
    await fillSetUp(page, desk.server);
    await page.getByLabel('Evenemangets namn').waitFor();
    desk.state = await page.context().storageState();
    await page.context().close();
    // Without keeping connections: one that the server just closed would be taken for a refusal.
    desk.request = await request.newContext({ storageState: desk.state, extraHTTPHeaders: { Connection: 'close' } });
    desk.untouched = await desk.ids();
    desk.players = await Promise.all(screens.map((screen) => Player.start(desk.server, screen, moment)));
    return desk;
  }

  /** A page with Anna signed in. */
  page(hash, options = {}) {
    return open(this.browser, this.server, hash, { storageState: this.state, ...options });
  }

  address(path) { return `${this.server.url}/api/v1/${path}`; }

  async ask(path) {
    return (await this.request.get(this.address(path))).json();
  }

  /** Writes as the pages do; the answer as Playwright has it. */
  send(method, path, data, headers = {}) {
    return this.request.fetch(this.address(path), { method, data, headers: { 'X-Skylt': '1', 'Content-Type': 'application/json', ...headers } });
  }

  /** Waits until that screen's player has drawn what the server computes for its newest revision. */
  drawn(screen) {
    let now = null;
    return until(`${screen} has drawn`, async () => {
      now = await this.ask(`screens/${screen}`);
      return now.shown !== null && now.shown === now.offered && now.agrees === true && now;
    }, 40, () => JSON.stringify(now));
  }

  /** A screen's line of the receipt of `revision`, once it shows it. */
  receipt(revision, screen) {
    return until(`${screen} shows revision ${revision}`, async () => {
      const receipt = await this.ask(`receipts/${revision}`);
      const mine = receipt.screens?.find((one) => one.screen === screen && one.state === 'shown');
      return mine && { ...mine, shown_at: Date.parse(receipt.published) + mine.ms };
    });
  }

  /** Ids of what tests may leave behind, by part of the event. */
  async ids() {
    const lists = await Promise.all(parts.map(async (part) => (await this.ask(part))[part].filter((one) => part !== 'sessions' || one.source === '')));
    return new Map(parts.map((part, at) => [part, lists[at].map((one) => one.id)]));
  }

  /** The event is again as it was at first, whatever became of a test. */
  async takeBack() {
    for (const context of this.browser.contexts()) await context.close();
    for (const [part, ids] of await this.ids())
      for (const id of ids.filter((one) => !this.untouched.get(part).includes(one))) await this.send('DELETE', `${part}/${encodeURIComponent(id)}`);
  }

  async close() {
    for (const player of this.players) await player.stop();
    await this.request.dispose();
    await this.server.stop();
  }
}

/** The session that runs in Sal B. */
export async function running(desk) {
  const { rooms } = await desk.ask(`now?at=${encodeURIComponent(moment)}`);
  return rooms.find((one) => one.room.id === 'sal-b').now[0].id;
}

/** Says with two clicks that a session is full, the pictures looked at between: {began, revision}, from the second click. */
export async function sayFull(page, desk, session) {
  await page.goto(`${desk.server.url}/#/today?session=${session}`);
  await button(page, 'Fullt').click();
  await page.locator('.preview > .pictures img').first().waitFor();
  const save = button(page, 'Visa på skärmarna');
  await until('the button is ready', () => save.isEnabled());
  await until('the pictures stand', () => page.evaluate(() => [...document.querySelectorAll('.preview > .pictures img')].every((one) => one.complete)));
  const answer = page.waitForResponse((one) => one.request().method() === 'POST' && one.url().endsWith('/api/v1/changes'));
  const began = await save.evaluate((element) => {
    const now = Date.now();
    element.click();
    return now;
  });
  return { began, revision: (await (await answer).json()).revision };
}

/** One minute later in the time machine: how long until another frame stood there, in ms. */
export async function nextFrame(page) {
  const image = page.locator('.time-picture img');
  const shown = await image.getAttribute('src');
  const began = Date.now();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction((was) => document.querySelector('.time-picture img').src !== was, shown);
  return Date.now() - began;
}

/** Whether two PNG files show the same, point by point; decoded by the page's browser. */
export const samePixels = (page, ...files) =>
  page.evaluate(async (coded) => {
    const [one, other] = await Promise.all(coded.map(async (text) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob(text), (c) => c.charCodeAt(0))], { type: 'image/png' }));
      const canvas = new OffscreenCanvas(image.width, image.height).getContext('2d');
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height).data;
    }));
    return one.length === other.length && one.every((value, at) => value === other[at]);
  }, files.map((file) => file.toString('base64')));
