/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale.h"

G_DEFINE_ENUM_TYPE (BrikSaleState,
                    brik_sale_state,
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_IDLE, "idle"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_ASKING, "asking"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_PERSON, "person"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_DECIDING, "deciding"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_FAULT, "fault"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_ALREADY_PAID, "already-paid"),
                    G_DEFINE_ENUM_VALUE (BRIK_SALE_REJECTED, "rejected"))

G_DEFINE_ENUM_TYPE (BrikSaleNotice,
                    brik_sale_notice,
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_NONE, "none"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_QUEUED, "queued"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_QUEUE_FULL, "queue-full"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_CHANGING, "changing"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_PRESS_PAY, "press-pay"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_ONE_CARD, "one-card"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_NO_CARD, "no-card"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_FULL, "full"),
                    G_DEFINE_ENUM_VALUE (BRIK_NOTICE_UNDONE, "undone"))

G_DEFINE_ENUM_TYPE (BrikSaleStep,
                    brik_sale_step,
                    G_DEFINE_ENUM_VALUE (BRIK_STEP_LOOK_UP, "look-up"),
                    G_DEFINE_ENUM_VALUE (BRIK_STEP_SELL, "sell"),
                    G_DEFINE_ENUM_VALUE (BRIK_STEP_UNDO, "undo"),
                    G_DEFINE_ENUM_VALUE (BRIK_STEP_REJECT, "reject"),
                    G_DEFINE_ENUM_VALUE (BRIK_STEP_BLOCK, "block"))
