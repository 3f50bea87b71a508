// What the portal adds where scripts run: keys, and sentences and controls that light each other up.
// Everything works without it.
import {installKeys} from './keys.js';
import {installGovernance} from './governance.js';
import {installArrival} from './arrival.js';

installKeys(document);
installGovernance(document);
installArrival(document);
