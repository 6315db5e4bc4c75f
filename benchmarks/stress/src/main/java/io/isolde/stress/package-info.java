/**
 * Races between two threads, run millions of times by jcstress: the memory ordering of read,
 * commit, publish and wake-up, and the mailbox of agents.
 *
 * <p>One class per promise, with one nested test per way to use it. Every outcome says what it
 * means; the comment of the class gives the interleaving that would lead to the forbidden one. No
 * test has more than two actors: on a machine with two processors, jcstress silently leaves out
 * tests with more.
 *
 * <p>{@code mvn -q -pl benchmarks/stress -am compile exec:exec -Dstress.args="-m quick -sc false
 * -iters 3 -time 100 -t io.isolde.stress.[A-Z]"} runs these tests as the build does. The tests in
 * {@link io.isolde.stress.planted} run on an STM with bugs put in on purpose; {@link
 * io.isolde.stress.StressSelfCheck} runs them and demands that they fail.
 */
@NullMarked
package io.isolde.stress;

import org.jspecify.annotations.NullMarked;
