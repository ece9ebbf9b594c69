/** Where figures come from: the summaries, the directory and the policies that are held. */
import { publishedPolicies } from "../../policies/published.ts";
import { dynamoDBDirectory } from "../directory/dynamodb-directory.ts";
import type { FiguresDependencies } from "../figures/read.ts";
import { dynamoDBSummaries } from "../summaries/summaries.ts";
import type { Ground } from "./ground.ts";
import { partnerships } from "./partnerships.ts";

export const figuresOf = ({ dynamoDB }: Ground, workingTable: string): FiguresDependencies => ({
  summaries: dynamoDBSummaries(dynamoDB, workingTable, partnerships),
  directory: dynamoDBDirectory(dynamoDB, workingTable),
  publishedPolicies,
});
