# SPDX-License-Identifier: EUPL-1.2
# shellcheck shell=bash
#
# What scripts/test --lungo adds: valgrind over the unit programs, and long fuzzing.

under_valgrind=0 # tests of the programs
programs=0
searched=0 # inputs that fuzz targets were given
targets=0

run_valgrind() {
	local program name log tested
	build_preset debug "circa 1 minuto" test_programs agendad agenda
	step "Eseguo i test di unità sotto valgrind" "da 10 a 20 minuti"
	for program in build/debug/tests/unit_*; do
		[ -x "$program" ] || continue
		name=${program##*/}
		log=$reports/valgrind-$name
		programs=$((programs + 1))
		# lax-ioctls: else the one that opens a pty is told of as if it were an error.
		if ASAN_OPTIONS= UBSAN_OPTIONS= AGENDA_LUNGO= AGENDA_BREVE=1 \
			valgrind -q --trace-children=yes \
			--sim-hints=lax-ioctls --suppressions=tests/valgrind.supp \
			--error-exitcode=99 --leak-check=full --show-leak-kinds=definite \
			--errors-for-leak-kinds=definite \
			--log-file="$log.%p" "$program" -j "$(nproc)" >"$log.out" 2>&1 </dev/null &&
			! find "$reports" -name "valgrind-$name.*" ! -name '*.out' -size +0 | grep -q . &&
			grep -q 'Synthesis: Tested: [1-9]' "$log.out"; then
			ok
		else
			bad "valgrind: $name"
			tail -n 20 "$log.out"
			find "$reports" -name "valgrind-$name.*" ! -name '*.out' -size +0 \
				-exec head -n 30 {} \;
		fi
		tested=$(sed -nE 's/.*Synthesis: Tested: ([0-9]+).*/\1/p' "$log.out")
		under_valgrind=$((under_valgrind + ${tested:-0}))
		count_said "$log.out"
		rm -f "$log".*
	done
}

run_fuzz() {
	local seconds=${AGENDA_FUZZ_SECONDS:-60} program name found runs
	build_preset fuzz "circa 1 minuto" fuzz_targets
	step "Cerco errori a caso" "$seconds secondi per ogni bersaglio"
	for program in build/fuzz/tests/fuzz/fuzz_*; do
		[ -x "$program" ] && [ -f "$program" ] || continue
		name=${program##*/fuzz_}
		found=build/fuzz/found-$name
		mkdir -p "$found"
		targets=$((targets + 1))
		# None of our options for sanitizers: an error would end it with 0, its report elsewhere.
		if env -u ASAN_OPTIONS -u LSAN_OPTIONS -u UBSAN_OPTIONS "$program" \
			-max_total_time="$seconds" -max_len=4096 -timeout=10 \
			-artifact_prefix="$found/crash-" "$found" $(find "tests/fuzz/corpus/$name" \
			-maxdepth 0 2>/dev/null) >"$reports/fuzz" 2>&1 </dev/null; then
			ok
		else
			bad "fuzz: $name"
			tail -n 40 "$reports/fuzz"
		fi
		runs=$(sed -nE 's/^Done ([0-9]+) runs in .*/\1/p' "$reports/fuzz")
		searched=$((searched + ${runs:-0}))
	done
	[ "$targets" -gt 0 ] || bad "nessun bersaglio è stato cercato a caso"
}

tell_lungo() {
	printf '%d prove in %d programmi sotto valgrind\n' "$under_valgrind" "$programs"
	printf '%d esecuzioni a caso su %d bersagli\n' "$searched" "$targets"
}

run_valgrind
run_fuzz
