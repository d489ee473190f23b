/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-scans.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-barcode.h"

/* A badge reader has no card taken away from it: one that is held there is typed again and again. */
#define SAME_CARD_US G_USEC_PER_SEC
/* What is shown of a scan that nobody knows: longer than any barcode. */
#define SHOWN_CHARACTERS 20

struct _BrikScans
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikGoods *goods;
  BrikSale *sale;

  char *card; /* that was scanned last */
  gint64 card_us;
  GCancellable *asking;
  GHashTable *asked; /* numbers that the portal has not answered about */
};

enum
{
  SIGNAL_SAY,
  SIGNAL_ASK,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrikScans, brik_scans, G_TYPE_OBJECT)

static void say (BrikScans *self, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
say (BrikScans *self, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  brik_sale_cue (self->sale, BRIK_SOUND_FAULT);
  g_signal_emit (self, signals[SIGNAL_SAY], 0, text);
}

/* No more of what was scanned than can be read. (transfer full) */
static char *
shorten (const char *text)
{
  g_autofree char *start = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), SHOWN_CHARACTERS));

  return g_strconcat (start, strlen (start) < strlen (text) ? "…" : "", NULL);
}

static void
take_product (BrikScans *self, BrikProduct *product)
{
  gboolean may_change;

  g_object_get (self->sale, "can-change", &may_change, NULL);
  if (!brik_product_get_available (product))
    say (self, _ ("%s is not for sale today."), brik_product_get_name (product));
  else if (!may_change)
    say (self, _ ("%s was not added. Finish what is on the screen, then scan it again."),
         brik_product_get_name (product));
  else
    brik_sale_add (self->sale, product);
}

static void
refuse (BrikScans *self, const char *text)
{
  g_autofree char *barcode = brik_barcode_normalize (text, NULL);
  g_autofree char *shown = shorten (text);

  if (barcode != NULL)
    say (self, _ ("Nothing with the barcode %s is sold here. Choose it on the screen instead."), shown);
  else
    say (self, _ ("“%s” is neither goods nor a card. Scan it again."), shown);
}

/* The chip that a number which is not known here can only be, to be asked for online; NULL where it cannot be
 * told. */
static char *
derive_uid (BrikScans *self, const char *text)
{
  BrikCardForm form = brik_ledger_get_place (self->ledger)->card_form;
  g_autofree char *number = brik_card_number_normalize (text, form, NULL);

  return number != NULL ? brik_card_number_derive_uid (number, form) : NULL;
}

/* The UID that a badge reader typed where no card has that number. Digits alone may be a number that somebody
 * is yet to be given, and are never guessed at (R3): NULL. */
static char *
read_uid (const char *text)
{
  g_autofree char *uid = brik_card_uid_normalize (text, NULL);

  return uid != NULL && strpbrk (uid, "ABCDEF") != NULL ? g_steal_pointer (&uid) : NULL;
}

static void
tap (BrikScans *self, const char *uid)
{
  brik_sale_tap (self->sale, brik_card_uid_is_random (uid) ? BRIK_CHIP_RANDOM : BRIK_CHIP_ONE, uid);
}

/* Whether it may be a card's number that only the portal knows. Eight digits may be goods or a card; where
 * the goods are not sold here, the portal is asked for the card. */
static gboolean
may_be_card (const char *text)
{
  g_autofree char *barcode = brik_barcode_normalize (text, NULL);

  return barcode == NULL || strlen (text) == 8;
}

typedef struct
{
  BrikScans *scans;
  GCancellable *cancellable;
  char *text;
  gboolean was_asked; /* the portal, before */
} FindCall;

static void
find_call_free (FindCall *call)
{
  g_object_unref (call->scans);
  g_object_unref (call->cancellable);
  g_free (call->text);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FindCall, find_call_free)

/* Whether only the portal can tell whose it is: no chip can be worked out from it (R3). */
static gboolean
is_assigned (BrikScans *self, const char *text)
{
  BrikCardForm form = brik_ledger_get_place (self->ledger)->card_form;
  g_autofree char *number = brik_card_number_normalize (text, form, NULL);

  return form == BRIK_CARD_FORM_ASSIGNED && number != NULL && may_be_card (text);
}

static void
say_unreachable (BrikScans *self, const char *text)
{
  g_autofree char *shown = shorten (text);

  say (self, _ ("“%s” is not known here, and the portal cannot be asked now. Scan it again later."), shown);
}

