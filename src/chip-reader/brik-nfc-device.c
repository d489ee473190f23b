/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-nfc-device.h"

#include <nfc/nfc.h>
#include <string.h>

/* Sizes of the UID, in the lower byte of ATQA. */
#define ATQA_DOUBLE 0x40
#define ATQA_TRIPLE 0x80

struct _BrikNfcDevice
{
  nfc_context *context;
  nfc_device *device;
  gboolean is_pcsc;
};

static const nfc_modulation type_a_106 = { .nmt = NMT_ISO14443A, .nbr = NBR_106 };

/* libnfc's drivers; not every build has all of them (Debian's lacks those for PC/SC). */
static const struct
{
  const char *name;
  gboolean has_port;
} drivers[] = {
  { "pn532_uart", TRUE }, { "arygon", TRUE },    { "acr122s", TRUE },
  { "pn532_spi", TRUE },  { "pn532_i2c", TRUE }, { "acr122_usb", FALSE },
  { "pn53x_usb", FALSE }, { "pcsc", FALSE },     { "acr122_pcsc", FALSE },
};

void
brik_nfc_set_up (void)
{
  g_setenv ("LIBNFC_AUTO_SCAN", "false", TRUE);
  g_setenv ("LIBNFC_INTRUSIVE_SCAN", "false", TRUE);
  g_setenv ("LIBNFC_LOG_LEVEL", "0", TRUE);
  g_unsetenv ("LIBNFC_DEVICE");
  g_unsetenv ("LIBNFC_DEFAULT_DEVICE");
}

const char *
brik_nfc_connection_problem (const char *connection)
{
  if (strlen (connection) >= NFC_BUFSIZE_CONNSTRING)
    return "the connection string is too long";

  g_auto (GStrv) parts = g_strsplit (connection, ":", 3);
  for (guint i = 0; parts[0] != NULL && i < G_N_ELEMENTS (drivers); i++)
    if (g_str_equal (drivers[i].name, parts[0]))
      {
        if (drivers[i].has_port && (parts[1] == NULL || parts[1][0] != '/'))
          return "this kind of reader needs the path of its device, as in pn532_uart:/dev/ttyUSB0";
        return NULL;
      }
  return "a connection string starts with the name of a libnfc driver: pn532_uart, arygon, acr122s, "
         "pn532_spi, "
         "pn532_i2c, acr122_usb, pn53x_usb, pcsc or acr122_pcsc";
}

char *
brik_nfc_connection_get_port (const char *connection)
{
  g_auto (GStrv) parts = g_strsplit (connection, ":", 3);
  return parts[0] != NULL && parts[1] != NULL && parts[1][0] == '/' ? g_strdup (parts[1]) : NULL;
}

/* What a driver cannot set (PC/SC has no such switches) is left as it is. */
static gboolean
set_property (BrikNfcDevice *device, nfc_property property, gboolean on)
{
  int result = nfc_device_set_property_bool (device->device, property, on);
  return result >= 0 || result == NFC_EDEVNOTSUPP || result == NFC_ENOTIMPL;
}

/* INFINITE_SELECT would wait for a chip for ever; AUTO_ISO14443_4 would talk to chips that only have to show
 * their UID, and libnfc crashes on some of their answers. */
static gboolean
initialize (BrikNfcDevice *device)
{
  return nfc_initiator_init (device->device) >= 0 && set_property (device, NP_INFINITE_SELECT, FALSE) &&
         set_property (device, NP_AUTO_ISO14443_4, FALSE);
}

BrikNfcDevice *
brik_nfc_device_open (const char *connection)
{
  g_autoptr (BrikNfcDevice) device = g_new0 (BrikNfcDevice, 1);

  device->is_pcsc = g_str_has_prefix (connection, "pcsc");
  nfc_init (&device->context);
  if (device->context == NULL)
    return NULL;
  device->device = nfc_open (device->context, connection);
  if (device->device == NULL || !initialize (device))
    return NULL;
  return g_steal_pointer (&device);
}

void
brik_nfc_device_close (BrikNfcDevice *device)
{
  if (device->device != NULL)
    nfc_close (device->device);
  if (device->context != NULL)
    nfc_exit (device->context);
  g_free (device);
}

const char *
brik_nfc_device_get_name (BrikNfcDevice *device)
{
  return nfc_device_get_name (device->device);
}

/* libnfc makes 10 bytes of any length that is told it above 10, partly out of what lies behind the frame. A
 * chip announces a long UID in its answer to the request (ISO/IEC 14443-3), where another chip can only add
 * bits. */
static gboolean
has_length (BrikNfcDevice *device, const nfc_iso14443a_info *info)
{
  switch (info->szUidLen)
    {
    case 4:
      return TRUE;
    case 7:
      return device->is_pcsc || (info->abtAtqa[1] & ATQA_DOUBLE) != 0;
    case 10:
      return device->is_pcsc || (info->abtAtqa[1] & ATQA_TRIPLE) != 0;
    default:
      return FALSE;
    }
}

static BrikNfcLook
take_uid (BrikNfcDevice *device, const nfc_target *target, char uid[BRIK_UID_TEXT_SIZE])
{
  const nfc_iso14443a_info *info = &target->nti.nai;

  if (!has_length (device, info))
    return BRIK_NFC_LOOK_UNREADABLE;
  for (gsize i = 0; i < info->szUidLen; i++)
    g_snprintf (uid + 2 * i, 3, "%02X", info->abtUid[i]);
  return BRIK_NFC_LOOK_CHIP;
}

/* A chip that leaves while it is being selected is no fault of the device. */
static gboolean
means_no_chip (BrikNfcDevice *device, int result)
{
  return result == 0 || result == NFC_ERFTRANS || result == NFC_ETGRELEASED ||
         (device->is_pcsc && result == NFC_ENOTSUCHDEV);
}

static BrikNfcLook
select_one (BrikNfcDevice *device, char uid[BRIK_UID_TEXT_SIZE])
{
  nfc_target target = { 0 };
  int result = nfc_initiator_select_passive_target (device->device, type_a_106, NULL, 0, &target);

  if (result > 0)
    return take_uid (device, &target, uid);
  return means_no_chip (device, result) ? BRIK_NFC_LOOK_EMPTY : BRIK_NFC_LOOK_FAILED;
}

BrikNfcLook
brik_nfc_device_look (BrikNfcDevice *device, char uid[BRIK_UID_TEXT_SIZE])
{
  if (!set_property (device, NP_ACTIVATE_FIELD, FALSE) || !set_property (device, NP_ACTIVATE_FIELD, TRUE))
    return BRIK_NFC_LOOK_FAILED;
  return select_one (device, uid);
}

BrikNfcLook
brik_nfc_device_look_behind (BrikNfcDevice *device, char uid[BRIK_UID_TEXT_SIZE])
{
  int result = nfc_initiator_deselect_target (device->device);
  if (result == NFC_EIO || result == NFC_ETIMEOUT)
    return BRIK_NFC_LOOK_FAILED;
  return select_one (device, uid);
}
