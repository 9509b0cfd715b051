import type { BrowserCode } from '../html/browser-code.ts';
import { htmlDocument } from '../html/document.ts';
import { reportBody, reportData } from '../html/report-body.ts';
import type { Report, Reporter } from './report.ts';

/** One file to look at. */
export function htmlReporterWith(code: BrowserCode): Reporter {
  return (report: Report) =>
    htmlDocument(
      { title: `Petrel: ${report.verdict}`, body: reportBody(report), data: reportData(report) },
      code,
    );
}
