/** The floor of a bundle: a handler with the same clients and commands of the AWS SDK, and with nothing else. */
import type { Contents } from "../../../infra/bundle/index.ts";

const ofTheSdk =
  /^node_modules\/(@aws-sdk\/(?:client|lib)-[^/]+)\/dist-es\/(?:commands\/)?(\w+(?:Client|Command))\.js$/;

/**
 * The source of such a handler, for what is in a bundle. It makes its clients when it is loaded, as every function does: they are then ready for the first
 * event, and Lambda lends the loading of a function a whole processor.
 */
export function floorOf(contents: Contents): string {
  const used = [...contents]
    .flatMap(([file, bytes]) => {
      const [, from, name] = ofTheSdk.exec(file) ?? [];
      return from && name && bytes > 0 ? [{ from, name }] : [];
    })
    .toSorted((a, b) => (`${a.from} ${a.name}` < `${b.from} ${b.name}` ? -1 : 1));
  const imports = used.map(({ from, name }) => `import { ${name} } from "${from}";`);
  const ready = used.map(({ name }) => {
    if (name === "DynamoDBDocumentClient") return `${name}.from(new DynamoDBClient({}))`;
    return name.endsWith("Client") ? `new ${name}({})` : name;
  });
  return `${imports.join("\n")}\nconst ready = [${ready.filter((each) => each !== "new DynamoDBClient({})").join(", ")}];\nexport const handler = async () => ready;\n`;
}
