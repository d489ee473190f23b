/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "wire/brik-api.h"
#include "wire/brik-request.h"

PortalTill *
portal_till_new (PortalFixture *fixture, const char *id, const char *place)
{
  PortalTill *till = g_new0 (PortalTill, 1);
  g_autofree char *code = portal_fixture_code (fixture, id);
  g_auto (PortalAnswer) answer = { 0 };

  till->fixture = fixture;
  till->id = g_strdup (id);
  till->place = g_strdup (place);
  till->journal = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  brik_key_pair_generate (&till->public_key, &till->secret_key);
  answer = portal_till_enrol (till, code);
  g_assert_cmpuint (answer.status, ==, 200);
  portal_till_start_run (till);
  return till;
}

void
portal_till_free (PortalTill *till)
{
  g_free (till->id);
  g_free (till->place);
  g_free (till->run);
  g_free (till->epoch);
  g_ptr_array_unref (till->journal);
  g_free (till);
}

PortalAnswer
portal_till_enrol (PortalTill *till, const char *code)
{
  g_autofree char *key = brik_bytes_to_hex (till->public_key.bytes, sizeof till->public_key.bytes);
  g_autofree char *body = g_strdup_printf ("{\"code\":\"%s\",\"key\":\"%s\"}", code, key);

  return portal_fixture_ask (till->fixture, "POST", BRIK_API_ENROL, body, NULL);
}

BrikEntry *
portal_till_entry (PortalTill *till, BrikEntryKind kind)
{
  BrikEntry *entry = brik_entry_new (kind);

  entry->till = g_strdup (till->id);
  entry->run = g_strdup (till->run);
  entry->number = till->number + 1;
  entry->at_us = brik_clock_now (till->fixture->clock);
  g_date_set_dmy (&entry->date, 20, 11, 2026);
  entry->place = g_strdup (till->place);
  if (kind != BRIK_ENTRY_STARTED)
    entry->cashier = g_strdup ("mette");
  return entry;
}

guint
portal_till_seal_line (PortalTill *till, const char *line)
{
  BrikSealedLine *sealed = g_new0 (BrikSealedLine, 1);

  sealed->line = g_strdup (line);
  brik_seal_line (&till->head, line, strlen (line), &till->secret_key, &sealed->seal);
  till->head = sealed->seal.hash;
  till->number++;
  g_ptr_array_add (till->journal, sealed);
  return till->journal->len - 1;
}

guint
portal_till_seal (PortalTill *till, BrikEntry *entry)
{
  g_autoptr (BrikEntry) owned = entry;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = brik_entry_to_line (owned, &error);

  g_assert_no_error (error);
  return portal_till_seal_line (till, line);
}

void
portal_till_start_run (PortalTill *till)
{
  BrikEntry *entry;

  g_free (till->run);
  till->run = brik_id_new ();
  till->number = 0;
  entry = portal_till_entry (till, BRIK_ENTRY_STARTED);
  if (till->journal->len > 0)
    entry->head = brik_bytes_to_hex (till->head.bytes, sizeof till->head.bytes);
  portal_till_seal (till, entry);
}

guint
portal_till_sell (PortalTill *till, const char *account, gint n, char **sale)
{
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);

  entry->id = brik_id_new ();
  entry->account = g_strdup (account);
  entry->card = g_strconcat (account, "-1", NULL);
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "bolle", "Grønbolle", n, PORTAL_PRICE_ORE, 2500, NULL);
  entry->total_ore = brik_basket_get_total (entry->basket);
  if (sale)
    *sale = g_strdup (entry->id);
  return portal_till_seal (till, entry);
}

guint
portal_till_undo (PortalTill *till, const char *account, gint n, const char *sale)
{
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_UNDO);

  entry->id = brik_id_new ();
  entry->account = g_strdup (account);
  entry->card = g_strconcat (account, "-1", NULL);
  entry->sale = g_strdup (sale);
  entry->sale_date = entry->date;
  entry->sale_place = g_strdup (till->place);
  entry->total_ore = n * PORTAL_PRICE_ORE;
  return portal_till_seal (till, entry);
}

SoupMessageHeaders *
portal_till_sign (PortalTill *till, const char *method, const char *target, const char *body)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  gint64 time_us = brik_clock_now (till->fixture->clock);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, time_us);
  g_autofree char *hex = NULL;
  BrikSignature signature;

  brik_request_sign (method, target, till->id, time_us, body ? body : "", body ? strlen (body) : 0,
                     &till->secret_key, &signature);
  hex = brik_bytes_to_hex (signature.bytes, sizeof signature.bytes);
  soup_message_headers_replace (headers, BRIK_HEADER_TILL, till->id);
  soup_message_headers_replace (headers, BRIK_HEADER_TIME, time);
  soup_message_headers_replace (headers, BRIK_HEADER_SIGNATURE, hex);
  return headers;
}

PortalAnswer
portal_till_ask (PortalTill *till, const char *method, const char *target, const char *body)
{
  g_autoptr (SoupMessageHeaders) headers = portal_till_sign (till, method, target, body);

  return portal_fixture_ask (till->fixture, method, target, body, headers);
}

PortalAnswer
portal_till_push_raw (PortalTill *till, guint first, guint last)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  g_autofree char *body = NULL;

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (batch, g_ptr_array_index (till->journal, i));
  body = brik_batch_to_json (batch);
  return portal_till_ask (till, "POST", BRIK_API_ENTRIES, body);
}

BrikReceipt *
portal_till_push (PortalTill *till, guint first, guint last)
{
  g_auto (PortalAnswer) answer = portal_till_push_raw (till, first, last);
  g_autoptr (GError) error = NULL;
  BrikReceipt *receipt;

  g_assert_cmpuint (answer.status, ==, 200);
  receipt = brik_receipt_from_json (answer.text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (receipt->bookings->len, ==, last - first + 1);
  return receipt;
}

void
portal_till_send (PortalTill *till, guint first, guint last)
{
  brik_receipt_free (portal_till_push (till, first, last));
}

BrikBooking
portal_till_push_one (PortalTill *till, guint index)
{
  g_autoptr (BrikReceipt) receipt = portal_till_push (till, index, index);

  return g_array_index (receipt->bookings, BrikBooking, 0);
}

BrikChangesPage *
portal_till_poll (PortalTill *till, guint wait_s)
{
  g_autofree char *target =
    g_strdup_printf (BRIK_API_CHANGES "?epoch=%s&after=%" G_GINT64_FORMAT "&wait=%u&run=%s",
                     till->epoch ? till->epoch : "", till->cursor, wait_s, till->run);
  g_auto (PortalAnswer) answer = portal_till_ask (till, "GET", target, NULL);
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page;

  g_assert_cmpuint (answer.status, ==, 200);
  page = brik_changes_page_from_json (answer.text, -1, &error);
  g_assert_no_error (error);
  g_free (till->epoch);
  till->epoch = g_strdup (page->epoch);
  till->cursor = page->cursor;
  return page;
}

BrikAccountRecord *
portal_till_catch_up (PortalTill *till, const char *account)
{
  g_autoptr (BrikAccountRecord) record = NULL;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (BrikChangesPage) page = portal_till_poll (till, 0);

      for (guint i = 0; i < page->changes->len; i++)
        {
          BrikChange *change = g_ptr_array_index (page->changes, i);

          if (change->kind != BRIK_RECORD_ACCOUNT || !g_str_equal (change->id, account))
            continue;
          g_clear_pointer (&record, brik_account_record_free);
          record = g_steal_pointer (&change->account);
          change->gone = TRUE;
        }
      more = page->more;
    }
  return g_steal_pointer (&record);
}
