import * as chromium from './harness/chromium.mjs';
import * as firefox from './harness/firefox.mjs';
import { organisations } from './suites/organisations.mjs';

organisations([chromium, firefox]);
