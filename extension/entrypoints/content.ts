/**
 * The content script: starts Bedside on the page of a site it knows, or of one that the
 * author added. The styles of the underlines come with it as a style sheet of the
 * extension.
 */
import '../ui/highlight.css';
import { browser } from 'wxt/browser';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPage } from '../lib/page/page';
import type { AskPage } from '../lib/protocol';
import { allMatches, siteOf } from '../lib/sites';

export default defineContentScript({
  matches: allMatches,
  runAt: 'document_start',
  main(context) {
    const page = startPage(siteOf(location.href));
    context.onInvalidated(page.stop);
    browser.runtime.onMessage.addListener((message: AskPage, _sender, reply) => {
      if (message.ask === 'fit') reply(page.fit());
    });
  },
});
