import * as firefox from './harness/firefox.mjs';
import { suite } from './suites/suite.mjs';

suite(firefox);