static void
ask (BrikScans *self, const char *text)
{
  if (!brik_ledger_get_circumstances (self->ledger).online)
    {
      say_unreachable (self, text);
      return;
    }
  g_hash_table_add (self->asked, g_strdup (text));
  g_signal_emit (self, signals[SIGNAL_ASK], 0, text);
}

static void
on_find_card_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (FindCall) call = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *known = brik_ledger_find_card_finish (BRIK_LEDGER (source), result, &error);
  g_autofree char *uid = NULL;

  if (g_cancellable_is_cancelled (call->cancellable))
    return;
  if (error != NULL)
    g_warning ("A card's number could not be looked up: %s", error->message);

  uid = known != NULL              ? g_steal_pointer (&known)
        : may_be_card (call->text) ? derive_uid (call->scans, call->text)
                                   : NULL;
  if (uid != NULL)
    tap (call->scans, uid);
  else if (!call->was_asked && is_assigned (call->scans, call->text))
    ask (call->scans, call->text);
  else
    refuse (call->scans, call->text);
}

static void
find (BrikScans *self, const char *text, gboolean was_asked)
{
  FindCall *call;

  /* One after another, as they were read: a second card does not push the first aside. */
  if (self->asking == NULL)
    self->asking = g_cancellable_new ();

  call = g_new (FindCall, 1);
  call->scans = g_object_ref (self);
  call->cancellable = g_object_ref (self->asking);
  call->text = g_strdup (text);
  call->was_asked = was_asked;
  brik_ledger_find_card_async (self->ledger, text, self->asking, on_find_card_ready, call);
}

static gboolean
is_same_again (BrikScans *self, const char *text)
{
  gint64 now_us = g_get_monotonic_time ();
  gboolean again = g_strcmp0 (self->card, text) == 0 && now_us - self->card_us < SAME_CARD_US;

  self->card_us = now_us;
  if (!again)
    {
      g_free (self->card);
      self->card = g_strdup (text);
    }
  return again;
}

void
brik_scans_take (BrikScans *self, const char *text)
{
  g_autofree char *barcode = brik_barcode_normalize (text, NULL);
  BrikProduct *product = barcode != NULL ? brik_goods_find_barcode (self->goods, barcode) : NULL;

  if (brik_ledger_get_place (self->ledger) == NULL)
    return; /* nothing can be sold yet, and the window says so */
  if (product != NULL)
    take_product (self, product);
  else if (!is_same_again (self, text))
    find (self, text, FALSE);
}

static void
take_unnumbered (BrikScans *self, const char *text)
{
  g_autofree char *uid = read_uid (text);

  if (uid != NULL)
    tap (self, uid);
  else
    refuse (self, text);
}

void
brik_scans_answer (BrikScans *self, const char *number, BrikSaleAnswer answer)
{
  g_autofree char *text = g_strdup (number);

  if (!g_hash_table_remove (self->asked, text))
    return;
  if (answer == BRIK_ANSWER_FOUND)
    find (self, text, TRUE);
  else if (answer == BRIK_ANSWER_NOT_FOUND)
    take_unnumbered (self, text);
  else
    say_unreachable (self, text);
}

void
brik_scans_take_broken (BrikScans *self)
{
  say (self, _ ("The scan broke off. Scan it again."));
}

void
brik_scans_forget (BrikScans *self)
{
  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  g_hash_table_remove_all (self->asked);
}

static void
brik_scans_dispose (GObject *object)
{
  BrikScans *self = BRIK_SCANS (object);

  brik_scans_forget (self);
  g_clear_object (&self->ledger);
  g_clear_object (&self->goods);
  g_clear_object (&self->sale);

  G_OBJECT_CLASS (brik_scans_parent_class)->dispose (object);
}

static void
brik_scans_finalize (GObject *object)
{
  g_free (BRIK_SCANS (object)->card);
  g_hash_table_unref (BRIK_SCANS (object)->asked);

  G_OBJECT_CLASS (brik_scans_parent_class)->finalize (object);
}

static void
brik_scans_class_init (BrikScansClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = brik_scans_dispose;
  object_class->finalize = brik_scans_finalize;

  signals[SIGNAL_SAY] = g_signal_new ("say", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_ASK] = g_signal_new ("ask", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
brik_scans_init (BrikScans *self)
{
  self->asked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

BrikScans *
brik_scans_new (BrikLedger *ledger, BrikGoods *goods, BrikSale *sale)
{
  BrikScans *self = g_object_new (BRIK_TYPE_SCANS, NULL);

  self->ledger = g_object_ref (ledger);
  self->goods = g_object_ref (goods);
  self->sale = g_object_ref (sale);
  return self;
}
