// All tests of the extension in one browser. They share one browser and one network,
// so that at the end everything that left it can be looked at.

import { after, before, describe } from 'node:test';
import { openStage } from '../harness/stage.mjs';
import { answers } from './answers.mjs';
import { attachments } from './attachments.mjs';
import { broken } from './broken.mjs';
import { commentGate, gate } from './gate.mjs';
import { matching } from './matching.mjs';
import { orphans } from './orphans.mjs';
import { pictures } from './pictures.mjs';
import { sites } from './sites.mjs';
import { sleeping } from './sleeping.mjs';
import { playground, surfaces } from './surfaces.mjs';
import { switching } from './switching.mjs';
import { traffic } from './traffic.mjs';
import { weight } from './weight.mjs';
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
    }
    commentGate(stage);
    sites(stage);
    answers(stage);
    matching(stage);
    attachments(stage, browser.name);
    weight(stage);
    switching(stage);
    sleeping(stage);
    pictures(stage);
    surfaces(stage);
    traffic(stage);
    playground(stage); // asks the rule server for more than rules
  });

  describe(`an extension that goes, in ${browser.name}`, () => orphans(browser));
  describe(`a broken extension in ${browser.name}`, () => broken(browser));
}
