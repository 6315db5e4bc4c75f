/**
 * The backend {@code postgres:}: a store in a PostgreSQL database, shared by all JVMs that open it.
 *
 * <p>Start at {@link io.isolde.store.postgres.PostgresStores}.
 */
@NullMarked
package io.isolde.store.postgres;

import org.jspecify.annotations.NullMarked;
