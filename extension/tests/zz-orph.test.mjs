import { after, before, describe } from 'node:test';
import { openStage } from './harness/stage.mjs';
import { fit } from './suites/fit.mjs';
import { orphans } from './suites/orphans.mjs';

const browser = await import(`./harness/${process.env.B ?? 'chromium'}.mjs`);
orphans(browser);
