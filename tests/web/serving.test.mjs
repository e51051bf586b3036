// How the server stands in the network: its own certificate, and answers by e-mail.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { connect } from 'node:tls';
import { promisify } from 'node:util';
import { Server, openPage, startBrowser } from './house.mjs';
import { Desk, fillSetUp, later, moment, until } from './desk.mjs';

const run = promisify(execFile);

/** A mail server that takes what it is given: RFC 5321 as far as one client needs it. */
class MailServer {
  static async start() {
    const server = new MailServer();
    server.mails = [];
    server.listener = createServer((socket) => {
      let text = '';
      let data = null;
      let mail = {};
      socket.write('220 post.example\r\n');
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1');
        for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
          const line = text.slice(0, end);
          text = text.slice(end + 2);
          if (data !== null) {
            if (line !== '.') data.push(line.replace(/^\./, ''));
            else {
              server.mails.push({ ...mail, data: data.join('\r\n') });
              data = null;
              socket.write('250 taken\r\n');
            }
          } else if (/^MAIL FROM:/i.test(line)) {
            mail = { from: /<(.*)>/.exec(line)[1] };
            socket.write('250 ok\r\n');
          } else if (/^RCPT TO:/i.test(line)) {
            mail.to = /<(.*)>/.exec(line)[1];
            socket.write('250 ok\r\n');
          } else if (/^DATA/i.test(line)) {
            data = [];
            socket.write('354 go on\r\n');
          } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
          else socket.write('250 post.example\r\n');
        }
      });
    });
    await new Promise((done) => server.listener.listen(0, '127.0.0.1', done));
    server.url = `smtp://127.0.0.1:${server.listener.address().port}`;
    return server;
  }

  close() { this.listener.close(); }
}

const bodyOf = (data) => Buffer.from(data.slice(data.indexOf('\r\n\r\n') + 4), 'base64').toString('utf8');

describe('the server in the network', () => {
  let browser;
  let folder;
  before(async () => {
    browser = await startBrowser();
    folder = await mkdtemp(join(tmpdir(), 'skylt-tls-'));
  });
  after(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('with a certificate of its own it speaks TLS 1.2 and newer only, and organisers sign in (S-14, S-22)', async () => {
    const [chain, key] = [join(folder, 'chain.pem'), join(folder, 'key.pem')];
    await run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', chain, '-days', '2', '-subj', '/CN=skylt', '-addext', 'subjectAltName=IP:127.0.0.1']);
    const server = await Server.start(['--certificate', chain, '--key', key, '--at', moment]);
    try {
      assert.match(server.url, /^https:/);
      const { stdout } = await run('curl', ['-s', '--cacert', chain, `${server.url}/healthz`, '-o', '/dev/null', '-w', '%{http_code} %{ssl_verify_result}']);
      assert.equal(stdout, '200 0');
      await assert.rejects(run('curl', ['-s', '--cacert', chain, '--tls-max', '1.1', `${server.url}/healthz`]));
      await assert.rejects(run('curl', ['-s', '-f', server.url.replace('https:', 'http:')]));
      const page = await openPage(browser, `${server.url}/`, { scripts: true, locale: 'sv-SE', ignoreHTTPSErrors: true });
      await fillSetUp(page, server);
      await page.getByLabel('Evenemangets namn').waitFor();
      const cookie = (await page.context().cookies()).find((one) => one.name === '__Host-skylt');
      assert.ok(cookie.secure && cookie.httpOnly);
      await page.context().close();
    } finally {
      await server.stop();
    }
  });

  test('a renewed certificate is served without a restart, and one that is broken leaves the last good one', async () => {
    const [chain, key] = [join(folder, 'renewed.pem'), join(folder, 'renewed-key.pem')];
    const make = (name) => run('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', chain, '-days', '2', '-subj', `/CN=${name}`]);
    await make('first');
    const server = await Server.start(['--certificate', chain, '--key', key, '--at', moment], { sample: false });
    const served = () => new Promise((done, failed) => {
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(server.url).port), rejectUnauthorized: false }, () => {
        done(socket.getPeerCertificate().subject.CN);
        socket.destroy();
      }).on('error', failed);
    });
    try {
      assert.equal(await served(), 'first');
      await make('second');
      await until('the second certificate', async () => (await served()) === 'second');
      await writeFile(key, 'half a key');
      await new Promise((done) => setTimeout(done, 1500));
      assert.equal(await served(), 'second');
      await make('third');
      await until('the third certificate', async () => (await served()) === 'third');
    } finally {
      await server.stop();
    }
  });

  test('a certificate that is none is named, and one without its key is wrong usage', async () => {
    await assert.rejects(Server.start(['--certificate', '/dev/null', '--key', '/dev/null'], { sample: false }), /ended with 1/);
    await assert.rejects(Server.start(['--certificate', '/dev/null'], { sample: false }), /ended with 2/);
  });

  test('who proposed something hears the answer by e-mail, in both languages, with the word', async () => {
    const post = await MailServer.start();
    const desk = await Desk.open(browser, { screens: [], options: ['--mail-server', post.url, '--mail-from', 'skylt@malmo.example'] });
    try {
      const made = await (await desk.send('POST', 'links', { name: 'Sara', email: 'sara@forening.example', sessions: [later], until: new Date(Date.now() + 86400000).toISOString() })).json();
      const sara = await browser.newContext();
      const opened = await sara.request.post(desk.address('links/open'), { data: { token: made.token }, headers: { 'X-Skylt': '1' } });
      assert.equal(opened.status(), 200);
      const sent = await sara.request.post(desk.address('changes'), { data: { session: later, kind: 'text', text: { sv: 'Ta med kaffe' } }, headers: { 'X-Skylt': '1' } });
      assert.equal(sent.status(), 202);
      const { proposal } = await sent.json();
      assert.equal((await desk.send('POST', `proposals/${proposal.id}/decline`, { word: 'Kaffe finns på plats' })).status(), 200);
      const mail = await until('it arrives', () => post.mails[0]);
      assert.deepEqual([mail.from, mail.to], ['skylt@malmo.example', 'sara@forening.example']);
      const text = bodyOf(mail.data);
      for (const words of ['Hej Sara!', 'Hello Sara!', 'Freiburg', 'Kaffe finns på plats']) assert.ok(text.includes(words), text);
      assert.match(mail.data, /^Subject: =\?UTF-8\?B\?/m);
      assert.match(mail.data, /^Auto-Submitted: auto-generated/m);
      await sara.close();
    } finally {
      await desk.close();
      post.close();
    }
  });
});
