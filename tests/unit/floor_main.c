/* SPDX-License-Identifier: EUPL-1.2
 *
 * Linked with one whole floor and only what that floor may lean on: the proof is that it links. */
int main(void)
{
	return 0;
}
