// What tests of web pages share: the real server with the sample event, Debian's Chromium, axe. Plain node:test; the
// programs come from SKYLT_BIN_DIR, which ctest sets.
import { execFile, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const here = dirname(fileURLToPath(import.meta.url));
const axeSource = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

export const sourceDir = resolve(here, '../..');
export const binDir = process.env.SKYLT_BIN_DIR ?? join(sourceDir, 'build/dev/bin');

/** Runs one of our programs to its end; throws with what it said. */
export async function program(name, ...args) {
  const { stdout } = await run(join(binDir, name), args, { maxBuffer: 64 << 20 });
  return stdout;
}

/** A server on a free port of loopback, on a data folder of its own with the sample event. */
export class Server {
  /** `options` are further words for `skylt-server serve`; without `sample` the event is empty. */
  static async start(options = [], { sample = true } = {}) {
    const server = new Server();
    server.folder = await mkdtemp(join(tmpdir(), 'skylt-web-'));
    server.data = join(server.folder, 'data');
    const said = await program('skylt-server', 'init', '--data', server.data);
    server.setupCode = /set-up code[^:]*: (\S+)/.exec(said)[1];
    if (sample) await server.command('import', join(sourceDir, 'assets/demo/event.json'), '--format', 'event');
    server.options = options;
    await server.serve(0);
    return server;
  }

  async serve(port) {
    this.process = spawn(
      join(binDir, 'skylt-server'),
      ['serve', '--data', this.data, '--listen', `127.0.0.1:${port}`, ...this.options],
      { stdio: ['ignore', 'pipe', 'ignore'] },
    );
    this.url = await listening(this.process);
  }

  /** As when the power goes. */
  async kill() {
    this.process.kill('SIGKILL');
    await ended(this.process);
  }

  /** Starts it again on the same port. */
  again() {
    return this.serve(new URL(this.url).port);
  }

  /** `skylt-server WORDS --data FOLDER` */
  command(...words) {
    return program('skylt-server', ...words, '--data', this.data);
  }

  /** What the player draws of a screen at a moment, as its scene dump says; `anew`: of what is published now. */
  async scene(screen, moment, language, { anew = false } = {}) {
    const snapshot = join(this.folder, `snapshot-${screen}`);
    if (anew) await rm(snapshot, { recursive: true, force: true });
    if (!existsSync(snapshot)) await this.command('snapshot', '--screen', screen, '--out', snapshot);
    const words = ['render', '--snapshot', snapshot, '--at', moment, '--scene', '-'];
    return JSON.parse(await program('skylt-player', ...words, ...(language ? ['--language', language] : [])));
  }

  /** The picture that the player draws of a screen at a moment, as PNG, of what is published now. */
  async picture(screen, moment) {
    await this.scene(screen, moment, undefined, { anew: true });
    const out = join(this.folder, `${screen}.png`);
    await program('skylt-player', 'render', '--snapshot', join(this.folder, `snapshot-${screen}`), '--at', moment, '--out', out);
    return readFile(out);
  }

  /** What the player draws from a moment on, page after page until each was there, of what is published now. */
  async pages(screen, moment, language) {
    const drawn = new Map();
    for (let second = 0; second < 180; second += 5) {
      const at = new Date(Date.parse(moment) + second * 1000).toISOString();
      const scene = await this.scene(screen, at, language, { anew: second === 0 });
      drawn.set(scene.page[0], scene);
      if (drawn.size >= scene.page[1]) break;
    }
    return [...drawn.values()];
  }

  async stop() {
    this.process.kill('SIGTERM');
    await ended(this.process);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A real player without a display, as it stands behind one screen. */
export class Player {
  static async start(server, screen, moment) {
    const player = new Player();
    const folder = join(server.folder, `player-${screen}`);
    await mkdir(folder, { recursive: true });
    const { token } = JSON.parse(await server.command('screen', 'token', screen, '--json'));
    await writeFile(join(folder, 'token'), token, { mode: 0o600 });
    await writeFile(join(folder, 'player.toml'), `server = "${server.url}"\ntoken_file = "${join(folder, 'token')}"\ncache = "${join(folder, 'cache')}"\n`);
    player.process = spawn(
      join(binDir, 'skylt-player'),
      ['run', '--config', join(folder, 'player.toml'), '--window', '640x360', '--at', moment],
      { stdio: 'ignore', env: { ...process.env, SDL_VIDEODRIVER: 'offscreen' } },
    );
    return player;
  }

  async stop() {
    this.process.kill('SIGTERM');
    await ended(this.process);
  }
}

const ended = (process) => new Promise((done) => (process.exitCode === null && process.signalCode === null ? process.once('exit', done) : done()));

function listening(process) {
  return new Promise((done, fail) => {
    let said = '';
    process.stdout.on('data', (bytes) => {
      said += bytes;
      const url = /^listening (\S+)$/m.exec(said);
      if (url) done(url[1]);
    });
    process.once('exit', (code) => fail(new Error(`skylt-server serve ended with ${code}: ${said}`)));
  });
}

const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Debian's Chromium, or the one that SKYLT_CHROMIUM names. As root it runs without its sandbox: only our pages load. */
export function startBrowser() {
  const path = process.env.SKYLT_CHROMIUM ?? browsers.find(existsSync);
  if (!path) throw new Error('no Chromium here: apt-get install chromium, or name one in SKYLT_CHROMIUM');
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath: path, args });
}

/**
 * A page that takes note of what it should not do: `page.misdeeds` lists requests to other hosts, failed requests,
 * errors on the console and, unless `scripts`, scripts. Other `options` as of Playwright's newContext().
 */
export async function openPage(browser, url, { scripts = false, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 360, height: 740 }, ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000); // a build machine may be slow; what is wrong stays wrong
  page.misdeeds = [];
  const origin = new URL(url).origin;
  page.on('request', (request) => {
    const target = new URL(request.url());
    if (target.protocol !== 'data:' && target.origin !== origin) page.misdeeds.push(`request to ${request.url()}`);
    if (!scripts && request.resourceType() === 'script') page.misdeeds.push(`script ${request.url()}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) page.misdeeds.push(`${response.status()} for ${response.url()}`);
  });
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.misdeeds.push(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => page.misdeeds.push(`error: ${error.message}`));
  await page.goto(url);
  return page;
}

/** What axe finds, as one readable line per rule and element. The page's policy lets no script in; the debugger may. */
export async function axeFindings(page) {
  const session = await page.context().newCDPSession(page);
  await session.send('Page.setBypassCSP', { enabled: true });
  await page.evaluate(await readFile(axeSource, 'utf8'));
  const result = await page.evaluate(() => window.axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  }));
  const lines = [];
  for (const violation of result.violations)
    for (const node of violation.nodes) lines.push(`${violation.id}: ${node.target.join(' ')}: ${node.failureSummary}`);
  return lines;
}

/** Elements whose box reaches beyond the window at its sides, as the eye would see them. */
export function sideways(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`page: ${document.documentElement.scrollWidth} of ${width}`);
    for (const element of document.querySelectorAll('body *')) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (!element.checkVisibility() || style.clipPath !== 'none' || box.width === 0) continue;
      if (box.left < -1 || box.right > width + 1)
        found.push(`${element.tagName}.${element.className}: ${Math.round(box.left)}…${Math.round(box.right)}`);
    }
    return found;
  });
}

/** Saves a picture where SKYLT_PICTURES names a folder; for the eye, not for comparison. */
export async function picture(page, name) {
  const folder = process.env.SKYLT_PICTURES;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
