/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-command.h"

int
main (int argc, char **argv)
{
  return brik_command_run (argc, argv);
}
