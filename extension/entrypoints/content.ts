/**
 * The content script: starts Bedside on the page of a site it knows. The styles of
 * the underlines come with it as a style sheet of the extension.
 */
import '../ui/highlight.css';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { startPage } from '../lib/page/page';
import { allMatches, siteOf } from '../lib/sites';

export default defineContentScript({
  matches: allMatches,
  runAt: 'document_start',
  main(context) {
    const site = siteOf(location.href);
    if (site) context.onInvalidated(startPage(site));
  },
});
