// Several tenants at once, and two people on one: what happens between pages, in a browser.
import {after, before, describe, test} from 'node:test';
import assert from 'node:assert/strict';
import {Person, startBrowser, startPortal} from './portal.mjs';

describe('many at once', () => {
  let portal;
  let browser;
  before(async () => { [portal, browser] = await Promise.all([startPortal(), startBrowser()]); });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  test('A lead reassigns all of a list, sees how it went and takes it back', async () => {
    const person = await Person.at(browser, portal, 'rana');
    const {page} = person;
    await person.open('/tenants?holder=tara&field=FM');
    await person.picture('bulk-list');
    const count = Number(/(\d+) tenant/.exec(await page.locator('.page-head').innerText())[1]);
    assert.ok(count > 0);
    await page.locator('#bulk-what').selectOption('reassign');
    await page.locator('button[name=scope][value=all]').click();
    await page.locator('select[name=field]').selectOption('FM');
    await page.locator('select[name=from]').selectOption('person:tara');
    await page.locator('select[name=to]').selectOption('person:hugo');
    await page.getByRole('button', {name: 'Show what it would do'}).click();
    await page.locator('#preview').waitFor();
    await person.checkAccessibility('the preview of a bulk reassignment');
    await person.checkWidth('the preview of a bulk reassignment');
    await person.picture('bulk-preview');
    assert.match(await page.locator('#preview').innerText(), /Reassign FM from Tara Okonkwo to Hugo/);
    const would = Number(/(\d+) tenants? would be changed/.exec(await page.locator('#preview').innerText())?.[1] ?? 0);
    assert.ok(would > 0, await page.locator('#preview').innerText());
    await page.getByRole('button', {name: /^Do it for/}).click();
    await page.getByRole('button', {name: /Take it back/}).waitFor();
    assert.match(await page.locator('.change-list').innerText(), new RegExp(`${would} tenants? w(as|ere) changed`));
    await person.checkAccessibility('the end of a bulk reassignment');
    await person.picture('bulk-ended');
    await page.getByRole('button', {name: /Take it back/}).click();
    assert.match(await page.locator('#preview').innerText(), /from Hugo .* to Tara/);
    await page.getByRole('button', {name: /^Do it for/}).click();
    await page.getByRole('button', {name: /Take it back/}).waitFor();
    await person.open('/tenants?holder=tara&field=FM');
    assert.match(await page.locator('.page-head').innerText(), new RegExp(`^Tenants\\s+${count} tenant`));
    await person.leave();
  });

  test('Of two people who change the same thing, the second is told and loses nothing', async () => {
    const first = await Person.at(browser, portal, 'tara');
    const second = await Person.at(browser, portal, 'tara');
    await first.open('/tenants/fjordline/details');
    await second.open('/tenants/fjordline/details');
    const save = async (person, words) => {
      await person.page.locator('#next input[name=next_text]').fill(words);
      await person.page.locator('#next button').click();
      await person.page.waitForLoadState();
    };
    await save(first, 'Call Kim on Monday');
    await save(second, 'Write to Kim');
    assert.match(await second.page.locator('#next .field-error').innerText(), /Tara Okonkwo changed this at .*Call Kim on Monday/);
    assert.equal(await second.page.locator('#next input[name=next_text]').inputValue(), 'Write to Kim');
    await second.picture('conflict');
    await second.page.locator('#next button').click();
    await second.page.waitForLoadState();
    assert.match(await second.page.locator('.tenant-head').innerText(), /Write to Kim/);
    await first.leave();
    await second.leave();
  });
});
