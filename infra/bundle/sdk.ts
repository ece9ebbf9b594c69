/**
 * Leaves out of a bundle what the clients of AWS bring along and a function never reaches. The SDK loads both by
 * `import(…)`, and for the sake of that a bundler wraps every module which they share with the rest, so that each is read twice.
 */
import type { Plugin } from "esbuild";

/**
 * Lambda gives a function its role’s credentials in its environment, where the SDK looks first. Where else it would look, at
 * files, single sign-on, containers and the machine’s own address, is a third of a client’s code, and none of it is there.
 * Without any in the environment a function says so, instead of asking the network.
 */
export const credentialsFromTheEnvironment: Plugin = {
  name: "credentials-from-the-environment",
  setup(esbuild) {
    const namespace = "credentials-from-the-environment";
    esbuild.onResolve({ filter: /^@aws-sdk\/credential-provider-node$/ }, ({ resolveDir }) => ({
      path: "node_modules/@aws-sdk/credential-provider-node",
      namespace,
      pluginData: { resolveDir },
    }));
    esbuild.onLoad({ filter: /.*/, namespace }, ({ pluginData }) => ({
      resolveDir: (pluginData as { resolveDir: string }).resolveDir,
      contents: `export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";`,
    }));
  },
};

/** No operation that is asked for here answers with a stream of events; one that did would say so at its first call. */
export const noStreamsOfEvents: Plugin = {
  name: "no-streams-of-events",
  setup(esbuild) {
    const namespace = "no-streams-of-events";
    esbuild.onResolve({ filter: /^@smithy\/core\/event-streams$/ }, ({ kind, path }) =>
      kind === "dynamic-import" ? { path: `node_modules/${path}`, namespace } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace }, () => ({
      contents: `
        export const eventStreamSerdeProvider = undefined;
        export class EventStreamSerde {
          constructor() {
            throw new Error("Streams of events are left out of this bundle (infra/bundle/sdk.ts)");
          }
        }
      `,
    }));
  },
};
