// Both sample playbooks, worked to their end in a browser from the demonstration's data.
import {after, before, describe, test} from 'node:test';
import assert from 'node:assert/strict';
import {Person, startBrowser, startPortal} from './portal.mjs';

describe('the sample playbooks', () => {
  let portal;
  let browser;
  before(async () => { [portal, browser] = await Promise.all([startPortal(), startBrowser()]); });
  after(async () => {
    await browser?.close();
    await portal?.stop();
  });

  for (const [javaScriptEnabled, tenant, who, task] of [[true, 'quetzal', 'hugo', '3715'], [false, 'lindenhof', 'tara', '3714']]) {
    test(`Re-engagement ends with a parked customer ${javaScriptEnabled ? 'with' : 'without'} JavaScript`, async () => {
      const person = await Person.at(browser, portal, who, {javaScriptEnabled});
      const {page} = person;
      const path = `/tenants/${tenant}`;
      await person.open(path);
      if (await page.locator(`#task-${task}`).count() === 0) {
        const start = page.locator('li', {has: page.locator('a[href="/playbooks/re-engagement-team-disengaged"]')}).locator('form');
        await person.submit(start);
      }
      const taken = await person.followTheWaysOut(path, task);
      assert.ok(taken.some((offer) => /note/.test(offer)), `the missing note was offered: ${taken.join(', ')}`);
      const preview = await page.locator(`#task-${task} .change-list`).first().innerText();
      assert.match(preview, /RM ★ FTCQ Intent NonActionable/, 'the effects are shown before they happen');
      assert.match(preview, /FM ★ watchlist FM/);
      await page.locator(`#task-${task}`).scrollIntoViewIfNeeded();
      await person.picture(`before-${tenant}`);
      await person.complete(task);
      assert.match(await page.locator('#notice').innerText(), /^Done\. You hold no seat/);
      assert.match(await page.locator('#notice').innerText(), /watchlist FM/);
      await person.leave();

      const lead = await Person.at(browser, portal, 'noor');
      await lead.open(path);
      assert.match(await lead.page.locator('.tenant-head').innerText(), /FM\s*★[^]*watchlist FM/);
      assert.match(await lead.page.locator('.tenant-head').innerText(), /FTCQ Intent NonActionable/);
      const others = lead.page.locator('.engagement-switch a', {hasText: 'Re-Engagement Team Disengaged'});
      if (await others.count() > 0) await others.first().click();
      await lead.page.locator('.engagement-head', {hasText: 'Re-Engagement Team Disengaged'}).waitFor();
      assert.match(await lead.page.locator('.engagement-head').innerText(), /closed by/);
      assert.match(await lead.page.locator('.notice.read-only').innerText(), /you can read it, but not change it/);
      await lead.leave();
    });
  }

  test('A refused outcome explains itself in place and keeps the page', async () => {
    const person = await Person.at(browser, portal, 'tara');
    const {page} = person;
    await person.open('/tenants/fjordline?task=3708');
    const panel = page.locator('#task-3708 > .panel');
    assert.match(await panel.innerText(), /unmanaged/i);
    await panel.getByText('Why', {exact: true}).first().click();
    assert.match(await panel.innerText(), /re-engagement-team-disengaged\.md:\d+/);
    assert.match(await panel.innerText(), /tenant\.managed/);
    await person.picture('refused-3708');
    await person.leave();
  });

  test('The completion discussion ends with the tenant in its inactive queue and the manager gone', async () => {
    const manager = await Person.at(browser, portal, 'diego');
    const path = '/tenants/oulu';
    const book = 'conduct-engagement-completion-discussion-migration';
    await manager.open(path);
    if (await manager.page.locator('#task-4060').count() === 0)
      await manager.submit(manager.page.locator('li', {has: manager.page.locator(`a[href="/playbooks/${book}"]`)}).locator('form'));
    await manager.followTheWaysOut(path, '4060', {'attribute:wants_another_workload': 'true', 'attribute:migration': 'Complete'});
    assert.match(await manager.page.locator('#task-4060 .change-list').first().innerText(), /FTCQ Inactive EMEA/);
    await manager.wholePicture('before-4060');
    await manager.complete('4060');
    assert.match(await manager.page.locator('#notice').innerText(), /31 Dec 2027/);

    await manager.open(`${path}/people`);
    const leave = manager.page.locator('.refusal').first();
    assert.match(await leave.innerText(), /does not sit in/, 'leaving before the move is refused with its reason');

    const team = await Person.at(browser, portal, 'ama');
    await team.open('/requests');
    const asked = team.page.locator('li', {hasText: 'Oulu Paper Mills'});
    await asked.getByText('Accept').first().click();
    await team.picture('requests');
    await team.fill(asked.locator('form').first(), {reason: 'Moved.'});
    await team.submit(asked.locator('form').first());
    await team.leave();

    await manager.open(`${path}/people`);
    const field = manager.page.locator('.field-row').filter({has: manager.page.locator('b.field-name', {hasText: /^FM$/})});
    await field.locator('details.more > summary', {hasText: /^Assign/}).click();
    const assign = field.locator('form').last();
    await manager.fill(assign, {holder: 'queue:watchlist FM'});
    await assign.locator('input[name=primary]').check();
    await manager.submit(assign);
    assert.match(await manager.page.locator('.tenant-head').innerText(), /FTCQ Inactive EMEA/);

    await manager.open(path);
    await manager.followTheGate();
    await manager.open(`${path}/people`);
    await manager.submit(manager.page.locator('.holder-row', {hasText: 'Diego Marchetti'}).locator('form').last());
    assert.match(await manager.page.locator('#notice').innerText(), /FM Diego Marchetti/);
    await manager.leave();
  });
});
