# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
journey() { fail "da scrivere" 70; }
