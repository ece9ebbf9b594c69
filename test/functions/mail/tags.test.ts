import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aboutOf, tagsOf } from "../../../functions/mail/tags.ts";

/** As SES gives tags back with a report. */
const reported = (tags: { readonly Name: string; readonly Value: string }[]) =>
  Object.fromEntries(tags.map(({ Name, Value }) => [Name, [Value]]));

const reference = fc.stringMatching(/^(PA-)?[0-9A-Z]{4}-[0-9A-Z]{4}$/);
const bytes = (text: string) => Buffer.byteLength(text, "utf8");

describe("the tags of an email", () => {
  it("come back from SES as what they were made of, whatever a notice is called", () => {
    fc.assert(
      fc.property(reference, fc.string({ unit: "binary", minLength: 1, maxLength: 40 }), (reference, notice) => {
        // A text that is no text, half a pair of surrogates, is none of our ids.
        fc.pre(notice.isWellFormed() && bytes(notice) <= 192);
        expect(aboutOf(reported(tagsOf({ reference, notice })))).toEqual({ reference, notice });
      }),
    );
    expect(aboutOf(reported(tagsOf({ reference: "DIGEST-knowsley" })))).toEqual({ reference: "DIGEST-knowsley" });
  });

  it("are such as SES takes: letters, digits, hyphens and underscores, at most 256", () => {
    fc.assert(
      fc.property(reference, fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), (reference, notice) => {
        fc.pre(bytes(notice) <= 192);
        for (const { Name, Value } of tagsOf({ reference, notice })) {
          expect(Name).toMatch(/^[\w-]{1,256}$/);
          expect(Value).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
        }
      }),
    );
  });

  it.each([
    ["a reference with a space", { reference: "7K3M 9QXD" }, "reference"],
    ["an address for a reference", { reference: "chair@kscp.example" }, "reference"],
    ["no reference", { reference: "" }, "reference"],
    ["a reference that is too long", { reference: "a".repeat(257) }, "reference"],
    ["a notice without a name", { reference: "7K3M-9QXD", notice: "" }, "notice"],
    ["a notice that is too long once encoded", { reference: "7K3M-9QXD", notice: "a".repeat(193) }, "notice"],
  ])("are refused for %s, since a bounce of it would find nothing", (_, about, name) => {
    expect(() => tagsOf(about)).toThrow(`The ${name} cannot be put in a tag`);
  });

  it("hold a notice of 192 bytes, which is 256 characters once encoded", () => {
    const notice = "a".repeat(192);
    expect(aboutOf(reported(tagsOf({ reference: "7K3M-9QXD", notice })))).toEqual({ reference: "7K3M-9QXD", notice });
  });

  it("of somebody else's e-mail are about nothing of ours", () => {
    expect(aboutOf({})).toBeUndefined();
    expect(aboutOf({ reference: [] })).toBeUndefined();
    expect(aboutOf({ "ses:source-ip": ["192.0.2.1"], notice: ["YQ"] })).toBeUndefined();
  });
});
