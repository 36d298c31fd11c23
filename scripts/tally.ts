/** The counted tests of one runner. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  /** One line for each test that failed: where it is and what it said first. */
  readonly failures: readonly string[];
  /** The same for each that passed only when it was tried again. */
  readonly flaky?: readonly string[];
}

/** What is read of vitest's JSON report. */
export interface VitestReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message?: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
}

export function tallyOfVitest({ numPassedTests, numFailedTests, testResults }: VitestReport): Tally {
  const failures = testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0) return file.status === "failed" ? [line(file.name, file.message)] : [];
    return failed.map((test) => line(`${file.name} › ${test.fullName}`, test.failureMessages?.[0]));
  });
  return { passed: numPassedTests, failed: numFailedTests, failures };
}

interface PlaywrightSuite {
  readonly suites?: readonly PlaywrightSuite[];
  readonly specs?: readonly {
    readonly file: string;
    readonly title: string;
    readonly tests: readonly {
      readonly projectName: string;
      readonly status: string;
      readonly results: readonly { readonly error?: { readonly message?: string } }[];
    }[];
  }[];
}

/** What is read of Playwright's JSON report. */
export interface PlaywrightReport extends PlaywrightSuite {
  readonly stats: { readonly expected: number; readonly unexpected: number; readonly flaky: number };
}

/** A test that passes only when tried again does not stop a landing, and is told by name, so that it gets fixed. */
export function tallyOfPlaywright(report: PlaywrightReport): Tally {
  const { expected, unexpected, flaky } = report.stats;
  return {
    passed: expected + flaky,
    failed: unexpected,
    failures: testsIn(report, "unexpected"),
    flaky: testsIn(report, "flaky"),
  };
}

function testsIn({ suites = [], specs = [] }: PlaywrightSuite, wanted: string): string[] {
  const own = specs.flatMap(({ file, title, tests }) =>
    tests
      .filter(({ status }) => status === wanted)
      .map((test) => line(`[${test.projectName}] ${file} › ${title}`, test.results[0]?.error?.message)),
  );
  return [...own, ...suites.flatMap((suite) => testsIn(suite, wanted))];
}

function line(where: string, said = ""): string {
  const firstWords = said.split("\n").find((text) => text.trim()) ?? "";
  return firstWords ? `${where}: ${firstWords.trim()}` : where;
}

/** A runner that went wrong outside its tests (a file that does not load) has one failure, and one that ran nothing has failed. */
export function honest(runner: string, runnerPassed: boolean, tally: Tally): Tally {
  const saysSo = tally.failed > 0;
  if (saysSo || (runnerPassed && tally.passed > 0)) return tally;
  const failures = tally.failures.length > 0 ? tally.failures : [`${runner}: failed outside its tests, see its output`];
  return { ...tally, failed: 1, failures };
}
