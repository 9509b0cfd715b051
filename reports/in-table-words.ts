import { isComparedMetricName, METRICS } from '../sim/metrics/metrics.ts';

/** A sentence that names metrics as the scenario language does, with the words of the tables in their place. */
export function inTableWords(sentence: string): string {
  return sentence.replace(/[A-Za-z0-9]+/g, (word) =>
    isComparedMetricName(word) ? METRICS[word].compared.label : word,
  );
}
