/**
 * The contract of backends whose stores several JVMs share.
 *
 * <p>The test of such a backend extends {@link io.isolde.store.testkit.shared.SharedStoreContract},
 * besides {@link io.isolde.store.testkit.StoreContract}. A {@link
 * io.isolde.store.testkit.shared.ChildJvm} runs a {@link io.isolde.store.testkit.shared.Task} with
 * a store that this JVM has opened, too; the two talk to each other in lines.
 */
@NullMarked
package io.isolde.store.testkit.shared;

import org.jspecify.annotations.NullMarked;
