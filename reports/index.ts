/**
 * Results in, text out: pure renderers that print nothing themselves. Start with `run-text.ts`. They know the types of
 * the harness, and nothing of how a run is made, of files or of the process.
 */
export { renderRunsJson } from './run-json.ts';
export { renderRunText } from './run-text.ts';
export { runLine } from './run-verdict.ts';
export { renderScenarioDescription } from './scenario-description.ts';
export { renderScenarioList } from './scenario-list.ts';
