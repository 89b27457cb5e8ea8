import * as firefox from './harness/firefox.mjs';
import { managed } from './suites/managed.mjs';
import { organisations } from './suites/organisations.mjs';
import { suite } from './suites/suite.mjs';

suite(firefox);
managed(firefox);
organisations(firefox);
