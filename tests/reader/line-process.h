/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A child process spoken to in lines, for tests: each wait has a deadline. */
typedef struct _LineProcess LineProcess;

/* @arguments ends with NULL. */
LineProcess *line_process_new (const char *const *arguments);
/* Kills it if it still runs. */
void line_process_free (LineProcess *process);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LineProcess, line_process_free)

void line_process_send (LineProcess *process, const char *line);
void line_process_close_input (LineProcess *process);
void line_process_kill (LineProcess *process);
/* The next line without its end, or NULL if none came in time or its output has ended. That a chip reader is
 * alive is passed over. */
char *line_process_read (LineProcess *process, guint timeout_ms);
/* Whether it ended in time; @exit_status gets what it exited with, -1 for a signal. */
gboolean line_process_wait (LineProcess *process, guint timeout_ms, int *exit_status);

/* A PN532 emulator (BRIK_EMULATOR) at @folder/pn532, up and plugged in. */
LineProcess *pn532_process_new (const char *folder);
/* Sends a command and fails the test unless it is answered with ok. */
void pn532_process_do (LineProcess *emulator, const char *command);
/* How often its host has looked for chips so far. */
guint pn532_process_get_looks (LineProcess *emulator);
/* "pn532_uart:@folder/pn532" */
char *pn532_connection (const char *folder);

/* The chip reader in BRIK_LIBEXEC_DIR. */
char *chip_reader_path (void);
/* @present may be NULL. */
LineProcess *chip_reader_new (const char *connection, const char *present);

/* Removes what a test left in its folder, and the folder. */
void remove_folder (const char *folder);

G_END_DECLS
