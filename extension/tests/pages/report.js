// What every replica page tells the tests: what its own editor holds, what was
// posted, and what the page's Content-Security-Policy had to refuse.

import './underlines.js';

window.posts = [];
window.violations = [];
document.addEventListener('securitypolicyviolation', (event) => {
  window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
});

/** Makes the editor's own text readable to the tests, paragraphs one to a line. */
export function reveal(model) {
  window.model = model;
}

/** Counts a post as the site would send it. */
export function post(text) {
  window.posts.push(text);
}
