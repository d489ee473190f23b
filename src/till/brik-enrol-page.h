/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-part.h"

G_BEGIN_DECLS

/**
 * BrikEnrolPage:
 *
 * The very first start: asks for the portal's address and the office's enrolment code, and hands them to
 * sync.
 *
 * Action: `enrol.start`. Signal: `enrolled`.
 */
#define BRIK_TYPE_ENROL_PAGE (brik_enrol_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikEnrolPage, brik_enrol_page, BRIK, ENROL_PAGE, BrikTillPart)

/* Fills in @portal and @code, where they are given, and connects once both are there. */
void brik_enrol_page_answer (BrikEnrolPage *page, const char *portal, const char *code);

G_END_DECLS
