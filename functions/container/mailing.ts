/** Sending e-mail: paced, and in a trial to one address only. */
import { SESClient } from "@aws-sdk/client-ses";
import { sesMail, type Mail } from "../mail/mail.ts";
import { paced } from "../mail/pace.ts";
import { toOneAddress } from "../mail/trial.ts";
import type { Ground } from "./ground.ts";
import { settingsFor } from "./settings.ts";

export function mailingOf({ environment, dynamoDB, clock, measure }: Ground): Mail {
  const settings = settingsFor("mailing", environment);
  const mail = paced(
    sesMail(new SESClient({}), { sender: settings.SENDER, configurationSet: settings.CONFIGURATION_SET }),
    {
      client: dynamoDB,
      table: settings.WORKING_TABLE,
      perSecond: settings.MAILS_PER_SECOND,
      clock,
      measure,
    },
  );
  return settings.MAIL_GOES_TO === "recipients" ? mail : toOneAddress(mail, settings.MAIL_GOES_TO);
}
