/**
 * Agents: pieces of state with one owner each, to which others send messages.
 *
 * <p><b>Concepts.</b> An <i>agent</i> ({@link io.isolde.agent.Agent}) owns a <i>state</i>, which is
 * an immutable value. A <i>message</i> is a function from the state to the next; others <i>tell</i>
 * it, without waiting for its effect, or <i>ask</i>, and wait for the reply. Messages wait in the
 * <i>mailbox</i>, which is bounded, and are handled one at a time. An agent that throws behaves as
 * its <i>failure mode</i> says ({@link io.isolde.agent.FailureMode}); when it ends, those that
 * <i>monitor</i> it are notified, and those that it is <i>linked</i> to end as well.
 *
 * <p><b>Reading order.</b> {@link io.isolde.agent.Agent}, {@link io.isolde.agent.AgentOptions},
 * {@link io.isolde.agent.Stepper}.
 *
 * <p><b>Thread-safety.</b> Everything here is thread-safe except the {@code Stepper}.
 *
 * <p><b>Memory consistency.</b> What a thread does before it sends a message <i>happens-before</i>
 * the handling of it; the handling of a message <i>happens-before</i> that of the next, before the
 * return of the {@code ask} that it answers, and before a {@code get} that returns the resulting
 * state; and the handling of the last one <i>happens-before</i> the monitors' notification.
 */
@NullMarked
package io.isolde.agent;

import org.jspecify.annotations.NullMarked;
