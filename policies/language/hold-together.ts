/** What one part of a policy file says of another: roles, stages, clocks and questions that are named exist, in order. */
import type * as z from "zod";
import type { Shows } from "./shows.ts";
import { subjects, type Condition } from "./parts.ts";
import type { Policy, StartEvent } from "./schema.ts";

/** Adds a problem, with what to write instead, for everything that is named and is not there. */
export function holdTogether(policy: Policy, context: z.RefinementCtx): void {
  const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
  const stages = policy.stages.map((each) => each.stage);
  const known = Object.keys(policy.roles);
  const last = policy.stages.length - 1;

  const checkStage = (name: string, path: (string | number)[]) => {
    if (!stages.includes(name)) refuse(path, `there is no stage “${name}”: the stages are ${stages.join(", ")}`);
  };
  const checkRole = (name: string, path: (string | number)[], held?: "agency" | "partnership") => {
    const found = policy.roles[name];
    if (!found) refuse(path, `there is no role “${name}”: the roles are ${known.join(", ")}`);
    else if (held && found.heldIn !== held)
      refuse(path, `“${name}” is held in the ${found.heldIn}, and is named here as somebody of the ${held}`);
  };
  const checkCondition = (onlyIf: Condition | undefined, path: (string | number)[]) => {
    for (const [name, wanted] of Object.entries(onlyIf ?? {})) {
      const asked = policy.asksWhenRaised.find((each) => each.id === name);
      const possible =
        name === "subject"
          ? subjects
          : asked?.answer === "yes or no"
            ? ["yes", "no"]
            : asked?.options?.map((each) => each.id);
      if (!asked && name !== "subject")
        refuse(
          [...path, name],
          `nothing called “${name}” is asked when a concern is raised: ask it under “asks when raised”, or write “subject”`,
        );
      else if (!possible)
        refuse(
          [...path, name],
          `the answer to “${name}” is free: only yes or no, one of and any of can decide something`,
        );
      else
        wanted.forEach((each) => {
          if (!(possible as readonly string[]).includes(each))
            refuse([...path, name], `“${each}” is no answer to “${name}”: the answers are ${possible.join(", ")}`);
        });
    }
  };
  const checkShows = (shows: Shows, path: (string | number)[]) => {
    if ("stage" in shows && shows.stage) checkStage(shows.stage, path);
    if (shows.fact === "date told") {
      checkRole(shows.role, path);
      const told = policy.stages.find((each) => each.stage === shows.stage);
      if (told && !told.inform.some((each) => each.who === shows.role) && told.body?.role !== shows.role)
        refuse(path, `“${shows.role}” is not told of stage “${shows.stage}”: name them under its “inform”`);
    }
    if (shows.fact === "answer") {
      const asked = shows.stage
        ? policy.stages.flatMap((each) =>
            each.stage === shows.stage
              ? [
                  ...each.pageAsks.raisingSide,
                  ...each.pageAsks.receivingSide,
                  ...each.pageAsks.body,
                  ...each.beforeItGoesOn,
                ]
              : [],
          )
        : [...policy.asksWhenRaised, ...(policy.beforeTheFormalProcess?.confirms ?? [])];
      if (!asked.some((each) => each.id === shows.question))
        refuse(
          path,
          `nothing called “${shows.question}” is asked ${shows.stage ? `at stage “${shows.stage}”` : "when a concern is raised"}`,
        );
    }
  };
  const checkStart = (from: StartEvent, path: (string | number)[], at: number, otherwise = false) => {
    if (from.event === "answer") {
      const asked = policy.asksWhenRaised.find((each) => each.id === from.question);
      if (!asked) refuse(path, `nothing called “${from.question}” is asked when a concern is raised`);
      else if (asked.answer !== "date") refuse(path, `the answer to “${from.question}” is not a date`);
      else if (!otherwise && (!asked.required || asked.whenAnAgencyIs))
        refuse(
          path,
          `“${from.question}” may stay without an answer: say what the clock runs from then, with “otherwise from”`,
        );
      return;
    }
    if (!("stage" in from) || !from.stage) return;
    checkStage(from.stage, path);
    if (stages.indexOf(from.stage) >= at)
      refuse(path, `“${from.stage}” does not come before this stage and cannot start its clock`);
    if (
      from.event === "deadline" &&
      !policy.stages.find((s) => s.stage === from.stage)?.clocks.some((c) => c.clock === from.clock)
    )
      refuse(path, `stage “${from.stage}” has no clock “${from.clock}”`);
  };

  const repeated = (names: string[], path: (index: number) => (string | number)[], what: string) =>
    names.forEach((name, index) => {
      if (names.indexOf(name) < index) refuse(path(index), `there are two ${what} called “${name}”: give each its own`);
    });
  repeated(stages, (index) => ["stages", index, "stage"], "stages");
  policy.stages.forEach((each, index) => {
    // What runs a policy waits by these names: after the end of all stages, for a checklist, for the answer to a proposal.
    if (["after-the-end", "raise", "end", "ended"].includes(each.stage))
      refuse(
        ["stages", index, "stage"],
        `“${each.stage}” is taken, by the service itself: call the stage something else`,
      );
    each.clocks.forEach(({ clock }, n) => {
      if (clock === "checklist" || clock === "answer-proposal")
        refuse(["stages", index, "clocks", n, "clock"], `“${clock}” is taken: call the clock something else`);
    });
    each.afterwards.forEach(({ duty }, n) => {
      if (duty === "checklist" || duty === "answer-proposal")
        refuse(["stages", index, "afterwards", n, "duty"], `“${duty}” is taken: call the duty something else`);
    });
  });
  repeated(
    policy.disagreements.map((each) => each.id),
    (index) => ["disagreements", index, "id"],
    "types of disagreement",
  );

  const whose = [policy.area, policy.region, policy.ownPolicyOfAnOrganisation || undefined].filter(
    (each) => each !== undefined,
  );
  if (whose.length === 0)
    refuse(["area"], "say for which “area” or “region” it is, or “own policy of an organisation: true”");
  if (whose.length > 1)
    refuse(
      [policy.ownPolicyOfAnOrganisation ? "ownPolicyOfAnOrganisation" : "region"],
      "a policy is an area’s, a region’s or an organisation’s own, and only one of these",
    );
  if (policy.besideALocalPolicy && !policy.ownPolicyOfAnOrganisation)
    refuse(["besideALocalPolicy"], "only an organisation’s own policy can hold beside a local one");
  repeated(
    [...policy.asksWhenRaised, ...(policy.beforeTheFormalProcess?.confirms ?? [])].map((each) => each.id),
    (n) =>
      n < policy.asksWhenRaised.length
        ? ["asksWhenRaised", n, "id"]
        : ["beforeTheFormalProcess", "confirms", n - policy.asksWhenRaised.length, "id"],
    "questions",
  );
  policy.asksWhenRaised.forEach((each, n) => {
    if (each.id === "subject")
      refuse(["asksWhenRaised", n, "id"], "whom it concerns is always asked: call this something else");
  });
  const formal = policy.stages.findIndex((each) => !each.informal);
  if (formal === -1) refuse(["stages"], "a policy needs at least one stage that is not informal");
  policy.stages.forEach((each, n) => {
    if (each.informal && n > formal)
      refuse(
        ["stages", n, "informal"],
        "informal stages come before the formal ones: move this stage up, or leave out “informal”",
      );
    if (each.informal && !policy.beforeTheFormalProcess)
      refuse(["stages", n, "informal"], "say under “before the formal process” when this stage opens");
  });
  const before = policy.beforeTheFormalProcess;
  if (before) {
    checkStage(before.otherwiseOpensAt, ["beforeTheFormalProcess", "otherwiseOpensAt"]);
    if (policy.stages.some((each) => each.stage === before.otherwiseOpensAt && !each.informal))
      refuse(["beforeTheFormalProcess", "otherwiseOpensAt"], `“${before.otherwiseOpensAt}” is not an informal stage`);
  }
  policy.mayOpenAt.forEach((each, n) => {
    checkStage(each.stage, ["mayOpenAt", n, "stage"]);
    if (stages.indexOf(each.stage) <= formal)
      refuse(["mayOpenAt", n, "stage"], "a concern enters at the first stage anyway: name a later one");
  });
  if (policy.practiceAlerts) checkRole(policy.practiceAlerts.group, ["practiceAlerts", "group"], "partnership");
  policy.digests.forEach((each, n) => {
    checkRole(each.to, ["digests", n, "to"], "partnership");
    if (each.passedOnTo && !policy.ownPolicyOfAnOrganisation)
      refuse(["digests", n, "passedOnTo"], "only an organisation’s own figures are passed on to local partnerships");
  });
  policy.forms.forEach((each, n) => {
    checkStage(each.fromStage, ["forms", n, "fromStage"]);
    each.parts.forEach((part, p) =>
      part.fields.forEach((field, f) =>
        field.shows.forEach((one, i) =>
          checkShows(one, ["forms", n, "parts", p, "fields", f, "shows", ...(field.shows.length > 1 ? [i] : [])]),
        ),
      ),
    );
  });
  repeated(
    policy.forms.map((each) => each.form),
    (n) => ["forms", n, "form"],
    "forms",
  );
  policy.scope.forEach((_, n) => {
    if (policy.ownPolicyOfAnOrganisation)
      refuse(["scope", n, "rule"], "this is about an area: an organisation’s own policy has none");
  });
  if (policy.immediateRisk.opensAt) checkStage(policy.immediateRisk.opensAt, ["immediateRisk", "opensAt"]);
  for (const [name, { heldIn, namedAs, through, differs, standIn }] of Object.entries(policy.roles)) {
    differs.forEach((each, n) => {
      each.is.forEach((one, place) => checkRole(one, ["roles", name, "differs", n, "is", place], "agency"));
      checkCondition(each.onlyIf, ["roles", name, "differs", n, "onlyIf"]);
      if (!each.inAgenciesOfKind && !each.onlyIf)
        refuse(["roles", name, "differs", n], "say where it differs: “in agencies of kind” or “only if”, or both");
      if (heldIn === "partnership")
        refuse(["roles", name, "differs", n], "only somebody of an agency differs by the agency");
    });
    standIn?.forEach((one, place) => {
      checkRole(one, ["roles", name, "standIn", place], heldIn);
      if (one === name) refuse(["roles", name, "standIn", place], "nobody stands in for themselves");
    });
    if (through && heldIn === "agency")
      refuse(["roles", name, "through"], "somebody of an agency is not reached through the partnership’s inbox");
    if (namedAs && heldIn === "partnership")
      refuse(["roles", name, "namedAs"], "a concern names people of the two agencies, and nobody of the partnership");
  }
  const countsFromDisagreement = policy.stages.some((each) =>
    each.clocks.some((one) => one.from.event === "disagreement arose"),
  );
  if (policy.raise?.thenCountFrom && !countsFromDisagreement)
    refuse(["raise", "thenCountFrom"], "no clock counts from “disagreement arose”, so raising late changes none");

  policy.stages.forEach((each, index) => {
    const at = (...path: (string | number)[]) => ["stages", index, ...path];
    each.raisingSide?.forEach((name, n) => checkRole(name, at("raisingSide", n), "agency"));
    each.receivingSide?.forEach((name, n) => checkRole(name, at("receivingSide", n), "agency"));
    if (each.body)
      checkRole(each.body.role, at("body", "role"), each.body.of === "partnership" ? "partnership" : "agency");
    if (each.body?.standIn) checkRole(each.body.standIn, at("body", "standIn"), "partnership");
    if (each.body && each.body.of !== "partnership") {
      if (each.body.through === "partnership inbox")
        refuse(at("body", "through"), "a body of an agency is not reached through the partnership: write “the holder”");
      if (each.body.standIn)
        refuse(
          at("body", "standIn"),
          "only a body of the partnership has a stand-in: in an agency, the matter is handed on",
        );
    }
    each.inform.forEach((one, n) => checkCondition(one.onlyIf, at("inform", n, "onlyIf")));
    if (each.unresolvedBy === "either side" && each.endsBy !== "agreement")
      refuse(at("unresolvedBy"), "only a stage of two sides can be declared unresolved");
    if (each.beforeItGoesOn.length > 0 && index === last)
      refuse(at("beforeItGoesOn"), "the last stage goes nowhere, so nothing has to come before that");
    if (each.checklist && !(each.checklist.of === "raising side" ? each.raisingSide : each.receivingSide)) {
      if (each.body?.of !== each.checklist.of)
        refuse(at("checklist", "of"), `nobody acts for the ${each.checklist.of} at this stage`);
    }
    each.checklist?.items.forEach((one, n) => checkCondition(one.onlyIf, at("checklist", "items", n, "onlyIf")));
    repeated(
      each.checklist?.items.map((one) => one.item) ?? [],
      (n) => at("checklist", "items", n, "item"),
      "items of this checklist",
    );
    if (each.mayAskAdviceOf) checkRole(each.mayAskAdviceOf.role, at("mayAskAdviceOf", "role"), "agency");
    if (each.mayIncludeFurtherManagers && !(each.raisingSide && each.receivingSide))
      refuse(at("mayIncludeFurtherManagers"), "a further manager joins one of two sides, and this stage has not both");
    for (const side of ["raisingSide", "receivingSide", "body"] as const)
      each.pageAsks[side].forEach((one, n) => {
        if (!one.tells) return;
        checkRole(
          one.tells.role,
          at("pageAsks", side, n, "tells", "role"),
          one.tells.of === "partnership" ? "partnership" : "agency",
        );
        if (one.answer !== "yes or no")
          refuse(
            at("pageAsks", side, n, "tells"),
            "somebody is told where the answer is yes: make it a “yes or no” question",
          );
      });
    each.inform.forEach((one, n) => {
      const alike = (other: typeof one) =>
        other.who === one.who && (other.of === one.of || other.of === "each side" || one.of === "each side");
      if (each.inform.findIndex(alike) < n)
        refuse(at("inform", n, "who"), `“${one.who}” is told of this stage already: say all of “when” in one place`);
    });
    each.inform.forEach((one, n) =>
      checkRole(one.who, at("inform", n, "who"), one.of === "partnership" ? "partnership" : "agency"),
    );
    each.afterwards.forEach((one, n) => {
      if ((one.kind === "choice") !== (one.options !== undefined))
        refuse(
          at("afterwards", n, "options"),
          "a duty of the kind “choice” has “options” to choose from, and no other has",
        );
      if (one.by !== "partnership") {
        if (one.role)
          refuse(
            at("afterwards", n, "role"),
            "only a duty of the partnership’s has a role: a side’s is owed by those who acted for it",
          );
        return;
      }
      if (one.to === "counterpart")
        refuse(
          at("afterwards", n, "to"),
          "the partnership has no counterpart: write “raising practitioner” or “partnership”",
        );
      if (!one.role) refuse(at("afterwards", n), "a duty of the partnership's needs “role”: whose it is");
      else if (!each.inform.some((told) => told.who === one.role && told.of === "partnership"))
        refuse(
          at("afterwards", n, "role"),
          `“${one.role}” is not told of this stage and cannot owe anything: name them under “inform” first`,
        );
    });
    if (each.mayRefer) {
      checkStage(each.mayRefer.to, at("mayRefer", "to"));
      if (stages.indexOf(each.mayRefer.to) <= index)
        refuse(at("mayRefer", "to"), "a matter is referred to a later stage");
    }
    repeated(
      [...each.clocks.map((c) => c.clock), ...each.afterwards.map((d) => d.duty)],
      (n) => (n < each.clocks.length ? at("clocks", n, "clock") : at("afterwards", n - each.clocks.length, "duty")),
      "clocks in this stage",
    );
    each.clocks.forEach((one, n) => {
      checkStart(one.from, at("clocks", n, "from"), index, one.otherwiseFrom !== undefined);
      if (one.otherwiseFrom) checkStart(one.otherwiseFrom, at("clocks", n, "otherwiseFrom"), index);
      one.orSooner.forEach((other, place) => {
        checkStart(other.from, at("clocks", n, "orSooner", place, "from"), index, true);
        if (!["raised", "disagreement arose", "stage opened", "answer", "deadline"].includes(other.from.event))
          refuse(
            at("clocks", n, "orSooner", place, "from"),
            "what comes sooner must have begun when the stage opens: write “raised”, “disagreement arose”, “stage opened”, “answer <question>” or “deadline <clock> of <stage>”",
          );
      });
      one.instead.forEach((other, place) => checkCondition(other.onlyIf, at("clocks", n, "instead", place, "onlyIf")));
      if (one.from.event === "meeting held" && "stage" in one.from && !one.otherwiseFrom)
        refuse(
          at("clocks", n, "from"),
          "a meeting may never be held: say what the clock runs from then, with “otherwise from”",
        );
      if (one.from.event === "meeting held" && !("stage" in one.from))
        refuse(
          at("clocks", n, "from"),
          "no meeting has been held when a stage opens: name an earlier stage, “meeting held in <stage>”",
        );
      if (one.from.event === "resolution reached" || one.from.event === "outcome given")
        refuse(at("clocks", n, "from"), "what is due after the end of a stage belongs under “afterwards”");
      if (one.whenPassed === "climb" && index === last)
        refuse(at("clocks", n, "whenPassed"), "the last stage has nowhere to climb: write “chase” with “chase every”");
      if (one.leavesTimeFor) {
        const later = policy.stages.find((s) => s.stage === one.leavesTimeFor?.stage);
        if (!later?.clocks.some((c) => c.clock === one.leavesTimeFor?.clock))
          refuse(
            at("clocks", n, "leavesTimeFor"),
            `there is no clock “${one.leavesTimeFor.clock}” in a stage “${one.leavesTimeFor.stage}”`,
          );
      }
    });
    each.afterwards.forEach((one, n) => {
      const ending = each.endsBy === "agreement" ? "resolution reached" : "outcome given";
      const itsOwn = one.from.event === "meeting held" && !("stage" in one.from);
      if (one.from.event !== ending && !itsOwn && one.from.event !== "stage opened")
        refuse(
          at("afterwards", n, "from"),
          `nothing would start this: what is owed at this stage runs from “stage opened”, “meeting held” or “${ending}”`,
        );
    });
    for (const side of ["raisingSide", "receivingSide", "body"] as const)
      repeated(
        each.pageAsks[side].map((one) => one.id),
        (n) => at("pageAsks", side, n, "id"),
        "questions of this page",
      );
    if (index < last && !each.clocks.some((one) => one.whenPassed === "climb"))
      refuse(at("clocks"), "nothing would make this stage climb: give one clock “when passed: climb”");
    if (index < last && each.endsBy !== "agreement")
      refuse(
        at("endsBy"),
        "only the last stage ends by a body's word: write “agreement”, or put this stage last. What another body does after it is a “review” under “afterwards”",
      );
  });
}
