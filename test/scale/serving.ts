/** What server.ts starts: the local database over the folder that it is given, until whoever started it lets go. */
import { startDynamoDb } from "../../infra/local/dynamodb.ts";

const server = await startDynamoDb({ folder: process.argv[2] });
process.once("disconnect", () => void server.close());
process.send?.(server.endpoint);
