import { REPORTERS } from '../../../reports/reporters/reporters.ts';
import type { Report } from '../../../reports/reporters/report.ts';
import { writeToFile } from '../../../program/replace-file.ts';
import { EXIT, gravest } from '../exit-code.ts';
import type { ExitCode } from '../exit-code.ts';
import { reasonOf } from '../reason-of.ts';
import type { ChosenReporter } from '../flags/reporter-flag.ts';
import { print, say, terminal } from './terminal.ts';
import { NAME } from '../program-name.ts';

/** Of a file: nobody's terminal, so neither colours nor a narrow page. */
const FILE_PAGE = { colour: false, columns: 100 };

/**
 * Hands the report to each reporter. One that fails spoils no other, and makes of a pass what it is then: not told.
 */
export async function writeReports(
  report: Report,
  chosen: readonly ChosenReporter[],
  earned: ExitCode,
): Promise<ExitCode> {
  const codes: ExitCode[] = [earned];
  for (const reporter of chosen) {
    try {
      await write(report, reporter);
    } catch (error) {
      const where = reporter.file === null ? '' : ` to ${reporter.file}`;
      say(`${NAME}: the reporter ${reporter.name} could not write${where}: ${reasonOf(error)}`);
      codes.push(EXIT.unwritten);
    }
  }
  return gravest(codes);
}

async function write(report: Report, { name, file, append }: ChosenReporter): Promise<void> {
  const render = await REPORTERS[name].load();
  const text = render(report, file === null ? terminal() : FILE_PAGE);
  if (file === null) {
    if (text !== '') print(text);
    return;
  }
  if (append) writeToFile(file, `${text}\n\n`, 'a');
  else writeToFile(file, text === '' ? '' : `${text}\n`, 'w');
}
