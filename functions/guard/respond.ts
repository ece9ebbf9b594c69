/** Answering CloudFormation: a PUT to the address that it signed for this one answer. Whoever has the address can answer. */
import type { CloudFormationCustomResourceEvent, CloudFormationCustomResourceResponse } from "aws-lambda";
import { nameOf, type Log } from "../log.ts";
import type { Verdict } from "./guard.ts";

/** The resource is the same one for as long as its stack has it; another id would have it deleted and made anew. */
const physicalId = "policy-versions-in-use";
/** What CloudFormation takes, in bytes, the whole answer counted. */
const mostBytes = 4096;
const tries = 4;

export interface RespondOptions {
  readonly fetch: typeof fetch;
  /** How long one try may take, in milliseconds. */
  readonly timeout: number;
  /** Waits before another try; in milliseconds. */
  readonly pause: (milliseconds: number) => Promise<void>;
  readonly log: Log;
}

/** @returns what answers. It throws an Error, which does not show the address, where CloudFormation takes no answer. */
export function respondTo({ fetch, timeout, pause, log }: RespondOptions) {
  return async (event: CloudFormationCustomResourceEvent, verdict: Verdict): Promise<void> => {
    const body = Buffer.from(answerTo(event, verdict));
    for (let attempt = 1; ; attempt++) {
      const problem = await put(event.ResponseURL, body);
      if (problem === undefined) return;
      log("warn", "CloudFormation did not take the answer", { attempt, problem });
      if (attempt === tries) throw new Error(`CloudFormation did not take the answer: ${problem}`);
      await pause(1000 * 2 ** (attempt - 1));
    }
  };

  /** @returns what was wrong, or undefined */
  async function put(url: string, body: Buffer<ArrayBuffer>): Promise<string | undefined> {
    try {
      const response = await fetch(url, {
        method: "PUT",
        // The address was signed for an answer without a type.
        headers: { "content-type": "", "content-length": String(body.byteLength) },
        body,
        signal: AbortSignal.timeout(timeout),
      });
      await response.arrayBuffer();
      return response.ok ? undefined : `status ${response.status}`;
    } catch (error) {
      return nameOf(error);
    }
  }
}

function answerTo(event: CloudFormationCustomResourceEvent, verdict: Verdict): string {
  const same = {
    PhysicalResourceId: event.RequestType === "Create" ? physicalId : event.PhysicalResourceId,
    StackId: event.StackId,
    RequestId: event.RequestId,
    LogicalResourceId: event.LogicalResourceId,
  };
  if (verdict.Status === "SUCCESS")
    return JSON.stringify({ ...same, Status: "SUCCESS" } satisfies CloudFormationCustomResourceResponse);
  const withReason = (reason: string) =>
    JSON.stringify({ ...same, Status: "FAILED", Reason: reason } satisfies CloudFormationCustomResourceResponse);
  let answer = withReason(verdict.Reason);
  let kept = verdict.Reason.length;
  while (Buffer.byteLength(answer) > mostBytes) {
    kept -= Math.max(1, Math.ceil((Buffer.byteLength(answer) - mostBytes) / 3));
    answer = withReason(`${verdict.Reason.slice(0, kept)}… The log of the guard has the rest.`);
  }
  return answer;
}
