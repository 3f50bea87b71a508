// Durable steps a second of DBOS: so many checklists of ten steps at once, each step durable before the next begins.
//   node checklist.mjs POSTGRES_URL CALLERS SECONDS
import { DBOS } from '@dbos-inc/dbos-sdk';

// A URL needs a host between its names; the socket's folder, which stands behind, is what counts.
const url = process.argv[2].replace('@/', '@localhost/');
const [callers, seconds] = process.argv.slice(3).map(Number);
const stepsOfAChecklist = 10;

async function tick() {
  return 'Complete';
}

const checklist = DBOS.registerWorkflow(
  async () => {
    for (let step = 1; step <= stepsOfAChecklist; ++step) await DBOS.runStep(tick, { name: `step-${step}` });
  },
  { name: 'checklist' },
);

DBOS.setConfig({
  name: 'checklist',
  systemDatabaseUrl: url,
  systemDatabasePoolSize: callers,
  runAdminServer: false,
  logLevel: 'error',
});
await DBOS.launch();

let until = Infinity;
let steps = 0;
async function caller() {
  while (performance.now() < until) {
    const handle = await DBOS.startWorkflow(checklist)();
    await handle.getResult();
    steps += stepsOfAChecklist;
  }
}
// The first second is for what is compiled and connected on the way.
until = performance.now() + 1000;
await Promise.all(Array.from({ length: callers }, caller));
steps = 0;
const start = performance.now();
until = start + 1000 * seconds;
await Promise.all(Array.from({ length: callers }, caller));
console.log(`dbos_steps_per_second ${(steps / ((performance.now() - start) / 1000)).toFixed(1)}`);
await DBOS.shutdown();
