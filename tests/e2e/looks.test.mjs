// Every page in both themes, wide and narrow: accessible, never wider than its window, and pictured in build/e2e/.
import {after, before, describe, test} from 'node:test';
import assert from 'node:assert/strict';
import {Person, startBrowser, startPortal} from './portal.mjs';

const pages = {
  work: '/', tenants: '/tenants', 'tenants-empty': '/tenants?text=nobody-is-called-so', 'tenants-narrowed': '/tenants?under-way=yes&order=-next_action_date',
  'all-notes': '/notes', 'notes-found': '/notes?text=customer+call', 'notes-empty': '/notes?text=nobody-wrote-so', 'no-right': '/tenants/new',
  playbook: '/tenants/fjordline', task: '/tenants/fjordline?task=3713#task-3713', timeline: '/tenants/fjordline/timeline',
  notes: '/tenants/fjordline/notes', people: '/tenants/fjordline/people', messages: '/tenants/fjordline/messages',
  time: '/tenants/fjordline/time', details: '/tenants/fjordline/details', queues: '/queues', requests: '/requests',
  playbooks: '/playbooks', document: '/playbooks/re-engagement-team-disengaged', who: '/who', 'not-found': '/nowhere',
  why: '/tenants/fjordline/why?do=complete&what=3713', 'why-possible': '/tenants/fjordline/why?do=complete&what=3704',
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

  test('Marks in the margin cover no bullet, number or box, and a short reason takes no second line', async () => {
    for (const width of [1366, 360]) {
      const person = await Person.at(browser, portal, 'tara', {viewport: {width, height: 900}});
      await person.open('/tenants/fjordline');
      const covered = await person.page.evaluate(() => [...document.querySelectorAll('.document li .block > .gutter')].filter((mark) => {
        const markerWidth = 20;
        const item = mark.closest('li');
        const box = item.querySelector(':scope > .tick, :scope > form .tick');
        const text = mark.nextElementSibling.getBoundingClientRect().left;
        return mark.getBoundingClientRect().right > (box ? box.getBoundingClientRect().left : text - markerWidth);
      }).map((mark) => mark.parentElement.innerText));
      assert.deepEqual(covered, []);
      const reason = await person.page.locator('#task-3729 .why').evaluate((it) => it.getBoundingClientRect().height);
      assert.ok(reason < 20, `“ready” is ${reason} px high`);
      await person.leave();
    }
  });

  test('How a sentence stands is told beside it in colour, in shape and in words', async () => {
    for (const colorScheme of ['light', 'dark']) {
      const person = await Person.at(browser, portal, 'tara', {colorScheme});
      for (const path of ['/playbooks/re-engagement-team-disengaged', '/tenants/fjordline']) {
        await person.open(path);
        const marks = await person.page.evaluate(() => [...document.querySelectorAll('.document .block > .gutter')].map((mark) => {
          const [shape] = mark.children;
          const [beside, text] = [mark.getBoundingClientRect(), mark.nextElementSibling.getBoundingClientRect()];
          const look = getComputedStyle(shape);
          return {words: mark.getAttribute('aria-label'), standing: shape.className, colour: look.borderLeftColor, width: look.borderLeftWidth,
            isBeside: beside.right <= text.left && beside.top >= text.top - 2 && beside.height > 0};
        }));
        assert.ok(marks.length > 20, `${path} has ${marks.length} marks`);
        assert.deepEqual(marks.filter((mark) => !mark.isBeside || !mark.words.includes(mark.standing)), [], path);
        const looks = (standing) => new Set(marks.filter((mark) => mark.standing === standing).map((mark) => `${mark.colour} ${mark.width}`));
        assert.equal(looks('enforced').size, 1);
        assert.equal(looks('tracked').size, 1);
        assert.notDeepEqual(looks('enforced'), looks('tracked'));
        const legend = await person.page.locator('.coverage-legend').innerText();
        for (const word of [/\d+ enforced/, /\d+ tracked/, /0 unclaimed/, /\d+ guidance/]) assert.match(legend, word);
      }
      await person.leave();
    }
  });

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
    assert.equal(await page.evaluate(() => document.activeElement.name), 'text');
    await page.evaluate(() => document.activeElement.blur());
    await page.keyboard.press('g');
    await page.keyboard.press('p');
    await page.waitForURL(/\/playbooks$/);
    await person.leave();
  });

  test('Keys are switched off by whoever does not want them, and stay off', async () => {
    const person = await Person.at(browser, portal, 'noor');
    const {page} = person;
    await person.open('/tenants');
    await page.getByRole('button', {name: 'Keys'}).click();
    await page.getByLabel('Use these keys').uncheck();
    await person.checkAccessibility('the dialog of the keys');
    await page.getByRole('button', {name: 'Close'}).click();
    await person.open('/queues');
    for (const key of ['/', '?', 'g', 'p']) await page.keyboard.press(key);
    assert.equal(await page.locator('dialog[open]').count(), 0);
    assert.notEqual(await page.evaluate(() => document.activeElement.name), 'text');
    assert.match(page.url(), /\/queues$/);
    await page.getByRole('button', {name: 'Keys'}).click();
    await page.getByLabel('Use these keys').check();
    await page.keyboard.press('Escape');
    await page.locator('body').click({position: {x: 5, y: 5}});
    await page.keyboard.press('?');
    assert.ok(await page.locator('dialog[open]').isVisible());
    await person.leave();
  });

  test('What can be done now stands before the document on a narrow window', async () => {
    for (const [width, before] of [[390, true], [1000, true], [1280, false]]) {
      for (const colorScheme of ['light', 'dark']) {
        const person = await Person.at(browser, portal, 'tara', {colorScheme, viewport: {width, height: 844}});
        await person.open('/tenants/lindenhof');
        const top = (part) => person.page.locator(part).first().evaluate((it) => it.getBoundingClientRect().top);
        const [side, main] = [await top('.with-side > .side'), await top('.with-side > .main')];
        const {left} = await person.page.locator('.with-side > .side').evaluate((it) => ({left: it.getBoundingClientRect().left}));
        if (before) assert.ok(side < main, `${width} px: ${side}, ${main}`);
        else assert.ok(left > width / 2, `${width} px: beside the document, not above it`);
        await person.checkWidth(`lindenhof at ${width} px`);
        await person.picture(`now-${colorScheme}-${width}`);
        await person.leave();
      }
    }
  });
});
