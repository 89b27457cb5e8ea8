import * as chromium from './harness/chromium.mjs';
import { suite } from './suites/suite.mjs';

suite(chromium);
