/**
 * Results in, text out: pure renderers that print nothing themselves. Start with `run-text.ts`, or with
 * `comparison-text.ts`. They know the types of the harness, and nothing of how a run is made, of files or of the
 * process.
 */
export { renderComparisonsCsv } from './comparison-csv.ts';
export { renderComparisonsMarkdown } from './comparison-markdown.ts';
export { renderComparisonChecks } from './comparison-checks-text.ts';
export { renderComparisonText } from './comparison-text.ts';
export { renderDivergence } from './divergence-text.ts';
export { renderPolicyList } from './policy-list.ts';
export { renderPolicyText } from './policy-text.ts';
export { renderReplayText } from './replay-text.ts';
export { renderResultsJson } from './results-json.ts';
export { renderRunText } from './run-text.ts';
export { runLine } from './run-verdict.ts';
export { renderScenarioDescription } from './scenario-description.ts';
export { renderSweepText } from './sweep-text.ts';
export { renderCheckText } from './check-text.ts';
export { renderVerification, verificationSummary } from './verification-text.ts';
export { partText } from './schedule-rows.ts';
export { renderShrinkText } from './shrink-text.ts';
