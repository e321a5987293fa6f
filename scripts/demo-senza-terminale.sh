# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
without_terminal() { fail "da scrivere" 70; }
