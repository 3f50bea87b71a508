// Every page in both themes, wide and narrow: accessible, never wider than its window, and pictured in build/e2e/.
import {after, before, describe, test} from 'node:test';
import assert from 'node:assert/strict';
import {Person, startBrowser, startPortal} from './portal.mjs';

const pages = {
  work: '/', tenants: '/tenants', 'tenants-empty': '/tenants?q=nobody-is-called-so', 'no-right': '/tenants/new',
  playbook: '/tenants/fjordline', task: '/tenants/fjordline?task=3713#task-3713', timeline: '/tenants/fjordline/timeline',
  notes: '/tenants/fjordline/notes', people: '/tenants/fjordline/people', messages: '/tenants/fjordline/messages',
  time: '/tenants/fjordline/time', details: '/tenants/fjordline/details', queues: '/queues', requests: '/requests',
  playbooks: '/playbooks', document: '/playbooks/re-engagement-team-disengaged', who: '/who', 'not-found': '/nowhere',
};

describe('the look of every page', () => {
  let portal;
  let browser;
  before(async () => { [portal, browser] = await Promise.all([startPortal(), startBrowser()]); });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  for (const [colorScheme, width] of [['light', 1366], ['dark', 1366], ['light', 360], ['dark', 768]]) {
    test(`${colorScheme}, ${width} px`, async () => {
      const person = await Person.at(browser, portal, 'tara', {colorScheme, viewport: {width, height: width < 500 ? 740 : 900}});
      for (const [name, path] of Object.entries(pages)) {
        const status = await person.open(path);
        assert.equal(status, {'no-right': 403, 'not-found': 404}[name] ?? 200, path);
        await person.checkAccessibility(`${path}, ${colorScheme}, ${width} px`);
        await person.checkWidth(path);
        await person.picture(`${name}-${colorScheme}-${width}`);
      }
      await person.leave();
    });
  }

  test('The chosen theme stays', async () => {
    const person = await Person.at(browser, portal, 'tara', {colorScheme: 'light'});
    await person.open('/tenants');
    await person.page.getByRole('button', {name: 'Dark'}).click();
    await person.page.waitForSelector('html[data-theme=dark]');
    assert.match(person.page.url(), /\/tenants$/);
    await person.open('/queues');
    assert.equal(await person.page.locator('html').getAttribute('data-theme'), 'dark');
    await person.leave();
  });

  test('Keys walk the list, open a line, search and tell about themselves', async () => {
    const person = await Person.at(browser, portal, 'noor');
    const {page} = person;
    await person.open('/tenants');
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const second = await page.locator('[data-row] a').nth(1).innerText();
    assert.equal(await page.evaluate(() => document.activeElement.innerText), second);
    await page.keyboard.press('?');
    assert.ok(await page.locator('dialog[open]').isVisible());
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    assert.equal(await page.evaluate(() => document.activeElement.name), 'q');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/\/playbooks$/);
    await person.leave();
  });
});
