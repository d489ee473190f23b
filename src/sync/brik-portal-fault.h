/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What can go wrong between till and portal, as a %BRIK_SYNC_ERROR with a sentence for the cashier that says
 * what to do. (transfer full) */

/* No answer, or a line that is not secure. */
GError *brik_portal_fault_of_failure (const GError *cause);
/* An answer with a status that is no success. */
GError *brik_portal_fault_of_status (guint status);
/* The same, to who asks for something that there may not be. */
GError *brik_portal_fault_of_look_up (guint status);
/* The same, to a till that asks to be taken on: the code is what is refused. */
GError *brik_portal_fault_of_enrolment (guint status);
/* An answer that is not of the form it should have: no portal of ours, or a broken one. @cause goes to the
 * log. */
GError *brik_portal_fault_of_answer (const GError *cause);

G_END_DECLS
