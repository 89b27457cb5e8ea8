import { after, before, describe } from 'node:test';

const base = '/work/wt/sites/extension/tests/';
const { openStage } = await import(base + 'harness/stage.mjs');
const { sites } = await import(base + 'suites/sites.mjs');
const browser = await import(base + `harness/${process.env.B ?? 'chromium'}.mjs`);
describe('x', () => {
  let opened;
  before(async () => {
    opened = await openStage(browser, { added: true });
  });
  after(() => opened?.close());
  sites(() => opened);
});
