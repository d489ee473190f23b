/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pn532-field.h"

G_BEGIN_DECLS

#define PN532_REGISTERS 0x10000
#define PN532_TARGETS_MAX 2

/**
 * Pn532Outcome:
 * @PN532_OUTCOME_ANSWERED: the response is filled in
 * @PN532_OUTCOME_POWERED_DOWN: the same, and the chip sleeps once it has been sent
 * @PN532_OUTCOME_REFUSED: unknown command or wrong parameters; the error frame
 * @PN532_OUTCOME_WAITING: no chip is there and the host wants to wait for ever; run it again when one comes
 */
typedef enum
{
  PN532_OUTCOME_ANSWERED,
  PN532_OUTCOME_POWERED_DOWN,
  PN532_OUTCOME_REFUSED,
  PN532_OUTCOME_WAITING,
} Pn532Outcome;

/* What a command works on: all of it is lost with the power, but for the chips on the antenna, the count of
 * looks and @high_status, a defect. */
typedef struct
{
  guint8 registers[PN532_REGISTERS];
  gboolean normal_mode; /* left LowVbat by SAMConfiguration; no field without it */
  guint8 sam_mode;
  guint8 parameters;         /* SetParameters */
  guint8 last_error;         /* GetGeneralStatus */
  guint8 activation_retries; /* 0xFF: for ever */
  guint n_targets;
  Pn532Picc *targets[PN532_TARGETS_MAX]; /* NULL: has been taken away since it was listed */
  guint n_looks;                         /* InListPassiveTarget commands so far */
  gboolean high_status;
  Pn532Field field;
} Pn532Core;

void pn532_core_reset (Pn532Core *core);
void pn532_core_put (Pn532Core *core, const Pn532Picc *chips, guint n_chips);
/* @command and @response start with their codes. */
Pn532Outcome pn532_core_run (Pn532Core *core, const guint8 *command, gsize length, GByteArray *response);

G_END_DECLS
