import assert from 'node:assert/strict';
import { command, goToLine, type Journey, offered, openFile, revert, select } from './steps.mts';

/** The same in Chinese: what the extension says, in an editor whose own texts stay English. */
export const l10nJourneys: readonly Journey[] = [
  {
    name: 'Chinese: a typo, its finding and its fix',
    window: 'zh-cn',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await select(page, 'refuses: true');
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.type('x');
      await page.locator('.squiggly-error').first().waitFor();
      await command(page, 'Problems: Focus on Problems View');
      await page.getByText('没有命题“xrefuses”；您是不是要写“refuses”？').first().waitFor();
      await shoot('30-chinese-findings');
      await openFile(page, 'four-areas.rbr.yaml');
      await offered(page, '改为“refuses”');
      await shoot('31-chinese-fix');
      await page.keyboard.press('Enter');
      await page.locator('.squiggly-error').first().waitFor({ state: 'detached' });
      await revert(page);
    },
  },
  {
    name: 'Chinese: hover, lens and breakdown of a completion',
    window: 'zh-cn',
    async run({ page, shoot }) {
      await openFile(page, 'self-harm.samples.yaml');
      const lens = page.locator('.codelens-decoration a', { hasText: '显示得分明细' }).first();
      await lens.waitFor();
      const text = page.locator('.view-line').filter({ hasText: 'text:' }).first();
      const hover = page.locator('.monaco-hover:visible .hover-contents').filter({ hasText: '回应类型' });
      // The grader may still be learning; a person moves away and hovers again.
      for (let tries = 0; tries < 20 && (await hover.count()) === 0; tries++) {
        await page.mouse.move(700, 850);
        await page.waitForTimeout(300);
        await text.locator('span span').first().hover();
        await page.waitForTimeout(1200);
      }
      assert.match(await hover.first().innerText(), /奖励：/);
      await shoot('32-chinese-hover');
      await page.mouse.move(700, 850);
      await goToLine(page, 1);
      await lens.click();
      const panel = page.frameLocator('iframe.webview').frameLocator('#active-frame');
      await panel.getByText('类别概率').first().waitFor();
      assert.equal(await panel.locator('html').getAttribute('lang'), 'zh-cn');
      assert.doesNotMatch(await panel.locator('body').innerText(), /\b(?:Reward|probability|Completion)\b/);
      await page.waitForTimeout(500);
      await shoot('33-chinese-breakdown');
    },
  },
  {
    name: 'Chinese: commands and the report of an evaluation',
    window: 'zh-cn',
    async run({ page, shoot }) {
      await openFile(page, 'four-areas.rbr.yaml');
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget input').fill('>Rule Based Rewards');
      await page.locator('.quick-input-list').getByText('评估策略').first().waitFor();
      await shoot('34-chinese-commands');
      await page.keyboard.press('Escape');
      await command(page, 'Rule Based Rewards: 评估策略');
      const panel = page.frameLocator('iframe.webview').last().frameLocator('#active-frame');
      await panel.getByText('four-areas.rbr.yaml 的评估').first().waitFor();
      await panel.getByText('错误率').first().waitFor();
      await page.waitForTimeout(500);
      await shoot('35-chinese-report');
    },
  },
];
