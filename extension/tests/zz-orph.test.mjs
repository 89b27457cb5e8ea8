import { after, before, describe } from 'node:test';
import { openStage } from './harness/stage.mjs';
import { orphans } from './suites/orphans.mjs';
import { fit } from './suites/fit.mjs';
const browser = await import(`./harness/${process.env.B??'chromium'}.mjs`);
describe('o', () => orphans(browser));
describe('f', () => { let opened; before(async()=>{opened=await openStage(browser,{added:true,offline:true})}); after(()=>opened?.close()); fit(()=>opened); });
