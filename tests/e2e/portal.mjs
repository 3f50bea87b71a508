// What the browser tests share: a portal of their own on the sample workspace, and a person at a browser.
import {spawn} from 'node:child_process';
import {mkdtemp, mkdir, readFile, rm} from 'node:fs/promises';
import {existsSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {createRequire} from 'node:module';
import {dirname, join, resolve} from 'node:path';
import {fileURLToPath} from 'node:url';
import assert from 'node:assert/strict';
import {chromium} from 'playwright-core';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const pictures = join(root, 'build/e2e');
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The program under test: HANDRAIL, else the release build, else the development build. */
function program() {
  const candidates = [process.env.HANDRAIL, 'build/release/handrail', 'build/dev/handrail'].filter(Boolean);
  const found = candidates.map((path) => resolve(root, path)).find((path) => existsSync(path));
  assert.ok(found, `no handrail to test: tried ${candidates.join(', ')}`);
  return found;
}

/** Starts a portal with the demonstration's data on a free port. */
export async function startPortal() {
  const data = await mkdtemp(join(tmpdir(), 'handrail-e2e-'));
  const child = spawn(program(), ['serve', '--workspace', 'workspaces/fasttrack', '--demo', 'workspaces/fasttrack/demo.yaml',
    '--data', join(data, 'data'), '--port', '0'], {cwd: root, stdio: ['ignore', 'pipe', 'pipe']});
  let said = '';
  child.stderr.on('data', (bytes) => { said += bytes; });
  const ended = new Promise((done) => child.once('exit', done));
  const url = await new Promise((found, failed) => {
    child.stdout.on('data', (bytes) => {
      const match = /http:\/\/\S+\//.exec(bytes.toString());
      if (match) found(match[0].replace(/\/$/, ''));
    });
    child.once('exit', (code) => failed(new Error(`handrail serve ended with ${code}:\n${said}`)));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(data, {recursive: true, force: true});
    },
  };
}

export async function startBrowser() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync'],
  });
}

/** Somebody of the workspace at a browser of their own. */
export class Person {
  static async at(browser, portal, id, options = {}) {
    const context = await browser.newContext({viewport: {width: 1366, height: 900}, baseURL: portal.url, ...options});
    context.setDefaultTimeout(20_000);
    const page = await context.newPage();
    const person = new Person(context, page);
    person.mistakes = [];
    page.on('pageerror', (error) => person.mistakes.push(String(error)));
    page.on('console', (message) => {
      // A refused form is answered with its status, which Chromium reports as a failed resource.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) person.mistakes.push(message.text());
    });
    await page.goto('/who');
    await page.locator(`button[name=person][value=${id}]`).click();
    return person;
  }

  constructor(context, page) {
    this.context = context;
    this.page = page;
  }

  async open(path) {
    const response = await this.page.goto(path);
    return response.status();
  }

  /** Closes the browser; nothing may have gone wrong in its scripts, nor been blocked by the policy. */
  async leave() {
    await this.context.close();
    assert.deepEqual(this.mistakes, []);
  }

  /** Fills in what a form asks for, with `answers` by field name first. */
  async fill(form, answers = {}) {
    for (const field of await form.locator('input:not([type=hidden]), textarea, select').all()) {
      const name = await field.getAttribute('name');
      const kind = await field.evaluate((element) => element.tagName === 'SELECT' ? 'select' : element.type);
      const answer = answers[name] ?? usualAnswer(kind, await field.inputValue());
      if (kind === 'checkbox') continue;
      if (kind === 'select') await this.choose(field, answer);
      else if (answer !== null) await field.fill(answer);
    }
  }

  async choose(field, answer) {
    const options = await field.locator('option').evaluateAll((all) => all.map((option) => option.value));
    await field.selectOption(options.includes(answer) ? answer : options.find((value) => value !== ''));
  }

  async submit(form) {
    await Promise.all([this.page.waitForEvent('load'), form.locator('button').first().click()]);
  }

  /**
   * Does what the refusals of a task offer, one after the other, until the task can be completed.
   * Returns the offers that were taken.
   */
  async followTheWaysOut(path, task, answers = {}) {
    const taken = [];
    for (let step = 0; step < 25; ++step) {
      await this.open(`${path}${path.includes('?') ? '&' : '?'}task=${task}`);
      const panel = this.page.locator(`#task-${task} > .panel`);
      if (await panel.getByRole('button', {name: `Complete ${task}`}).count() > 0) return taken;
      const way = panel.locator('.denial form').first();
      assert.ok(await way.count() > 0, `${task} cannot be completed and offers no way out: ${await panel.innerText()}`);
      taken.push((await way.locator('h4, button').first().innerText()).trim());
      await this.fill(way, answers);
      await this.submit(way);
      const refused = this.page.locator('.denial.refused, .field-error');
      if (await refused.count() > 0) assert.fail(`${taken.at(-1)} was refused: ${await refused.first().innerText()}`);
    }
    assert.fail(`the ways out of ${task} lead nowhere: ${taken.join(' → ')}`);
  }

  async complete(task) {
    const form = this.page.locator(`#task-${task} form`).filter({has: this.page.getByRole('button', {name: `Complete ${task}`})});
    await this.submit(form.last());
  }

  /** Does what closing the engagement still asks for, and closes it. */
  async followTheGate(answers = {}) {
    for (let step = 0; step < 15; ++step) {
      const gate = this.page.locator('#gate');
      const way = gate.locator('form').first();
      assert.ok(await way.count() > 0, `the engagement cannot be closed, and no way is offered: ${await gate.innerText()}`);
      const closes = await way.getByRole('button', {name: 'Close the engagement'}).count() > 0;
      await this.fill(way, answers);
      await this.submit(way);
      if (closes) return;
    }
    assert.fail('the ways to close lead nowhere');
  }

  /** Zero violations of WCAG 2.2 AA and of axe's best practices on the page as it stands. */
  async checkAccessibility(what) {
    // The policy allows no script that is not the portal's own; the checker is put in past it.
    await this.page.evaluate(axe);
    const {violations} = await this.page.evaluate(() => globalThis.axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    }));
    const told = violations.flatMap(({id, nodes}) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`));
    assert.deepEqual(told, [], what);
  }

  async picture(name) {
    await mkdir(pictures, {recursive: true});
    await this.page.screenshot({path: join(pictures, `${name}.png`)});
  }

  async wholePicture(name) {
    await mkdir(pictures, {recursive: true});
    await this.page.screenshot({path: join(pictures, `${name}.png`), fullPage: true});
  }

  /** Nothing scrolls sideways. */
  async checkWidth(what) {
    const {wide, shown} = await this.page.evaluate(() => ({
      wide: document.documentElement.scrollWidth, shown: document.documentElement.clientWidth}));
    assert.ok(wide <= shown, `${what} is ${wide} px wide on ${shown} px`);
  }
}

function usualAnswer(kind, present) {
  switch (kind) {
    case 'number': return present || '30';
    case 'date': return present || '2026-12-15';
    case 'textarea': return `${present}We spoke it through and wrote it down.`;
    case 'select': return present;
    default: return present || 'Discussed with the customer';
  }
}
