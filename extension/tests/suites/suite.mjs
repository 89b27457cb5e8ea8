// All tests of the extension in one browser. They share one browser and one network,
// so that at the end everything that left it can be looked at.

import { after, before, describe } from 'node:test';
import { openStage } from '../harness/stage.mjs';
import { broken } from './broken.mjs';
import { commentGate, gate } from './gate.mjs';
import { latency } from './latency.mjs';
import { pictures } from './pictures.mjs';
import { sites } from './sites.mjs';
import { sleeping } from './sleeping.mjs';
import { switching } from './switching.mjs';
import { traffic } from './traffic.mjs';
import { writing } from './writing.mjs';

/** @param {{name: string, built: string, launch: Function}} browser */
export function suite(browser) {
  describe(`the extension in ${browser.name}`, () => {
    let opened;
    before(async () => {
      opened = await openStage(browser, { added: true });
    });
    after(() => opened?.close());
    const stage = () => opened;

    for (const kind of ['Draft.js', 'Lexical', 'textarea']) {
      writing(kind, stage);
      gate(kind, stage);
      latency(kind, stage);
    }
    commentGate(stage);
    sites(stage);
    switching(stage);
    sleeping(stage);
    pictures(stage);
    traffic(stage);
  });

  describe(`a broken extension in ${browser.name}`, () => broken(browser));
}
