/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Keys that follow one another within this are one device's. Barcode scanners type a key each 1 to 30 ms,
 * slow badge readers one each 50 ms; a quick typist takes 60 ms and more. */
#define BRIK_WEDGE_PACE_MS 57
/* Once it is known to be a device, it is waited for longer: the rest of a scan that was held up on its way
 * belongs to it. And a scan that begins sooner after a person's character may be the rest of one: it does not
 * count. */
#define BRIK_WEDGE_PATIENCE_MS 300
/* So many keys in a row at that pace no person types: two or three come about when fingers roll. */
#define BRIK_WEDGE_MIN_CHARACTERS 6
/* More is not kept. It is longer than any barcode or card number, so what was cut is never taken for one. */
#define BRIK_WEDGE_MAX_CHARACTERS 64

/**
 * BrikWedgeKey:
 * @BRIK_WEDGE_KEY_CHARACTER: one that types something
 * @BRIK_WEDGE_KEY_END: Enter, Enter on the keypad, Tab: what scanners are set to end with
 * @BRIK_WEDGE_KEY_MODIFIER: Shift and its like, which a scanner presses for capitals
 * @BRIK_WEDGE_KEY_OTHER: any other: an arrow, Esc, F12; some scanners are set to begin with one
 */
typedef enum
{
  BRIK_WEDGE_KEY_CHARACTER,
  BRIK_WEDGE_KEY_END,
  BRIK_WEDGE_KEY_MODIFIER,
  BRIK_WEDGE_KEY_OTHER,
} BrikWedgeKey;

/**
 * BrikWedgeAction:
 * @BRIK_WEDGE_PASS: it is a person's: let it through
 * @BRIK_WEDGE_HOLD: not known yet: keep it back
 * @BRIK_WEDGE_LEND: not known yet, but most likely a person's: let it through, and keep what it changes as it
 * was before
 * @BRIK_WEDGE_GIVE_BACK: what is held is a person's after all, and so is this one: let all through, in order
 * @BRIK_WEDGE_DROP: a device's: forget it and what is held
 * @BRIK_WEDGE_TAKE_BACK: the same, and so was what was lent: put back what that has changed
 * @BRIK_WEDGE_SCAN: forget them, and a scan is complete: see brik_wedge_get_text ()
 * @BRIK_WEDGE_BROKEN: forget them, and a scan broke off before its end
 */
typedef enum
{
  BRIK_WEDGE_PASS,
  BRIK_WEDGE_HOLD,
  BRIK_WEDGE_LEND,
  BRIK_WEDGE_GIVE_BACK,
  BRIK_WEDGE_DROP,
  BRIK_WEDGE_TAKE_BACK,
  BRIK_WEDGE_SCAN,
  BRIK_WEDGE_BROKEN,
} BrikWedgeAction;

/**
 * BrikWedge:
 *
 * Tells the keys that a scanner or badge reader types ("keyboard wedge") from a person's, by their pace
 * alone, so that no such device has to be set up. Holds no keys and no clock: whoever has them does what it
 * says.
 *
 * A first character is held back until the next key comes or %BRIK_WEDGE_PACE_MS are over: that is how much
 * later a person's typing comes. A letter is only lent: barcodes and most numbers of cards do not begin with
 * one, people type them to search, and all that one does is to stand in a text field. A digit may be a PIN's,
 * and a space presses a button. A key that repeats because it is held down is a person's. The rest of a scan
 * never passes for a scan: what is a part of one card's number may be another's.
 */
typedef struct _BrikWedge BrikWedge;

BrikWedge *brik_wedge_new (void);
void brik_wedge_free (BrikWedge *wedge);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikWedge, brik_wedge_free)

/* A key went down. @character: of %BRIK_WEDGE_KEY_CHARACTER. @code: which key of the keyboard it is. @at_ms:
 * the keyboard's own time of it, which may wrap around. Where brik_wedge_is_pause () says so, call
 * brik_wedge_pause () before. */
BrikWedgeAction
brik_wedge_press (BrikWedge *wedge, BrikWedgeKey key, gunichar character, guint code, guint32 at_ms);
/* Right after %BRIK_WEDGE_LEND: the letter is held all the same. */
void brik_wedge_hold_lent (BrikWedge *wedge);
void brik_wedge_release (BrikWedge *wedge, guint code);

/* How long to wait for the next key before brik_wedge_pause (). */
guint brik_wedge_get_wait_ms (BrikWedge *wedge);
/* Whether a key at @at_ms no longer belongs to what is held or being dropped. */
gboolean brik_wedge_is_pause (BrikWedge *wedge, guint32 at_ms);
/* No key came in time: %BRIK_WEDGE_GIVE_BACK (of what is held; there is no "this one"), %BRIK_WEDGE_BROKEN,
 * or %BRIK_WEDGE_PASS where nothing was held. */
BrikWedgeAction brik_wedge_pause (BrikWedge *wedge);

/* What was scanned last, in UTF-8: at most %BRIK_WEDGE_MAX_CHARACTERS, each key that types nothing a U+FFFD.
 */
const char *brik_wedge_get_text (BrikWedge *wedge);

G_END_DECLS
