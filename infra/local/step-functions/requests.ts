/** What Step Functions may be asked, as the AWS SDK sends it, and how it refuses. */
import * as z from "zod";

/** An error as Step Functions answers it. */
export class ServiceError extends Error {
  readonly type: string;
  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}

const arnField = z.string().min(1).max(256);
const pageFields = { maxResults: z.int().min(0).max(1000).optional(), nextToken: z.string().optional() };
/** What each operation that is answered here may be asked. */
export const schemas = {
  StartExecution: z.object({
    stateMachineArn: arnField,
    name: z.string().optional(),
    input: z.string().max(262_144).optional(),
  }),
  StopExecution: z.object({
    executionArn: arnField,
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
  DescribeExecution: z.object({ executionArn: arnField }),
  ListExecutions: z.object({
    stateMachineArn: arnField,
    statusFilter: z.enum(["RUNNING", "SUCCEEDED", "FAILED", "ABORTED", "TIMED_OUT"]).optional(),
    ...pageFields,
  }),
  GetExecutionHistory: z.object({ executionArn: arnField, reverseOrder: z.boolean().optional(), ...pageFields }),
  SendTaskSuccess: z.object({ taskToken: z.string().min(1), output: z.string() }),
  SendTaskFailure: z.object({
    taskToken: z.string().min(1),
    error: z.string().max(256).optional(),
    cause: z.string().max(32_768).optional(),
  }),
  SendTaskHeartbeat: z.object({ taskToken: z.string().min(1) }),
  ListStateMachines: z.object({}),
  DescribeStateMachine: z.object({ stateMachineArn: arnField }),
};
export type Operation = keyof typeof schemas;
export type Body<O extends Operation> = z.infer<(typeof schemas)[O]>;

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/** One page of a list, by an offset as its token. Like Step Functions, 100 to a page unless asked otherwise. */
export function page<T>(all: readonly T[], asked: { maxResults?: number | undefined; nextToken?: string | undefined }) {
  const from = asked.nextToken === undefined ? 0 : Number(asked.nextToken);
  if (!Number.isSafeInteger(from) || from < 0) throw new ServiceError("InvalidToken", "Invalid next token");
  const to = from + (asked.maxResults || 100);
  return { items: all.slice(from, to), ...(to < all.length ? { nextToken: String(to) } : {}) };
}

/** @throws ServiceError for a name that Step Functions refuses */
export function checkName(name: string): void {
  // oxlint-disable-next-line no-control-regex -- these are what Step Functions refuses
  if (name === "" || name.length > 80 || /[\s<>{}[\]?*"#%\\^|~`$&,;:/\u0000-\u001f\u007f-\u009f]/.test(name)) {
    throw new ServiceError("InvalidName", `Invalid Name: '${name}'`);
  }
}
