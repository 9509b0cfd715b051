import type { BrowserCode } from '../html/browser-code.ts';
import { htmlDocument } from '../html/document.ts';
import { reportBody, reportData } from '../html/report-body.ts';
import type { ShownReport } from '../html/report-body.ts';

/** One file to look at. */
export function htmlReporterWith(code: BrowserCode): (report: ShownReport) => string {
  return (report) =>
    htmlDocument(
      { title: `Petrel: ${report.verdict}`, body: reportBody(report), data: reportData(report) },
      code,
    );
}
