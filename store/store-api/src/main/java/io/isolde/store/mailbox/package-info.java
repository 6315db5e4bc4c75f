/**
 * How threads reach the one that owns a piece of state: a {@link io.isolde.store.mailbox.Mailbox},
 * and a {@link io.isolde.store.mailbox.Call} for those that want an answer. Not exported.
 */
@NullMarked
package io.isolde.store.mailbox;

import org.jspecify.annotations.NullMarked;
