/** Who holds which role, and at which addresses an agency's people are reached. Imported from a file, read by the functions. */
import type { Found } from "../core/commands.ts";
import type { Need } from "../core/people.ts";

/** An agency: what it is called, where its people are reached, and who holds which role in it. */
export interface Agency {
  readonly id: string;
  readonly name: string;
  /** The kind of agency, such as education or health: who holds a role can differ by it. */
  readonly kind: string;
  /** The local authority areas in which it works. */
  readonly areas: readonly string[];
  /** The own policy that it has adopted for where no local one is held, by the policy's id (TP-01). */
  readonly ownPolicy?: string | undefined;
  /** Addresses of its people are at these domains; any other is refused. */
  readonly domains: readonly string[];
  /** Where a matter goes when nobody is known for a role. */
  readonly inbox: string;
  /** By role of the policies, such as line-manager. */
  readonly roles: Readonly<Record<string, readonly { readonly name: string; readonly email: string }[]>>;
}

/** Whom to call when somebody is in danger, beside 999 (ALL-05). The number is as people read it, with spaces: “0151 496 0150”. */
export interface Telephone {
  readonly who: string;
  readonly number: string;
  /** When it is answered, in words: “weekdays from 9am to 5pm”. */
  readonly hours?: string | undefined;
}

/** A partnership: what it is called, whom to call in its area, who holds its roles, and how it wants its digests and records kept. */
export interface Partnership {
  readonly id: string;
  readonly name: string;
  readonly inbox: string;
  /** As of an agency; somebody of a group has the name of the agency for which they answer. */
  readonly roles: Readonly<
    Record<string, readonly { readonly name: string; readonly email: string; readonly agency?: string | undefined }[]>
  >;
  /** Whom to call in its area when somebody is in danger, beside 999, in this order (ALL-05). */
  readonly inDanger?: readonly Telephone[] | undefined;
  /** Where questions about an escalation are answered by telephone; by e-mail it is the inbox. */
  readonly questions?: Omit<Telephone, "who"> | undefined;
  /** The local authority areas that are its own, for one whose policy is not held here (TP-09). */
  readonly areas?: readonly string[] | undefined;
  /** When its digests are sent (ALL-12); where this is left out, at the service's own default. */
  readonly digest?: DigestTime | undefined;
  /** How long its records are kept; without it none is ever erased by age. */
  readonly retention?: readonly RetentionClass[] | undefined;
}

/**
 * How long the partnership keeps a kind of its records, by its own retention schedule: what is closed falls due for erasure
 * after it (functions/keeping/retention.ts). Without any class nothing is ever erased by age.
 */
export interface RetentionClass {
  readonly id: string;
  /** What it is about, for people. */
  readonly words: string;
  readonly records: "escalations" | "practice alerts";
  /** What has to hold of a record, each of them, one of the words of each; all records where this is left out. */
  readonly of?: RetentionConditions | undefined;
  /** Such as “25 years” or “18 months”. */
  readonly keep: string;
  /** `birth`: of the person whom the concern is about. `last entry`: of whatever people put on it, after the closing too. */
  readonly from: "closing" | "last entry" | "birth";
  /** Where that is written. */
  readonly source: string;
}

interface RetentionConditions {
  readonly subject?: readonly ("child" | "adult" | "community")[] | undefined;
  /** How it ended; of a practice alert, “actions done” or “no action needed”. */
  readonly outcome?: readonly string[] | undefined;
  /** The type of disagreement, by the policy's own id. */
  readonly disagreement?: readonly string[] | undefined;
  /** A stage that was opened. */
  readonly stage?: readonly string[] | undefined;
  readonly immediateRisk?: boolean | undefined;
  /** What was answered to a question of the policy, by the question's id. */
  readonly answers?: Readonly<Record<string, readonly string[]>> | undefined;
  /** What was chosen for a duty with options, by `<stage>/<duty>`. */
  readonly choices?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** The days of which a partnership can choose one for its week’s digest. */
export const digestDays = ["monday", "tuesday", "wednesday", "thursday", "friday"] as const;
/** The hours of working time: the schedule runs on the hour, and the working day is over at 17:00. */
export const digestHours = ["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00", "16:00"] as const;

/** The day of the week on which a week's digest is sent, and the hour in London of every digest. */
export interface DigestTime {
  readonly day: (typeof digestDays)[number];
  readonly at: (typeof digestHours)[number];
}

/** A system that may use the API, and the agency or the partnership that it speaks for, one of the two. */
export interface Client {
  readonly id: string;
  readonly agency?: string | undefined;
  readonly partnership?: string | undefined;
}

/** What a partnership is called, whom to call in danger, and whom to ask. */
export type PartnershipNamed = Pick<Partnership, "id" | "name" | "inbox" | "inDanger" | "questions">;

/** What an agency is called, and where it is reached. */
export type AgencyNamed = Pick<Agency, "id" | "name" | "inbox">;

/** What those of a partnership and its agencies whom the directory knows are called; none of their people. */
export interface Named {
  readonly partnership: PartnershipNamed | undefined;
  /** By id. */
  readonly agencies: ReadonlyMap<string, AgencyNamed>;
}

/** Who is who, as it was imported. What is not there is undefined, and never guessed; only `find` refuses, where an agency or partnership itself is unknown. */
export interface Directory {
  client(id: string): Promise<Client | undefined>;
  agency(id: string): Promise<Agency | undefined>;
  /** Every agency, by name. */
  agencies(): Promise<Agency[]>;
  /** The agency at one of whose domains an address is; of domains that lie under one another, the longest counts. */
  agencyAt(email: string): Promise<Agency | undefined>;
  partnership(id: string): Promise<Partnership | undefined>;
  /** A partnership and some agencies, in one request: what stands around a page or in an e-mail. */
  named(partnership: string, agencies: readonly string[]): Promise<Named>;
  /** The local partnership of an area, where the directory says that it is one's own. */
  partnershipOfArea(area: string): Promise<Partnership | undefined>;
  /** The people for each need, never nobody: where no holder is known, the inbox of the agency or partnership. */
  find(needs: readonly Need[]): Promise<Found[]>;
}

/** What stands after the @ of an address, in lower case. */
export const domainOf = (email: string) => email.split("@").at(-1)?.toLowerCase() ?? "";

/** Whether an address is at one of an agency's domains (or a domain under one). */
export function isAtAgency(email: string, agency: Pick<Agency, "domains">): boolean {
  const domain = domainOf(email);
  return agency.domains.some((each) => domain === each.toLowerCase() || domain.endsWith(`.${each.toLowerCase()}`));
}
