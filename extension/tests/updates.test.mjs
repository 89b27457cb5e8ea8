import * as chromium from './harness/chromium.mjs';
import { attacks } from './suites/attacks.mjs';
import { webConsole } from './suites/console.mjs';

attacks(chromium);
webConsole();
