/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikQueueStrip:
 *
 * Those who wait as small photos, the first of them first; how many more there are is a number. A touch takes
 * one out of the queue.
 */
#define BRIK_TYPE_QUEUE_STRIP (brik_queue_strip_get_type ())
G_DECLARE_FINAL_TYPE (BrikQueueStrip, brik_queue_strip, BRIK, QUEUE_STRIP, BrikSalePart)

G_END_DECLS
