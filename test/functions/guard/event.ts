/** What CloudFormation asks of a custom resource. */
import type { CloudFormationCustomResourceEvent } from "aws-lambda";

const common = {
  ServiceToken: "the function",
  ResponseURL: "http://127.0.0.1:1/answer?Signature=a-secret",
  StackId: "the stack",
  RequestId: "the request",
  LogicalResourceId: "PoliciesInUse",
  ResourceType: "Custom::PoliciesInUse",
};
const properties = (held: unknown) => ({ ServiceToken: "the function", held });

export const create = (held: unknown): CloudFormationCustomResourceEvent => ({
  ...common,
  RequestType: "Create",
  ResourceProperties: properties(held),
});

export const update = (held: unknown, old: unknown): CloudFormationCustomResourceEvent => ({
  ...common,
  RequestType: "Update",
  PhysicalResourceId: "as it was made",
  ResourceProperties: properties(held),
  OldResourceProperties: properties(old),
});

export const remove = (held: unknown): CloudFormationCustomResourceEvent => ({
  ...common,
  RequestType: "Delete",
  PhysicalResourceId: "as it was made",
  ResourceProperties: properties(held),
});
