import { expect, it } from "vitest";
import { honest, tallyOfPlaywright, tallyOfVitest } from "./tally.ts";

it.each([
  ["all passed", true, { passed: 3, failed: 0 }, { passed: 3, failed: 0 }],
  ["some failed", false, { passed: 3, failed: 2 }, { passed: 3, failed: 2 }],
  ["a file did not load", false, { passed: 3, failed: 0 }, { passed: 3, failed: 1 }],
  ["nothing ran", true, { passed: 0, failed: 0 }, { passed: 0, failed: 1 }],
  ["the runner did not start", false, { passed: 0, failed: 0 }, { passed: 0, failed: 1 }],
  ["failures that the runner forgave", true, { passed: 3, failed: 1 }, { passed: 3, failed: 1 }],
])("%s", (_case, runnerPassed, tally, counted) => {
  expect(honest("runner", runnerPassed, { ...tally, failures: [] })).toMatchObject(counted);
});

it("says which runner failed outside its tests, unless a file says more", () => {
  const tally = { passed: 3, failed: 0, failures: [] };
  expect(honest("vitest", false, tally).failures).toEqual(["vitest: failed outside its tests, see its output"]);
  expect(honest("vitest", false, { ...tally, failures: ["a.test.ts: no such module"] }).failures).toEqual([
    "a.test.ts: no such module",
  ]);
});

it("reads vitest's report: the failed tests, and the files that did not load", () => {
  const testResults = [
    {
      name: "a.test.ts",
      status: "failed",
      assertionResults: [
        { fullName: "adds", status: "passed" },
        { fullName: "divides", status: "failed", failureMessages: ["Error: by zero\n    at a.test.ts:3"] },
      ],
    },
    { name: "b.test.ts", status: "failed", message: "no such module", assertionResults: [] },
    { name: "c.test.ts", status: "passed", assertionResults: [] },
  ];
  expect(tallyOfVitest({ numPassedTests: 5, numFailedTests: 1, testResults })).toEqual({
    passed: 5,
    failed: 1,
    failures: ["a.test.ts › divides: Error: by zero", "b.test.ts: no such module"],
  });
});

it("reads Playwright's report, suites within suites, and names a flaky test", () => {
  const test = (status: string, ...results: object[]) => ({ projectName: "phone", status, results });
  const spec = (title: string, ...tests: ReturnType<typeof test>[]) => ({ file: "buy.spec.ts", title, tests });
  const flaky = spec("pays", test("flaky", { error: { message: "\nno answer\nat x" } }, {}));
  const failed = spec("refunds", test("unexpected", { error: { message: "no money" } }));
  const suites = [{ specs: [spec("looks", test("expected", {})), failed], suites: [{ specs: [flaky] }] }];
  expect(tallyOfPlaywright({ stats: { expected: 4, unexpected: 1, flaky: 1 }, suites })).toEqual({
    passed: 5,
    failed: 1,
    failures: ["[phone] buy.spec.ts › refunds: no money"],
    flaky: ["[phone] buy.spec.ts › pays: no answer"],
  });
});
