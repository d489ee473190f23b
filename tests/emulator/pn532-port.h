/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Pn532Port:
 *
 * The serial line of a chip: a pty, and a symbolic link of a known name to it. Unplugged, both are gone, as a
 * USB adapter's device file is.
 */
typedef struct _Pn532Port Pn532Port;

typedef void (*Pn532PortReceived) (const guint8 *bytes, gsize length, gpointer user_data);

Pn532Port *pn532_port_new (const char *link, Pn532PortReceived received, gpointer user_data);
/* Unplugs it first. */
void pn532_port_free (Pn532Port *port);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Port, pn532_port_free)

/* Plugging in what is plugged in changes nothing. */
gboolean pn532_port_plug (Pn532Port *port, GError **error);
void pn532_port_unplug (Pn532Port *port);
void pn532_port_send (Pn532Port *port, const guint8 *bytes, gsize length);

G_END_DECLS
