/** What holds for every form, each where it can be reached. */
import { describe, expect, it } from "vitest";
import { places } from "./places.ts";
import { hidden, name } from "./support.ts";

describe.each(Object.entries(places))("the form %s", (id, place) => {
  it("says what is missing and keeps what was typed, and sent twice is then recorded once", async () => {
    const { made, path, key = id, fields, event } = await place();
    const count = () => made.events().filter((each) => each === event).length;
    const before = count();
    const refused = await made.send(path, key, fields);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("There is a problem Enter your name");
    for (const typed of Object.values(fields)) expect(refused.html).toContain(typed);
    expect(count()).toBe(before);
    const sent = { ...hidden(refused.html), ...fields, ...name };
    const done = await made.post(path, sent);
    expect(done.status).toBe(200);
    expect(done.text).not.toContain("This has been recorded already");
    const again = await made.post(path, sent);
    expect(again.status).toBe(200);
    expect(again.text).toContain("This has been recorded already");
    expect(count()).toBe(before + 1);
  });

  it("asks for the person's own name first, and for something with its own words", async () => {
    const { made, path, key = id } = await place();
    const page = await made.post(path, { do: "continue" });
    expect(page.html).toContain(`value="${key}"`);
    const { html, text } = await made.post(path, { do: "choose", form: key });
    const inputs = [...html.matchAll(/<(?:input|textarea)(?=[^>]* name="([^"]+)")(?![^>]*type="hidden")/g)];
    expect(inputs[0]?.[1]).toBe("your-name");
    expect(text).not.toMatch(/undefined|\[object|e-mail/);
  });
});
