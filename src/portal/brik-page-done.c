/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-page-done.h"

#include <glib/gi18n.h>

static const struct
{
  const char *word;
  const char *sentence;
} DONE[] = {
  { BRIK_PAGE_DONE_SAVED, N_ ("The caps are saved. The tills know them within seconds.") },
  { BRIK_PAGE_DONE_PLACES, N_ ("The places are saved. The tills know them within seconds.") },
  { BRIK_PAGE_DONE_BLOCKED, N_ ("The card is blocked. Nobody can buy with it until you activate it.") },
  { BRIK_PAGE_DONE_ACTIVATED, N_ ("The card is active and can be used again.") },
};

void
brik_page_add_done (BrikPage *page)
{
  const char *word = brik_http_request_get_query (page->request, "done");

  for (guint i = 0; i < G_N_ELEMENTS (DONE); i++)
    if (g_strcmp0 (DONE[i].word, word) == 0)
      json_object_set_string_member (page->data, "done",
                                     brik_language_text (page->language, DONE[i].sentence));
}
