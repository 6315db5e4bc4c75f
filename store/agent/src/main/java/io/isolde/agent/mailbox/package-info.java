/**
 * Communication with the thread that owns a piece of state: a {@link
 * io.isolde.agent.mailbox.Mailbox}, and a {@link io.isolde.agent.mailbox.Call} for threads that
 * want an answer. Exported to {@code io.isolde.store} alone.
 */
@NullMarked
package io.isolde.agent.mailbox;

import org.jspecify.annotations.NullMarked;
