/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-commands.h"

#include <string.h>

/* Error codes of UM0701 chapter 7.1 */
#define STATUS_OK 0x00
#define STATUS_TIMEOUT 0x01
#define STATUS_WRONG_CONTEXT 0x27
#define STATUS_HIGH 0x80 /* no status has it: libnfc calls abort () on it */

#define PARAMETER_AUTOMATIC_RATS 0x10
#define RETRY_FOR_EVER 0xFF
#define BAUD_TYPE_A_106 0x00
#define SAM_NORMAL 0x01
#define WAKE_UP_BY_HSU 0x10

typedef struct
{
  const guint8 *bytes;
  gsize length;
} Parameters;

typedef Pn532Outcome (*Handler) (Pn532Core *core, Parameters parameters, GByteArray *response);

typedef struct
{
  guint8 code;
  gsize least, most; /* bytes after the code */
  Handler handler;
} Command;

static Pn532Outcome
add (GByteArray *response, guint8 byte)
{
  g_byte_array_append (response, &byte, 1);
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
add_status (Pn532Core *core, GByteArray *response, guint8 status)
{
  core->last_error = status;
  return add (response, status | (core->high_status ? STATUS_HIGH : 0));
}

static Pn532Outcome
diagnose (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  switch (parameters.bytes[0])
    {
    case 0x00: /* communication line: echo */
      g_byte_array_append (response, parameters.bytes, parameters.length);
      return PN532_OUTCOME_ANSWERED;
    case 0x01: /* ROM */
    case 0x02: /* RAM */
    case 0x07: /* antenna */
      return add (response, STATUS_OK);
    case 0x06: /* is the ISO 14443-4 chip still there */
      return add_status (core, response,
                         core->n_targets > 0 && core->targets[0] != NULL ? STATUS_OK : STATUS_TIMEOUT);
    default:
      return PN532_OUTCOME_REFUSED;
    }
}

static Pn532Outcome
get_firmware_version (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  const guint8 version[] = { 0x32, 0x01, 0x06, 0x07 }; /* PN532 v1.6; ISO 18092, 14443 A and B */
  g_byte_array_append (response, version, sizeof version);
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
get_general_status (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  add (response, core->last_error);
  add (response, core->field.powered);
  add (response, (guint8) core->n_targets);
  for (guint i = 0; i < core->n_targets; i++)
    {
      const guint8 target[] = { (guint8) (i + 1), 0x00, 0x00, 0x10 }; /* 106 kbps both ways, type A */
      g_byte_array_append (response, target, sizeof target);
    }
  return add (response, 0x80);
}

static Pn532Outcome
read_register (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  if (parameters.length % 2 != 0)
    return PN532_OUTCOME_REFUSED;
  for (gsize i = 0; i < parameters.length; i += 2)
    add (response, core->registers[parameters.bytes[i] << 8 | parameters.bytes[i + 1]]);
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
write_register (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  if (parameters.length % 3 != 0)
    return PN532_OUTCOME_REFUSED;
  for (gsize i = 0; i < parameters.length; i += 3)
    core->registers[parameters.bytes[i] << 8 | parameters.bytes[i + 1]] = parameters.bytes[i + 2];
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
read_gpio (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  const guint8 ports[] = { 0x3F, 0x06, 0x00 }; /* P3 and P7 pulled up; strapped for HSU */
  g_byte_array_append (response, ports, sizeof ports);
  return PN532_OUTCOME_ANSWERED;
}

/* Nothing here hangs on the ports or on the line's speed: a pty has none. */
static Pn532Outcome
accept_unseen (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
set_parameters (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  core->parameters = parameters.bytes[0];
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
sam_configuration (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  guint8 mode = parameters.bytes[0];
  if (mode < SAM_NORMAL || mode > 0x04)
    return PN532_OUTCOME_REFUSED;
  core->sam_mode = mode;
  core->normal_mode = TRUE;
  return PN532_OUTCOME_ANSWERED;
}

static void
release_targets (Pn532Core *core)
{
  core->n_targets = 0;
  memset (core->targets, 0, sizeof core->targets);
}

static void
power_field (Pn532Core *core, gboolean on)
{
  pn532_field_power (&core->field, on && core->normal_mode);
}

static Pn532Outcome
power_down (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  if ((parameters.bytes[0] & WAKE_UP_BY_HSU) == 0)
    return PN532_OUTCOME_REFUSED; /* the chip would never be heard of again */
  power_field (core, FALSE);
  release_targets (core);
  add_status (core, response, STATUS_OK);
  return PN532_OUTCOME_POWERED_DOWN;
}

static Pn532Outcome
rf_configuration (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  static const struct
  {
    guint8 item;
    gsize length;
  } items[] = { { 0x01, 1 },  { 0x02, 3 }, { 0x04, 1 }, { 0x05, 3 },
                { 0x0A, 11 }, { 0x0B, 8 }, { 0x0C, 3 }, { 0x0D, 9 } };
  gboolean known = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    known |= items[i].item == parameters.bytes[0] && items[i].length == parameters.length - 1;
  if (!known)
    return PN532_OUTCOME_REFUSED;
  if (parameters.bytes[0] == 0x01)
    power_field (core, (parameters.bytes[1] & 0x01) != 0);
  if (parameters.bytes[0] == 0x05)
    core->activation_retries = parameters.bytes[3];
  return PN532_OUTCOME_ANSWERED;
}

static void
add_target (Pn532Core *core, Pn532Picc *picc, GByteArray *response)
{
  core->targets[core->n_targets++] = picc;
  add (response, (guint8) core->n_targets);
  g_byte_array_append (response, picc->sens_res, sizeof picc->sens_res);
  add (response, picc->sel_res);
  add (response, picc->bend.lies ? picc->bend.told_length : (guint8) picc->uid_length);
  g_byte_array_append (response, picc->uid, picc->uid_length);

  if (picc->bend.has_bare_ats)
    add (response, 0);
  else if ((core->parameters & PARAMETER_AUTOMATIC_RATS) != 0 && (picc->sel_res & 0x20) != 0)
    {
      const guint8 ats[] = { 0x05, 0x78, 0x80, 0x70, 0x02 };
      g_byte_array_append (response, ats, sizeof ats);
    }
}

static Pn532Outcome
in_list_passive_target (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  guint most = parameters.bytes[0];
  const guint8 *wanted = parameters.length > 2 ? parameters.bytes + 2 : NULL;

  if (most < 1 || most > PN532_TARGETS_MAX || parameters.bytes[1] > 0x04)
    return PN532_OUTCOME_REFUSED;
  release_targets (core);
  power_field (core, TRUE);
  core->n_looks++;
  add (response, 0);
  while (parameters.bytes[1] == BAUD_TYPE_A_106 && core->n_targets < most)
    {
      Pn532Picc *picc = pn532_field_select (&core->field, wanted, parameters.length - 2);
      if (picc == NULL)
        break;
      add_target (core, picc, response);
      if (core->n_targets < most)
        picc->state = PN532_PICC_HALT; /* or it would answer the next request too */
    }
  response->data[1] = (guint8) core->n_targets;
  return core->n_targets == 0 && core->activation_retries == RETRY_FOR_EVER ? PN532_OUTCOME_WAITING
                                                                            : PN532_OUTCOME_ANSWERED;
}

static gboolean
is_listed (const Pn532Core *core, guint8 target)
{
  return target >= 1 && target <= core->n_targets;
}

static Pn532Outcome
exchange_with (Pn532Core *core, Pn532Picc *picc, Parameters command, GByteArray *response)
{
  g_autoptr (GByteArray) reply = g_byte_array_new ();
  if (picc == NULL || !pn532_picc_exchange (picc, command.bytes, command.length, reply))
    return add_status (core, response, STATUS_TIMEOUT);

  add_status (core, response, STATUS_OK);
  g_byte_array_append (response, reply->data, reply->len);
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
in_data_exchange (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  guint8 target = parameters.bytes[0];
  if (!is_listed (core, target))
    return add_status (core, response, STATUS_WRONG_CONTEXT);

  Parameters command = { parameters.bytes + 1, parameters.length - 1 };
  return exchange_with (core, core->targets[target - 1], command, response);
}

static Pn532Outcome
in_communicate_thru (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  return exchange_with (core, core->n_targets > 0 ? core->targets[0] : NULL, parameters, response);
}

static Pn532Outcome
in_deselect (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  guint8 target = parameters.bytes[0];
  if (target != 0 && !is_listed (core, target))
    return add_status (core, response, STATUS_WRONG_CONTEXT);
  for (guint i = 0; i < core->n_targets; i++)
    if ((target == 0 || target == i + 1) && core->targets[i] != NULL)
      core->targets[i]->state = PN532_PICC_HALT;
  return add_status (core, response, STATUS_OK);
}

static Pn532Outcome
in_release (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  in_deselect (core, parameters, response);
  if (core->last_error == STATUS_OK)
    release_targets (core);
  return PN532_OUTCOME_ANSWERED;
}

static Pn532Outcome
in_select (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  guint8 target = parameters.bytes[0];
  if (!is_listed (core, target))
    return add_status (core, response, STATUS_WRONG_CONTEXT);
  if (core->targets[target - 1] == NULL)
    return add_status (core, response, STATUS_TIMEOUT);
  core->targets[target - 1]->state = PN532_PICC_ACTIVE;
  return add_status (core, response, STATUS_OK);
}

static Pn532Outcome
in_psl (Pn532Core *core, Parameters parameters, GByteArray *response)
{
  return add_status (core, response,
                     is_listed (core, parameters.bytes[0]) ? STATUS_OK : STATUS_WRONG_CONTEXT);
}

static const Command commands[] = {
  { 0x00, 1, 262, diagnose },
  { 0x02, 0, 0, get_firmware_version },
  { 0x04, 0, 0, get_general_status },
  { 0x06, 2, 262, read_register },
  { 0x08, 3, 261, write_register },
  { 0x0C, 0, 0, read_gpio },
  { 0x0E, 2, 2, accept_unseen }, /* WriteGPIO */
  { 0x10, 1, 1, accept_unseen }, /* SetSerialBaudRate */
  { 0x12, 1, 1, set_parameters },
  { 0x14, 1, 3, sam_configuration },
  { 0x16, 1, 2, power_down },
  { 0x32, 2, 12, rf_configuration },
  { 0x40, 1, 263, in_data_exchange },
  { 0x42, 0, 263, in_communicate_thru },
  { 0x44, 1, 1, in_deselect },
  { 0x4A, 2, 14, in_list_passive_target },
  { 0x4E, 3, 3, in_psl },
  { 0x52, 1, 1, in_release },
  { 0x54, 1, 1, in_select },
};

Pn532Outcome
pn532_core_run (Pn532Core *core, const guint8 *command, gsize length, GByteArray *response)
{
  Parameters parameters = { command + 1, length - 1 };

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (commands[i].code == command[0])
      {
        if (parameters.length < commands[i].least || parameters.length > commands[i].most)
          return PN532_OUTCOME_REFUSED;
        add (response, (guint8) (command[0] + 1));
        return commands[i].handler (core, parameters, response);
      }
  return PN532_OUTCOME_REFUSED;
}

void
pn532_core_reset (Pn532Core *core)
{
  memset (core->registers, 0, sizeof core->registers);
  core->normal_mode = FALSE;
  core->sam_mode = SAM_NORMAL;
  core->parameters = 0x14;
  core->last_error = STATUS_OK;
  core->activation_retries = RETRY_FOR_EVER;
  release_targets (core);
  pn532_field_power (&core->field, FALSE);
}

void
pn532_core_put (Pn532Core *core, const Pn532Picc *chips, guint n_chips)
{
  memset (core->targets, 0, sizeof core->targets);
  pn532_field_put (&core->field, chips, n_chips);
}
